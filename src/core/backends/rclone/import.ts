/** Remotes in rclone's settings that Portolan does not speak itself. */
import { join } from 'node:path'
import type { FoundMount, ImportSources } from '../found-mount.ts'
import { readIni } from '../ini.ts'
import { isEncryptedRclone } from '../rclone-obscure.ts'

/** Those that other backends take. */
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

/** From the first settings there are, as rclone itself looks for them. */
export async function importRclone({ env, homeFolder, readText }: ImportSources): Promise<readonly FoundMount[]> {
  const named = env['RCLONE_CONFIG']
  const configHome = env['XDG_CONFIG_HOME'] ?? join(homeFolder, '.config')
  for (const path of [named, join(configHome, 'rclone', 'rclone.conf'), join(homeFolder, '.rclone.conf')]) {
    if (path === undefined || path === '') continue
    const text = await readText(path)
    if (text === undefined) continue
    // that they can't be read is said by whoever reads them for all backends
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
