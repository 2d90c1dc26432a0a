/** Many small objects, each in one request by the short way, a few side by side. */
import { failureOf } from '../../../contract/failure.ts'
import type { Backend, BulkRead, BulkStored, BulkWrite, Waits } from '../backend.ts'
import type { Scope } from './place.ts'
import { readWhole } from './read.ts'
import { writeBytes } from './write.ts'

const mostBytes = 1024 ** 2
const usualAtOnce = 16
/** So many ends are told together. */
const toldTogether = 64

export function bulkOf(scope: Scope): NonNullable<Backend['bulk']> {
  return {
    mostBytes,
    mostCopyBytes: 0,
    read: (paths, { signal, atOnce = usualAtOnce }) =>
      each(paths, { signal, atOnce }, async (path): Promise<BulkRead> => {
        try {
          return { path, ...(await readWhole(scope, path, { signal, mostBytes })) }
        } catch (error) {
          signal.throwIfAborted()
          return { path, failure: failureOf(error, 's3.bulk.read') }
        }
      }),
    write: (orders, { signal, atOnce = usualAtOnce }) =>
      each(orders, { signal, atOnce }, async ({ path, bytes, ...order }: BulkWrite): Promise<BulkStored> => {
        try {
          return { path, stored: await writeBytes(scope, path, bytes, { ...order, signal }) }
        } catch (error) {
          signal.throwIfAborted()
          return { path, failure: failureOf(error, 's3.bulk.write') }
        }
      }),
    tidy: async () => {}, // an object appears whole or not at all
  }
}

/** Tells of ends as they come; begins no more when nobody takes them. */
async function* each<Item, End>(
  items: readonly Item[],
  { signal, atOnce }: Waits & { readonly atOnce: number },
  work: (item: Item) => Promise<End>,
): AsyncGenerator<End[]> {
  signal.throwIfAborted()
  let next = 0
  let ended: End[] = []
  let isLeft = false
  let tell = () => {}
  async function run() {
    while (next < items.length && !isLeft) {
      const end = await work(items[(next += 1) - 1] as Item)
      ended.push(end) // the list may have been taken meanwhile
      if (ended.length >= toldTogether) tell()
    }
  }
  const all = Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, run))
  const over = all.then(
    () => true,
    () => true,
  )
  try {
    for (let isOver = false; !isOver;) {
      isOver = await Promise.race([over, new Promise<false>((resolve) => (tell = () => resolve(false)))])
      const told = ended
      ended = []
      if (told.length > 0) yield told
      signal.throwIfAborted()
    }
    await all
  } finally {
    isLeft = true
    await over
  }
}
