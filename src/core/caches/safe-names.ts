/** Converts names of a mount to names that every disk accepts and that can't lead to another folder. */
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { pathSegments } from '../../contract/location.ts'

const longest = 180

/** Keeps the name readable where possible. Two names may be equal on a case-insensitive disk. */
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

/** Returns the folder for the blocks of a file. No folder of the mount has such a name. */
export function fileFolder(root: string, path: string): string {
  return `${folderBelow(root, path)}~`
}
