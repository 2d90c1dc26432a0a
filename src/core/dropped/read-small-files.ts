/** Reads many small files of a window with a few requests. A request for each file would cost more than its bytes. */
import { said } from '../../contract/sentences/said.ts'
import type { SmallFile } from '../../contract/api/dropped-files.ts'
import { mostSmallFiles } from '../../contract/choices.ts'
import { StorageError } from '../../contract/failure.ts'
import { forEachChunk } from '../../lib/flow/byte-stream.ts'
import type { Waits } from '../backends/backend.ts'
import type { BulkRead } from '../backends/facets/bulk.ts'
import type { Offer } from './offer.ts'
import type { OpenedFiles } from './open-asks.ts'

export async function* readSmallFiles(
  offer: Offer,
  paths: readonly string[],
  waits: Waits,
): AsyncGenerator<readonly BulkRead[]> {
  for (let at = 0; at < paths.length; at += mostSmallFiles) {
    yield await takeApart(await offer.readMany(paths.slice(at, at + mostSmallFiles), waits), waits)
  }
}

/** Splits the body into files. It holds at most the announced sizes. */
async function takeApart({ files, bytes }: OpenedFiles, { signal }: Waits): Promise<readonly BulkRead[]> {
  const all = new Uint8Array(files.reduce((sum, file) => sum + sizeOf(file), 0))
  let filled = 0
  await forEachChunk(bytes, signal, (chunk) => {
    if (filled + chunk.length > all.length) throw otherThanSaid()
    all.set(chunk, filled)
    filled += chunk.length
  })
  if (filled < all.length) throw otherThanSaid()
  let next = 0
  return files.map((file) => {
    const from = next
    next += sizeOf(file)
    return 'failure' in file ? file : { ...file, bytes: all.subarray(from, next) }
  })
}

function sizeOf(file: SmallFile): number {
  return 'failure' in file ? 0 : file.sizeBytes
}

function otherThanSaid(): StorageError {
  return new StorageError({ kind: 'corrupt', ...said('dropped.other-bytes'), operation: 'dropped-files.files' })
}
