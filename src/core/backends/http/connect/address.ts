/** Translates paths of a mount into URLs of its server. A name may be any bytes, which URLs contain as `%XX`. */
import { said } from '../../../../contract/sentences/said.ts'
import { pathSegments } from '../../../../contract/location.ts'
import { escapeName, unescapeName } from '../../byte-names.ts'
import { type Attempt, refuse } from '../../object-store/failures/failures.ts'

/** Returns the URL of a file. For a folder the slash at the end is missing. */
export function urlOf(root: string, path: string, attempt: Attempt): string {
  return (
    root +
    pathSegments(path)
      .map((name) => encoded(name, attempt))
      .join('/')
  )
}

export function folderUrl(root: string, path: string, attempt: Attempt): string {
  return path === '' ? root : `${urlOf(root, path, attempt)}/`
}

function encoded(name: string, attempt: Attempt): string {
  const bytes = unescapeName(name)
  if (bytes === undefined || name === '.' || name === '..') {
    throw refuse('bad-name', said('http.bad-name', { what: name }), attempt)
  }
  if (typeof bytes === 'string') return encodeURIComponent(bytes)
  return Array.from(bytes, (byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join('')
}

export interface Below {
  readonly names: readonly string[]
  readonly isFolder: boolean
}

/**
 * Returns where a URL leads, as names below a folder. Undefined if it leads elsewhere, to the folder itself or to a
 * view of it.
 */
export function below(address: string, base: string, from: string = base): Below | undefined {
  const url = URL.parse(address, from)
  const folder = new URL(base)
  if (!url || url.origin !== folder.origin || url.search !== '' || !url.pathname.startsWith(folder.pathname)) {
    return undefined
  }
  const rest = url.pathname.slice(folder.pathname.length)
  const isFolder = rest.endsWith('/')
  const parts = (isFolder ? rest.slice(0, -1) : rest).split('/')
  const names = parts.map(nameOf)
  return names.every((name) => name !== undefined) ? { names, isFolder } : undefined
}

function nameOf(part: string): string | undefined {
  const bytes: number[] = []
  for (let at = 0; at < part.length; at += 1) {
    const hex = /^%([0-9a-f]{2})/i.exec(part.slice(at, at + 3))?.[1]
    if (hex === undefined) bytes.push(...Buffer.from(part.charAt(at)))
    else {
      bytes.push(Number.parseInt(hex, 16))
      at += 2
    }
  }
  const name = escapeName(Uint8Array.from(bytes))
  return name === '' || name === '.' || name === '..' || /[/\0]/.test(name) ? undefined : name
}
