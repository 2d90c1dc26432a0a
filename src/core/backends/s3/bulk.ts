/** Reads and writes many small objects, each with one request over the lean path, a few in parallel. */
import { failureOf } from '../../../contract/failure.ts'
import type { Backend } from '../backend.ts'
import type { BulkRead, BulkReadOptions, BulkStored, BulkWrite } from '../facets/bulk.ts'
import type { Scope } from './connect/scope.ts'
import { readWhole } from './read/read.ts'
import { writeBytes } from './write/write.ts'

const mostBytes = 1024 ** 2
const mostAtOnce = 32
/**
 * The maximum number of results in one batch. On a slow connection batches are smaller, so that the user sees progress.
 */
const toldTogether = 64
const toldAfterMs = 500

export function bulkOf(scope: Scope): NonNullable<Backend['bulk']> {
  return {
    mostBytes,
    mostCopyBytes: 0,
    read: (paths, options) =>
      each(paths, options, async (path): Promise<BulkRead> => {
        try {
          return { path, ...(await readWhole(scope, path, { signal: options.signal, mostBytes })) }
        } catch (error) {
          options.signal.throwIfAborted()
          return { path, failure: failureOf(error, 's3.bulk.read') }
        }
      }),
    write: (writes, options) =>
      each(writes, options, async ({ path, bytes, ...how }: BulkWrite): Promise<BulkStored> => {
        try {
          return { path, stored: await writeBytes(scope, path, bytes, { ...how, signal: options.signal }) }
        } catch (error) {
          options.signal.throwIfAborted()
          return { path, failure: failureOf(error, 's3.bulk.write') }
        }
      }),
    tidy: async () => {}, // an object appears whole or not at all
  }
}

/** Yields results as they arrive. Starts no more work when the caller stops reading. */
async function* each<Item, End>(
  items: readonly Item[],
  { signal, within = (request) => request() }: BulkReadOptions,
  work: (item: Item) => Promise<End>,
): AsyncGenerator<End[]> {
  signal.throwIfAborted()
  let next = 0
  let ended: End[] = []
  let isLeft = false
  let toldMs = performance.now()
  let tell = () => {}
  async function run() {
    while (next < items.length && !isLeft) {
      const item = items[(next += 1) - 1] as Item
      const end = await within(() => work(item))
      ended.push(end) // `ended` is read again here, because it may have been replaced meanwhile
      if (ended.length >= toldTogether || performance.now() - toldMs >= toldAfterMs) tell()
    }
  }
  const all = Promise.all(Array.from({ length: Math.min(mostAtOnce, items.length) }, run))
  const over = all.then(
    () => true,
    () => true,
  )
  try {
    for (let isOver = false; !isOver;) {
      isOver = await Promise.race([over, new Promise<false>((resolve) => (tell = () => resolve(false)))])
      const told = ended
      ended = []
      toldMs = performance.now()
      if (told.length > 0) yield told
      signal.throwIfAborted()
    }
    await all
  } finally {
    isLeft = true
    await over
  }
}
