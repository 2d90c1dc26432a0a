/** The shape of every method of `Backend`, so that layers need not know them one by one. */
import { type FacetName, facetNames } from '../../contract/capabilities.ts'
import type { Backend } from './backend.ts'

export type RequiredMethod = 'list' | 'stat' | 'read' | 'write' | 'makeFolder' | 'remove'
type MethodNames<T> = {
  [K in keyof T]-?: NonNullable<T[K]> extends (...args: never) => unknown ? K & string : never
}[keyof T]
type FacetMethod = { [F in FacetName]: `${F}.${MethodNames<NonNullable<Backend[F]>>}` }[FacetName]

/** A method by name; those of a facet as `facet.method`. */
export type Operation = RequiredMethod | FacetMethod

export interface MethodShape {
  /** `once`: a promise · `bytes`: a promise of a stream of them · `items`: an async iterable · `now`: at once, without waiting. */
  readonly answers: 'once' | 'bytes' | 'items' | 'now'
  /** Changes what is stored. */
  readonly changes: boolean
  /** Which arguments are paths: the first, the first two, or the first is a list of them, or of things with a `path`. */
  readonly paths: 'one' | 'two' | 'many'
  readonly repeat: Repeat
  readonly silence: Silence
}

/**
 * What may be done when no answer came, so that nobody knows whether it took effect. What was refused with `busy` took
 * none, and may be asked again whatever stands here.
 *
 * `harmless`: sent again. The second time ends as the first would have, and answers the same; but not with
 * `ifExists: 'fail'`, which the first one's success would make fail.
 * `gone-is-done`: sent again; `not-found` then says that the first time worked, as something was to be no longer there.
 * `empty-folder-is-done`: sent again; `exists` may then be the first one's success. An empty folder there is all that
 * was wanted, whoever made it; anything else there is the failure it seems.
 * `unsafe`: left alone. A second time could do it twice, or to something else.
 */
export type Repeat = 'harmless' | 'gone-is-done' | 'empty-folder-is-done' | 'unsafe'

/**
 * How long a healthy store may say nothing: `brief` while it answers or sends; `long` where it may work a while by
 * itself, such as copying or moving a large file; `endless` when having nothing to say is normal, after the first word.
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
  write: { ...does, silence: 'long' }, // its bytes are gone once they were taken; before that, the retry layer knows
  makeFolder: { ...does, repeat: 'empty-folder-is-done' },
  remove: { ...does, repeat: 'gone-is-done' },
  'rename.rename': { ...does, paths: 'two', silence: 'long' }, // `not-found` may be its own success, or not
  'trash.moveToTrash': { ...does, silence: 'long' },
  'trash.bringBack': { ...does, silence: 'long' },
  'watch.watch': { ...lists, silence: 'endless' },
  'localPath.localPath': { ...asks, answers: 'now' },
  'localPath.osPath': { ...asks, answers: 'now' },
  'localPath.identities': { ...asks, paths: 'many', silence: 'long' }, // hundreds of files are looked at before it answers
  'identity.identify': asks,
  'versions.list': lists,
  'versions.read': gives,
  'versions.restore': { ...does, silence: 'long' }, // twice would be two new versions
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
  'archive.restore': does, // stores refuse what is being restored already
  'serverCopy.source': asks,
  'serverCopy.copyFrom': { ...does, repeat: 'harmless', silence: 'long' }, // the same bytes in the same place
  'removeMany.removeMany': { ...does, answers: 'items', paths: 'many', silence: 'long' },
  'container.read': asks,
  'container.setVersioning': { ...does, repeat: 'harmless' },
  'container.setLifecycle': { ...does, repeat: 'harmless' },
  'uploads.list': lists,
  'uploads.abort': { ...does, repeat: 'gone-is-done' },
  'checksums.checksums': { ...asks, silence: 'long' }, // a server may have to read the whole file
  'space.space': asks,
  'clock.aheadMs': { ...asks, answers: 'now' },
  'staging.begin': does, // `tidy` finds what an unheard answer left
  'staging.pieces': { ...asks, changes: true }, // of use only to who may write
  'staging.writePiece': { ...does, repeat: 'harmless', silence: 'long' },
  'staging.copyPiece': { ...does, repeat: 'harmless', silence: 'long' },
  'staging.publish': { ...does, silence: 'long' }, // `not-found` may be its own success, or not
  'staging.discard': { ...does, repeat: 'gone-is-done' },
  'staging.tidy': { ...does, repeat: 'harmless' },
  'bulk.read': { ...lists, paths: 'many', silence: 'long' }, // whole files come before it says a word
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

/** Facets that do nothing but change what is stored: without the right to write they are not there. */
export const changingFacets: ReadonlySet<FacetName> = new Set(
  facetNames.filter((facet) =>
    operations.filter((name) => name.startsWith(`${facet}.`)).every((name) => methodShapes[name].changes),
  ),
)
