/** Many small files with history: their contents are kept together, then all are written, then the index has them. */
import { createHash, randomBytes } from 'node:crypto'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { failureOf } from '../../../../contract/failure.ts'
import type { Backend } from '../../backend.ts'
import type { BulkFacet, BulkOptions, BulkStored, BulkWrite } from '../../bulk-facet.ts'
import { contentPath } from '../contents/places.ts'
import { placeOf } from '../place.ts'
import type { NewState } from '../history/rows.ts'
import { fullPath, noteOutside, type Shelf, writtenState } from '../shelf.ts'

const mostFiles = 1000
const mostBytes = 8 * 1024 ** 2

interface Placed {
  readonly write: BulkWrite
  readonly place: string
  readonly sum: string
}

/** Copying from this computer is left out: those bytes come as writes, or in pieces. */
export function bulkOf(shelf: Shelf, bulk: NonNullable<Backend['bulk']>): BulkFacet {
  return {
    mostBytes: bulk.mostBytes,
    mostCopyBytes: bulk.mostBytes,
    async *read(paths, options) {
      const { refused, placed } = await placeAll(shelf, paths, (path) => path, 'shelf.bulk.read')
      if (refused.length > 0) yield refused
      yield* bulk.read(
        placed.map(({ item }) => item),
        options,
      )
    },
    async *write(writes, options) {
      for (const group of groupsOf(writes)) {
        options.signal.throwIfAborted()
        yield* writeGroup(shelf, bulk, group, options)
      }
    },
    async tidy(path, id, options) {
      await placeOf(shelf.root, path, { operation: 'shelf.bulk.tidy', links: 'follow' })
      await bulk.tidy(path, id, options)
    },
  }
}

async function* writeGroup(shelf: Shelf, bulk: BulkFacet, group: readonly BulkWrite[], options: BulkOptions) {
  const { signal } = options
  const { refused, placed } = await placeAll(shelf, group, ({ path }) => path, 'shelf.bulk.write')
  if (refused.length > 0) yield refused
  const files = placed.map(({ item, place }): Placed => {
    return { write: item, place, sum: createHash('sha256').update(item.bytes).digest('hex') }
  })
  const isSmall = ({ write }: Placed) => write.bytes.length <= bulk.mostBytes
  const failed = await keepContents(shelf, files.filter(isSmall), signal)
  const ready = files.filter(({ sum }) => !failed.has(sum))
  const unkept = files.flatMap(({ write, sum }): BulkStored[] => {
    const failure = failed.get(sum)
    return failure ? [{ path: write.path, failure }] : []
  })
  if (unkept.length > 0) yield unkept
  if (ready.length > 0) yield await shelf.lock.hold(signal, () => writeKept(shelf, bulk, ready, options))
}

/** With the lock. What was written is in the history also when it ends early. */
async function writeKept(shelf: Shelf, bulk: BulkFacet, files: readonly Placed[], options: BulkOptions) {
  for (const { place } of files) await noteOutside(shelf, place, options.signal)
  const ends = new Map<string, BulkStored>()
  try {
    const writes = files.map(({ write }) => write)
    for await (const some of bulk.write(writes, options)) for (const end of some) ends.set(end.path, end)
  } catch (error) {
    const untold = files.filter(({ write }) => !ends.has(write.path))
    for (const { place } of untold) await noteOutside(shelf, place, unstopped()).catch(() => {})
    throw error
  } finally {
    await noteAll(shelf, files, ends)
  }
  return [...ends.values()]
}

/** In one step. Adds its version to each end. */
async function noteAll(shelf: Shelf, files: readonly Placed[], ends: Map<string, BulkStored>): Promise<void> {
  const { content, history } = shelf
  const states: (readonly [file: Placed, state: NewState])[] = []
  for (const file of files) {
    const { place, sum, write } = file
    const stored = ends.get(write.path)?.stored
    if (!stored) continue
    const saved = { sum, sizeBytes: write.bytes.length }
    if (!(await content.has(saved))) await content.keepFile(fullPath(shelf, place), { signal: unstopped() })
    states.push([file, await writtenState(shelf, place, saved, stored)])
  }
  history.atOnce(() => {
    for (const [{ place, write }, state] of states) {
      const { path } = write
      const version = history.note(place, state)
      const stored = ends.get(path)?.stored
      if (stored) ends.set(path, { path, stored: { ...stored, version } })
    }
  })
}

/** What is on the disk already is noted to its end. */
const unstopped = () => new AbortController().signal

/** Gives the failures, by sum. */
async function keepContents(shelf: Shelf, files: readonly Placed[], signal: AbortSignal) {
  const { contents, content, layout } = shelf
  const bySum = new Map(files.map(({ sum, write }) => [sum, write.bytes]))
  const missing: BulkWrite[] = []
  for (const [sum, bytes] of bySum) {
    if (await content.has({ sum, sizeBytes: bytes.length })) continue
    await mkdir(join(layout.content, sum.slice(0, 2)), { recursive: true })
    missing.push({ path: contentPath(sum), bytes, ifExists: 'replace' })
  }
  const failed = new Map<string, NonNullable<BulkStored['failure']>>()
  const id = randomBytes(8).toString('hex')
  for await (const ends of contents.bulk?.write(missing, { signal, id }) ?? [])
    for (const { path, failure } of ends) if (failure) failed.set(path.slice(3), failure)
  return failed
}

async function placeAll<Item>(
  { root }: Shelf,
  items: readonly Item[],
  pathOf: (item: Item) => string,
  operation: string,
) {
  const placed: { readonly item: Item; readonly place: string }[] = []
  const refused: { readonly path: string; readonly failure: NonNullable<BulkStored['failure']> }[] = []
  for (const item of items) {
    try {
      placed.push({ item, place: await placeOf(root, pathOf(item), { operation, links: 'follow' }) })
    } catch (error) {
      refused.push({ path: pathOf(item), failure: failureOf(error, operation) })
    }
  }
  return { placed, refused }
}

function* groupsOf(writes: readonly BulkWrite[]): Generator<readonly BulkWrite[]> {
  let group: BulkWrite[] = []
  let bytes = 0
  for (const write of writes) {
    if (group.length >= mostFiles || (group.length > 0 && bytes + write.bytes.length > mostBytes)) {
      yield group
      group = []
      bytes = 0
    }
    group.push(write)
    bytes += write.bytes.length
  }
  if (group.length > 0) yield group
}
