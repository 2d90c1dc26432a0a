/** Imports the remotes in rclone's configuration that Portolan does not support itself. */
import { join } from 'node:path'
import type { FoundMount, ImportSources } from '../adding/found-mount.ts'
import { readIni } from '../adding/ini.ts'
import { isEncryptedRclone } from '../adding/rclone-obscure.ts'

/** The types that other backends support. */
const native = new Set([
  's3',
  'sftp',
  'azureblob',
  'local',
  'crypt',
  'webdav',
  'ftp',
  'http',
  'google cloud storage',
  'hdfs',
])

/** Reads the first existing configuration, searched in the same order as rclone. */
export async function importRclone({ env, homeFolder, readText }: ImportSources): Promise<readonly FoundMount[]> {
  const named = env['RCLONE_CONFIG']
  const configHome = env['XDG_CONFIG_HOME'] ?? join(homeFolder, '.config')
  for (const path of [named, join(configHome, 'rclone', 'rclone.conf'), join(homeFolder, '.rclone.conf')]) {
    if (path === undefined || path === '') continue
    const text = await readText(path)
    if (text === undefined) continue
    // the caller that reads the file for all backends reports that it is encrypted
    return isEncryptedRclone(text) ? [] : remotesIn(text, path, path === named)
  }
  return []
}

function remotesIn(text: string, source: string, isNamed: boolean): FoundMount[] {
  return readIni(text).flatMap(({ name, values }) => {
    const type = values.get('type')
    if (type === undefined || native.has(type)) return []
    return [{ name, config: { remote: `${name}:`, ...(isNamed && { config: source }) }, secrets: {}, source }]
  })
}
