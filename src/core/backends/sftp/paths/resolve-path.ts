/**
 * Translates a location's path into the server's path, which never leaves the mount. The server resolves the folder
 * that contains the entry, and the result is checked. If a server's `realpath` does not follow links, this check is not
 * possible, and the server's own rules apply.
 */
import { said } from '../../../../contract/sentences/said.ts'
import { baseName, parentPath, pathSegments } from '../../../../contract/location.ts'
import { escapeName, unescapeName } from '../../byte-names.ts'
import { refuse } from '../failures/failures.ts'
import { StatusError } from '../wire/exchange.ts'
import type { ServerPath } from '../wire/packet.ts'
import type { SftpSession } from '../wire/session.ts'

/** An entry with the real path of its folder. The entry itself may be a link. */
export interface ResolvedPath {
  readonly folder: ServerPath
  readonly full: ServerPath
}

/** Resolves the path of an entry. Throws `outside` if a link on the way leads out of `root`, which is a real path. */
export async function resolvePath(
  session: SftpSession,
  root: ServerPath,
  path: string,
  operation: string,
): Promise<ResolvedPath> {
  if (path === '') throw refuse('bad-input', 'store.top-unchangeable', operation, path)
  const parent = parentPath(path)
  const folder = parent === '' ? root : await realPlaceOf(session, root, parent, operation)
  return { folder, full: joinServer(folder, serverNameOf(baseName(path), operation)) }
}

/** Returns the real path of an entry after following links. Throws `outside` if it is not in the mount. */
export async function realPlaceOf(
  session: SftpSession,
  root: ServerPath,
  path: string,
  operation: string,
): Promise<ServerPath> {
  if (path === '') return root
  return checkWithin(root, await session.realPath(serverPathOf(root, path, operation)), operation, path)
}

/** Resolves links as far as entries exist; the rest of the path is kept as written. */
export async function realWayOf(session: SftpSession, full: ServerPath): Promise<ServerPath> {
  try {
    return await session.realPath(full)
  } catch (error) {
    const at = full.lastIndexOf('/')
    if (!(error instanceof StatusError) || at <= 0) throw error
    return joinServer(await realWayOf(session, full.slice(0, at)), full.slice(at + 1))
  }
}

export function checkWithin(root: ServerPath, real: ServerPath, operation: string, path: string): ServerPath {
  if (isWithin(root, real)) return real
  throw refuse('outside', 'store.link-outside', operation, path)
}

/** Tells whether a real path is the folder `root` or inside it. */
export function isWithin(root: ServerPath, real: ServerPath): boolean {
  return root === '/' || real === root || real.startsWith(`${root}/`)
}

/** Returns the path as written, without resolving links. Throws `bad-name` for a name that no server can hold. */
export function serverPathOf(root: ServerPath, path: string, operation: string): ServerPath {
  return pathSegments(path).reduce((full, segment) => joinServer(full, serverNameOf(segment, operation)), root)
}

export function joinServer(folder: ServerPath, name: ServerPath): ServerPath {
  return folder.endsWith('/') ? folder + name : `${folder}/${name}`
}

/** Returns a path or name of the server as Portolan shows it. */
export function shownName(name: ServerPath): string {
  return escapeName(Buffer.from(name, 'latin1'))
}

export function serverNameOf(segment: string, operation: string): ServerPath {
  const isClimbing = segment === '' || segment === '.' || segment === '..' || /[/\0]/.test(segment)
  const name = isClimbing ? undefined : unescapeName(segment)
  if (name !== undefined) return Buffer.from(name).toString('latin1')
  const shown = segment.replaceAll('\0', '␀')
  throw refuse('bad-name', said('store.impossible-name', { name: shown }), operation, segment)
}
