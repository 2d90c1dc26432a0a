import { isAbsolute, win32 } from 'node:path'
import type { FoundMount } from '../found-mount.ts'
import { readUri } from '../pasted-text.ts'

/** A full path, one below `~`, or a `file:` address. */
export function recogniseFolder(text: string): readonly FoundMount[] {
  const trimmed = text.trim()
  if (trimmed.includes('\n')) return []
  const uri = readUri(trimmed)
  const path = uri?.scheme === 'file' && uri.host === '' ? uri.path.replace(/^\/(?=[A-Za-z]:)/, '') : trimmed
  if (!isAbsolute(path) && !/^~(?=$|[/\\])/.test(path)) return []
  const name = (process.platform === 'win32' ? win32.basename(path) : path.replace(/\/+$/, '').split('/').at(-1)) ?? ''
  return [{ ...(name !== '' && name !== '~' && { name }), config: { path }, secrets: {} }]
}
