import { join } from 'node:path'
import type { FoundMount, ImportSources } from '../../adding/found-mount.ts'
import { readIni } from '../../adding/ini.ts'
import { fromVariables } from './paste.ts'

/** Imports the profiles of `~/.aws`, by name and without copying their keys, and the credentials in the environment. */
export async function importS3({ env, homeFolder, readText }: ImportSources): Promise<readonly FoundMount[]> {
  const configPath = env['AWS_CONFIG_FILE'] ?? join(homeFolder, '.aws', 'config')
  const credentialsPath = env['AWS_SHARED_CREDENTIALS_FILE'] ?? join(homeFolder, '.aws', 'credentials')
  const profiles = new Map<string, FoundMount>()
  for (const { name } of readIni((await readText(credentialsPath)) ?? '')) add(name, credentialsPath)
  for (const { name } of readIni((await readText(configPath)) ?? '')) {
    const profile = name === 'default' ? name : /^profile\s+(.+)$/.exec(name)?.[1]
    if (profile !== undefined) add(profile, configPath)
  }
  const variables = new Map(Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined))
  const fromEnvironment = variables.has('AWS_ACCESS_KEY_ID') ? fromVariables(variables) : undefined
  return [...profiles.values(), ...(fromEnvironment ? [{ ...fromEnvironment, source: 'environment' }] : [])]

  function add(profile: string, source: string) {
    if (!profiles.has(profile)) profiles.set(profile, { name: profile, config: { profile }, secrets: {}, source })
  }
}
