/** Translates a location's path into that of a request, and the `href`s of responses into names. */
import { said } from '../../../../contract/sentences/said.ts'
import { pathSegments } from '../../../../contract/location.ts'
import { escapeName, unescapeName } from '../../byte-names.ts'
import { refuse } from '../failures/failures.ts'

/**
 * A path as a request has it: with a leading slash, without a trailing one, and with all special characters encoded.
 */
export type DavPath = string

/** Throws `bad-name` for a name that no server can hold. */
export function davPath(root: DavPath, path: string, operation: string): DavPath {
  return pathSegments(path).reduce((full, segment) => joinDav(full, segment, operation), root)
}

export function joinDav(folder: DavPath, segment: string, operation: string): DavPath {
  const isClimbing = segment === '' || segment === '.' || segment === '..' || /[/\0]/.test(segment)
  const name = isClimbing ? undefined : unescapeName(segment)
  if (name !== undefined) return `${folder === '/' ? '' : folder}/${encode(Buffer.from(name as string))}`
  const shown = segment.replaceAll('\0', '␀')
  throw refuse('bad-name', said('store.impossible-name', { name: shown }), operation, segment)
}

/**
 * Returns the names in an `href` of any form: a URL or a path, with double slashes or with too few characters encoded.
 */
export function segmentsOf(href: string): string[] {
  const path = href.trim().replace(/^[a-z][a-z0-9+.-]*:\/\/[^/]*/i, '')
  return path
    .replace(/[?#].*$/, '')
    .split('/')
    .filter((part) => part !== '')
    .map(decode)
}

export function foldersOf(path: DavPath): DavPath {
  return path === '/' ? path : `${path}/`
}

function encode(bytes: Uint8Array): string {
  let text = ''
  for (const byte of bytes) {
    const letter = String.fromCharCode(byte)
    text += /[A-Za-z0-9._~-]/.test(letter) ? letter : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`
  }
  return text
}

function decode(part: string): string {
  if (!/[%‛]/.test(part)) return part
  const text = part.replaceAll(/(?:%[0-9a-f]{2})+|[^%]+|%/gi, (piece) =>
    /^%[0-9a-f]{2}/i.test(piece)
      ? Buffer.from(piece.replaceAll('%', ''), 'hex').toString('latin1')
      : Buffer.from(piece).toString('latin1'),
  )
  return escapeName(Buffer.from(text, 'latin1'))
}
