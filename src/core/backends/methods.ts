/** Describes every method of `Backend`, so that layers need no code for each method. */
import { type FacetName, facetNames } from '../../contract/capabilities.ts'
import type { Backend } from './backend.ts'

export type RequiredMethod = 'list' | 'stat' | 'read' | 'write' | 'makeFolder' | 'remove'
type MethodNames<T> = {
  [K in keyof T]-?: NonNullable<T[K]> extends (...args: never) => unknown ? K & string : never
}[keyof T]
type FacetMethod = { [F in FacetName]: `${F}.${MethodNames<NonNullable<Backend[F]>>}` }[FacetName]

/** The name of a method. A method of a facet is named `facet.method`. */
export type Operation = RequiredMethod | FacetMethod

export interface MethodShape {
  /**
   * `once`: a promise · `bytes`: a promise of a byte stream · `items`: an async iterable · `now`: a plain value,
   * without waiting.
   */
  readonly answers: 'once' | 'bytes' | 'items' | 'now'
  /** True if the method changes what is stored. */
  readonly changes: boolean
  /**
   * Which arguments are paths: `one`: the first; `two`: the first two; `many`: the first is a list of paths, or of
   * objects with a `path`.
   */
  readonly paths: 'one' | 'two' | 'many'
  readonly repeat: Repeat
  readonly silence: Silence
}

/**
 * Whether a call may be retried if no response arrived, so that its effect is unknown. A call refused with `busy` had
 * no effect and may always be retried.
 *
 * `harmless`: retry. The second call has the same effect and the same result. With `ifExists: 'fail'` it is not
 * harmless, because the success of the first call would make the second fail.
 * `gone-is-done`: retry. A `not-found` then means that the first call succeeded, since its aim was a removal.
 * `empty-folder-is-done`: retry. An `exists` may then be the success of the first call. If an empty folder exists, the
 * aim is reached, no matter which call created it; for any other entry the failure is real.
 * `unsafe`: do not retry. A second call could do the work twice, or act on something else.
 */
export type Repeat = 'harmless' | 'gone-is-done' | 'empty-folder-is-done' | 'unsafe'

/**
 * How long a healthy store may send nothing. `brief`: it answers or sends all the time. `long`: it may work for a while
 * by itself, such as copying or moving a large file. `endless`: silence is normal after the first message.
 */
export type Silence = 'brief' | 'long' | 'endless'

const asks = { answers: 'once', changes: false, paths: 'one', repeat: 'harmless', silence: 'brief' } as const
const does = { answers: 'once', changes: true, paths: 'one', repeat: 'unsafe', silence: 'brief' } as const
const gives = { ...asks, answers: 'bytes' } as const
const lists = { ...asks, answers: 'items' } as const

export const methodShapes: Readonly<Record<Operation, MethodShape>> = {
  list: lists,
  stat: asks,
  read: gives,
  write: { ...does, silence: 'long' }, // a body can be read once only; the retry layer knows whether it was read
  makeFolder: { ...does, repeat: 'empty-folder-is-done' },
  remove: { ...does, repeat: 'gone-is-done' },
  'rename.rename': { ...does, paths: 'two', silence: 'long' }, // `not-found` may or may not be its own success
  'trash.moveToTrash': { ...does, silence: 'long' },
  'trash.bringBack': { ...does, silence: 'long' },
  'watch.watch': { ...lists, silence: 'endless' },
  'localPath.localPath': { ...asks, answers: 'now' },
  'localPath.osPath': { ...asks, answers: 'now' },
  'localPath.identities': { ...asks, paths: 'many', silence: 'long' }, // it checks the states of hundreds of files before it answers
  'identity.identify': asks,
  'versions.list': lists,
  'versions.read': gives,
  'versions.restore': { ...does, silence: 'long' }, // a second call would create another version
  'versions.remove': { ...does, repeat: 'gone-is-done' },
  'versions.removeAll': { ...does, answers: 'items', paths: 'many', silence: 'long' },
  'moments.list': lists,
  'moments.stat': asks,
  'moments.changes': asks,
  'deleted.list': lists,
  'deleted.restore': { ...does, silence: 'long' },
  'links.make': asks,
  'links.revoke': { ...does, repeat: 'gone-is-done' },
  'properties.read': asks,
  'properties.change': { ...does, repeat: 'harmless', silence: 'long' }, // sets, never adds
  'permissions.read': asks,
  'permissions.change': { ...does, repeat: 'harmless' }, // sets, never adds
  'archive.restore': does, // stores refuse a file that is already being restored
  'serverCopy.source': asks,
  'serverCopy.copyFrom': { ...does, repeat: 'harmless', silence: 'long' }, // stores the same bytes in the same place
  'removeMany.removeMany': { ...does, answers: 'items', paths: 'many', silence: 'long' },
  'container.read': asks,
  'container.setVersioning': { ...does, repeat: 'harmless' },
  'container.setLifecycle': { ...does, repeat: 'harmless' },
  'uploads.list': lists,
  'uploads.abort': { ...does, repeat: 'gone-is-done' },
  'checksums.checksums': { ...asks, silence: 'long' }, // a server may have to read the whole file
  'space.space': asks,
  'clock.aheadMs': { ...asks, answers: 'now' },
  'staging.begin': does, // `tidy` finds what a lost response left behind
  'staging.pieces': { ...asks, changes: true }, // useful only with the right to write
  'staging.writePiece': { ...does, repeat: 'harmless', silence: 'long' },
  'staging.copyPiece': { ...does, repeat: 'harmless', silence: 'long' },
  'staging.publish': { ...does, silence: 'long' }, // `not-found` may or may not be its own success
  'staging.discard': { ...does, repeat: 'gone-is-done' },
  'staging.tidy': { ...does, repeat: 'harmless' },
  'bulk.read': { ...lists, paths: 'many', silence: 'long' }, // it yields nothing until whole files are read
  'bulk.write': { ...does, answers: 'items', paths: 'many', silence: 'long' },
  'bulk.copy': { ...does, answers: 'items', paths: 'many', silence: 'long' },
  'bulk.copyFolders': { ...does, answers: 'items', paths: 'many', silence: 'long' },
  'bulk.tidy': { ...does, repeat: 'harmless' },
  'history.status': asks,
  'history.setRetention': { ...does, repeat: 'harmless' },
  'history.planPrune': { ...asks, silence: 'long' },
  'history.prune': { ...does, answers: 'items', silence: 'long' },
  'history.verify': { ...lists, silence: 'long' },
  'history.repair': { ...does, answers: 'items', silence: 'long' },
}

const operations = Object.keys(methodShapes) as Operation[]

/** The facets whose methods all change what is stored. They are removed from a mount without the right to write. */
export const changingFacets: ReadonlySet<FacetName> = new Set(
  facetNames.filter((facet) =>
    operations.filter((name) => name.startsWith(`${facet}.`)).every((name) => methodShapes[name].changes),
  ),
)
