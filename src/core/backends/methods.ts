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
  /** Which arguments are paths: the first, the first two, or the first is a list of them. */
  readonly paths: 'one' | 'two' | 'many'
}

const asks = { answers: 'once', changes: false, paths: 'one' } as const
const does = { answers: 'once', changes: true, paths: 'one' } as const
const gives = { answers: 'bytes', changes: false, paths: 'one' } as const
const lists = { answers: 'items', changes: false, paths: 'one' } as const

export const methodShapes: Readonly<Record<Operation, MethodShape>> = {
  list: lists,
  stat: asks,
  read: gives,
  write: does,
  makeFolder: does,
  remove: does,
  'rename.rename': { ...does, paths: 'two' },
  'trash.moveToTrash': does,
  'watch.watch': lists,
  'localPath.localPath': { ...asks, answers: 'now' },
  'versions.list': lists,
  'versions.read': gives,
  'versions.restore': does,
  'versions.remove': does,
  'deleted.list': lists,
  'deleted.restore': does,
  'links.make': asks,
  'links.revoke': does,
  'properties.read': asks,
  'properties.change': does,
  'archive.restore': does,
  'serverCopy.source': asks,
  'serverCopy.copyFrom': does,
  'removeMany.removeMany': { answers: 'items', changes: true, paths: 'many' },
  'container.read': asks,
  'container.setVersioning': does,
  'container.setLifecycle': does,
  'uploads.list': lists,
  'uploads.abort': does,
  'checksums.checksums': asks,
  'space.space': asks,
}

const operations = Object.keys(methodShapes) as Operation[]

/** Facets that do nothing but change what is stored: without the right to write they are not there. */
export const changingFacets: ReadonlySet<FacetName> = new Set(
  facetNames.filter((facet) =>
    operations.filter((name) => name.startsWith(`${facet}.`)).every((name) => methodShapes[name].changes),
  ),
)
