/** Resolves a link and the names below it to entries, and never to anything else. */
import { StorageError } from '../../contract/failure.ts'
import type { Entry } from '../../contract/entry.ts'
import { baseName, childPath, pathSegments } from '../../contract/location.ts'
import type { Backend, Waits } from '../../core/backends/backend.ts'
import type { OwnLink } from '../../core/links/own-link.ts'
import { placeOf } from '../../core/links/own-links.ts'
import { receiverNameOf } from '../../core/links/receiver-name.ts'
import type { Mounts } from '../../core/mounts/mounts.ts'
import { numberedName } from '../../core/transfers/decide/free-name.ts'
import { said } from '../../contract/sentences/said.ts'

/** A file or folder that a link leads to. */
export interface Linked {
  readonly backend: Backend
  readonly path: string
  readonly entry: Entry
}

/** Returns the paths of a link to several items, by their top-level names. */
export function namedItems({ paths }: OwnLink): ReadonlyMap<string, string> {
  const items = new Map<string, string>()
  for (const path of paths) {
    const name = baseName(path)
    let free = name
    for (let number = 2; items.has(free); number += 1) free = numberedName(name, number, 'file')
    items.set(free, path)
  }
  return items
}

/** Opens the mount of a link, which must still be where it was when the link was created. */
export async function openLinked(mounts: Pick<Mounts, 'open'>, link: OwnLink, waits: Waits): Promise<Backend> {
  const { backend } = await mounts.open(link.mount, waits)
  const isMoved = link.paths.some((path, at) => placeOf(backend, path) !== link.places[at])
  if (isMoved) throw gone()
  return backend
}

/**
 * Resolves names below a read link. Throws `not-found` if the entry does not exist, is hidden, or is behind a symbolic
 * link.
 */
export async function findLinked(
  backend: Backend,
  link: OwnLink,
  names: readonly string[],
  waits: Waits,
): Promise<Linked> {
  const [first = '', ...rest] = names
  const base = link.kind === 'several' ? namedItems(link).get(first) : link.paths[0]
  if (base === undefined) throw gone()
  const below = link.kind === 'several' ? rest : names
  if (link.kind === 'file') {
    if (names.length > 1 || (names.length === 1 && first !== receiverNameOf(link))) throw gone()
    return plainAt(backend, base, [], waits)
  }
  return plainAt(backend, base, below, waits)
}

/** Checks each part of the path. The linked entry itself may be hidden, but hidden entries below it are not shared. */
export async function plainAt(backend: Backend, base: string, below: readonly string[], waits: Waits): Promise<Linked> {
  if (below.some(isHidden)) throw gone()
  let path = ''
  let entry = await backend.stat('', waits)
  for (const name of [...pathSegments(base), ...below]) {
    if (entry.kind !== 'folder') throw gone()
    path = childPath(path, name)
    entry = await backend.stat(path, waits)
    if (entry.kind !== 'folder' && entry.kind !== 'file') throw gone()
  }
  return { backend, path, entry }
}

export function isHidden(name: string): boolean {
  return name.startsWith('.')
}

function gone(): StorageError {
  return new StorageError({ kind: 'not-found', ...said('link.gone'), operation: 'links.serve' })
}
