/** Names of a mount as names that any disk can have, and that can't lead elsewhere. */
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { pathSegments } from '../../contract/location.ts'

const longest = 180

/** Readable where it can be. Two names may come to the same on a disk that does not tell letters apart. */
export function safeName(name: string): string {
  const safe = encodeURIComponent(name.replaceAll(/\p{Cs}/gu, '\uFFFD'))
    .replaceAll(/%20/g, ' ')
    .replaceAll(/[~*'()!]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll(/^[. ]|[. ]$/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)
  if (safe.length <= longest) return safe
  return `${safe.slice(0, longest - 33)}~${createHash('sha256').update(name).digest('hex').slice(0, 32)}`
}

export function folderBelow(root: string, path: string): string {
  return join(root, ...pathSegments(path).map(safeName))
}

/** Where the blocks of a file are. No folder has such a name. */
export function fileFolder(root: string, path: string): string {
  return `${folderBelow(root, path)}~`
}
