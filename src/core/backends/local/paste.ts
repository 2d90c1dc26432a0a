import { isAbsolute, win32 } from 'node:path'
import type { FoundMount } from '../adding/found-mount.ts'
import { readIni } from '../adding/ini.ts'
import { readUri } from '../adding/pasted-text.ts'

/**
 * Recognises a full path, a path below `~`, a `file:` URL, or a local remote of rclone, which means the whole computer.
 */
export function recogniseFolder(text: string): readonly FoundMount[] {
  const trimmed = text.trim()
  const remotes = readIni(text).filter(({ values }) => values.get('type') === 'local')
  if (remotes.length > 0) return remotes.map(({ name }) => ({ name, config: { path: '/' }, secrets: {} }))
  if (trimmed.includes('\n')) return []
  const uri = readUri(trimmed)
  const path = uri?.scheme === 'file' && uri.host === '' ? uri.path.replace(/^\/(?=[A-Za-z]:)/, '') : trimmed
  if (!isAbsolute(path) && !/^~(?=$|[/\\])/.test(path)) return []
  const name = (process.platform === 'win32' ? win32.basename(path) : path.replace(/\/+$/, '').split('/').at(-1)) ?? ''
  return [{ ...(name !== '' && name !== '~' && { name }), config: { path }, secrets: {} }]
}
