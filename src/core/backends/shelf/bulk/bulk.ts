/**
 * Stores many small files with history: first the contents of all are stored together, then all files are written, then
 * the index records them.
 */
import { refuse } from '../../refusals.ts'
import type { BulkCopy, BulkFacet, BulkStored, BulkWrite } from '../../facets/bulk.ts'
import { largeBytes } from '../contents/cut.ts'
import { placeOf } from '../place.ts'
import type { Shelf } from '../shelf.ts'
import { copyGroup } from './copy.ts'
import type { FolderCopies } from './folders.ts'
import { placeAll } from './place-all.ts'
import { writeGroup } from './write.ts'

/** The limits of one group. The lock is taken once for each group. */
const mostFiles = 1000
const mostGroupBytes = 64 * 1024 ** 2
const mostWriteBytes = 8 * 1024 ** 2
/** Larger files are stored in chunks and written in pieces. */
const mostCopyBytes = largeBytes - 1

export function bulkOf(shelf: Shelf, bulk: BulkFacet, { copyFolders }: FolderCopies): BulkFacet {
  return {
    mostBytes: bulk.mostBytes,
    mostCopyBytes,
    async *read(paths, options) {
      const { refused, placed } = await placeAll(shelf, paths, (path) => path, 'shelf.bulk.read')
      if (refused.length > 0) yield refused
      yield* bulk.read(
        placed.map(({ item }) => item),
        options,
      )
    },
    async *write(writes, options) {
      for (const group of groupsOf(writes, ({ bytes }: BulkWrite) => bytes.length, mostWriteBytes)) {
        options.signal.throwIfAborted()
        yield* writeGroup(shelf, bulk, group, options)
      }
    },
    async *copy(copies, options) {
      const refused = copies.flatMap(refusalOf)
      if (refused.length > 0) yield refused
      const rest = refused.length > 0 ? copies.filter((copy) => refusalOf(copy).length === 0) : copies
      for (const group of groupsOf(rest, ({ sizeBytes }: BulkCopy) => sizeBytes, mostGroupBytes)) {
        options.signal.throwIfAborted()
        yield* copyGroup(shelf, bulk, group, options)
      }
    },
    copyFolders,
    async tidy(path, id, options) {
      await placeOf(shelf.root, path, { operation: 'shelf.bulk.tidy', links: 'follow' })
      await bulk.tidy(path, id, options)
    },
  }
}

/** Refuses a large file, which is written in pieces; pieces share blocks if the disk can. */
function refusalOf({ path, sizeBytes, isCloneOnly }: BulkCopy): readonly BulkStored[] {
  if (!isCloneOnly && sizeBytes <= mostCopyBytes) return []
  const operation = 'shelf.bulk.copy'
  const { failure } = isCloneOnly
    ? refuse('unsupported', 'shelf.no-clone', operation, path)
    : refuse('too-large', 'store.too-large-together', operation, path)
  return [{ path, failure }]
}

function* groupsOf<Item>(items: readonly Item[], sizeOf: (item: Item) => number, most: number): Generator<Item[]> {
  let group: Item[] = []
  let bytes = 0
  for (const item of items) {
    const size = sizeOf(item)
    if (group.length >= mostFiles || (group.length > 0 && bytes + size > most)) {
      yield group
      group = []
      bytes = 0
    }
    group.push(item)
    bytes += size
  }
  if (group.length > 0) yield group
}
