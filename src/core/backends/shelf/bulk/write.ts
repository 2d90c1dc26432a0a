/** Writes bytes from memory, with history: the content of each file is stored, then the file is written. */
import { createHash, randomBytes } from 'node:crypto'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { type Failure, failureOf } from '../../../../contract/failure.ts'
import type { Waits } from '../../backend.ts'
import { localFailure } from '../../local/failures/failures.ts'
import type { BulkFacet, BulkOptions, BulkStored, BulkWrite } from '../../facets/bulk.ts'
import { contentPath } from '../contents/places.ts'
import type { Saved } from '../contents/protocol.ts'
import type { Shelf } from '../shelf.ts'
import { placeAll } from './place-all.ts'
import { type KeptItem, storeKept } from './store.ts'

const operation = 'shelf.bulk.write'

type Write = KeptItem<BulkWrite> & { readonly saved: Saved }

export async function* writeGroup(shelf: Shelf, bulk: BulkFacet, group: readonly BulkWrite[], options: BulkOptions) {
  const { signal } = options
  const { refused, placed } = await placeAll(shelf, group, ({ path }) => path, operation)
  if (refused.length > 0) yield refused
  const removals = shelf.history.removals()
  const files = placed.map(({ item, place }): Write => {
    const sum = createHash('sha256').update(item.bytes).digest('hex')
    return { item, place, saved: { sum, sizeBytes: item.bytes.length } }
  })
  const isSmall = ({ item }: Write) => item.bytes.length <= bulk.mostBytes // the write refuses larger ones
  const failed = await keepContents(shelf, files.filter(isSmall), { signal })
  const ready = files.filter(({ saved }) => !failed.has(saved.sum))
  const unkept = files.flatMap(({ item, saved }): BulkStored[] => {
    const failure = failed.get(saved.sum)
    return failure ? [{ path: item.path, failure }] : []
  })
  if (unkept.length > 0) yield unkept
  if (ready.length === 0) return
  const write = (items: readonly BulkWrite[]) => bulk.write(items, options)
  yield await shelf.lock.hold(signal, () => storeKept(shelf, ready, write, { ...options, removals }))
}

/** Stores the contents. Returns the failures by checksum. */
async function keepContents(
  { contents, content, layout }: Shelf,
  files: readonly Write[],
  { signal }: Waits,
): Promise<ReadonlyMap<string, Failure>> {
  const bySum = new Map(files.map((file) => [file.saved.sum, file]))
  const missing: BulkWrite[] = []
  const failed = new Map<string, Failure>()
  for (const { saved, item } of bySum.values()) {
    if (await content.has(saved)) continue
    try {
      await mkdir(join(layout.content, saved.sum.slice(0, 2)), { recursive: true })
      missing.push({ path: contentPath(saved.sum), bytes: item.bytes, ifExists: 'replace' })
    } catch (error) {
      failed.set(saved.sum, failureOf(localFailure(error, operation, item.path), operation))
    }
  }
  const id = randomBytes(8).toString('hex')
  for await (const ends of contents.bulk?.write(missing, { signal, id }) ?? [])
    for (const { path, failure } of ends) if (failure) failed.set(path.slice(3), failure)
  return failed
}
