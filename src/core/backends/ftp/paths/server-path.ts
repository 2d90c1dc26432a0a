/**
 * Translates a location's path into the server's, and back. Server paths are bytes, as latin1, and begin with a slash.
 */
import { said } from '../../../../contract/sentences/said.ts'
import { pathSegments } from '../../../../contract/location.ts'
import { escapeName, unescapeName } from '../../byte-names.ts'
import { refuse } from '../failures/failures.ts'

export type ServerPath = string

/** Throws `bad-name` for a name that no command can contain. */
export function serverPath(root: ServerPath, path: string, operation: string): ServerPath {
  return pathSegments(path).reduce((full, segment) => joinServer(full, serverName(segment, operation)), root)
}

export function joinServer(folder: ServerPath, name: ServerPath): ServerPath {
  return folder.endsWith('/') ? folder + name : `${folder}/${name}`
}

export function parentOf(full: ServerPath): ServerPath {
  return full.slice(0, Math.max(full.lastIndexOf('/'), 1))
}

export function shownName(name: ServerPath): string {
  return escapeName(Buffer.from(name, 'latin1'))
}

function serverName(segment: string, operation: string): ServerPath {
  const isClimbing = segment === '' || segment === '.' || segment === '..' || segment.includes('/')
  const name = isClimbing ? undefined : unescapeName(segment)
  const bytes = name === undefined ? '' : Buffer.from(name as string).toString('latin1')
  if (bytes !== '' && !/[\0\r\n]/.test(bytes)) return bytes
  const why = said('ftp.impossible-name', { name: segment.replaceAll(/[\0\r\n]/g, '␀') })
  throw refuse('bad-name', why, operation, segment)
}
