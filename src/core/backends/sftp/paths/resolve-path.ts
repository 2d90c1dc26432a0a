/**
 * From a location's path to the server's, never out of the mount: the folder that holds the entry is resolved by the
 * server and checked. A server whose `realpath` follows no links can't be checked this way; there its own rules hold.
 */
import { said } from '../../../../contract/sentences/said.ts'
import { baseName, parentPath, pathSegments } from '../../../../contract/location.ts'
import { escapeName, unescapeName } from '../../byte-names.ts'
import { refuse } from '../failures/failures.ts'
import { StatusError } from '../wire/exchange.ts'
import type { ServerPath } from '../wire/packet.ts'
import type { SftpSession } from '../wire/session.ts'

/** An entry by the real path of its folder. The entry itself may be a link. */
export interface ResolvedPath {
  readonly folder: ServerPath
  readonly full: ServerPath
}

/** Where an entry is. Throws `outside` when a link on the way leads out of `root`, which is a real path. */
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

/** The real path of what is at a path, after following links. Throws `outside` when that is not in the mount. */
export async function realPlaceOf(
  session: SftpSession,
  root: ServerPath,
  path: string,
  operation: string,
): Promise<ServerPath> {
  if (path === '') return root
  return checkWithin(root, await session.realPath(serverPathOf(root, path, operation)), operation, path)
}

/** As far as the server follows links to what is there; the rest of the way as it is written. */
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

/** Is a real path the folder `root` or inside it? */
export function isWithin(root: ServerPath, real: ServerPath): boolean {
  return root === '/' || real === root || real.startsWith(`${root}/`)
}

/** The path as it is written, with links in it. Throws `bad-name` for what no server can hold. */
export function serverPathOf(root: ServerPath, path: string, operation: string): ServerPath {
  return pathSegments(path).reduce((full, segment) => joinServer(full, serverNameOf(segment, operation)), root)
}

export function joinServer(folder: ServerPath, name: ServerPath): ServerPath {
  return folder.endsWith('/') ? folder + name : `${folder}/${name}`
}

/** A path or name of the server as it is shown. */
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
