/** Checks that the content of every version exists and is unchanged. */
import { createHash } from 'node:crypto'
import { failureOf } from '../../../../contract/failure.ts'
import { forEachChunk } from '../../../../lib/flow/byte-stream.ts'
import type { Waits } from '../../backend.ts'
import { contentPath } from '../contents/places.ts'
import type { Shelf } from '../shelf.ts'

const pageSums = 1000

/** A content of one or more versions, with its `problem` if it has one. */
export interface Verified {
  readonly sum: string
  readonly sizeBytes: number
  readonly problem?: 'missing' | 'damaged' | 'unreadable'
}

/** Yields contents in the order of their checksums. Contents stored meanwhile may be left out. */
export async function* verifyShelf(shelf: Shelf, { signal }: Waits): AsyncGenerator<Verified> {
  for (let sums = shelf.history.sumsAfter('', pageSums); sums.length > 0;) {
    for (const { sum, size } of sums) {
      signal.throwIfAborted()
      const problem = await problemOf(shelf, sum, size, signal)
      yield { sum, sizeBytes: size, ...(problem && { problem }) }
    }
    sums = shelf.history.sumsAfter(sums.at(-1)?.sum ?? '', pageSums)
  }
}

/**
 * Checks a content. For one in chunks, each chunk must match its checksum, and all together must match the content's.
 */
export async function problemOf(
  shelf: Shelf,
  sum: string,
  size: number,
  signal: AbortSignal,
): Promise<Verified['problem']> {
  const whole = createHash('sha256')
  const update = (bytes: Uint8Array) => void whole.update(bytes)
  let at = 0
  for (let chunk = shelf.history.chunkAt(sum, 0); chunk; chunk = shelf.history.chunkAt(sum, at)) {
    const problem = await problemOfFile(shelf, chunk.chunk, chunk.size, { signal, update })
    if (problem) return problem
    at += chunk.size
  }
  if (at === 0) return problemOfFile(shelf, sum, size, { signal })
  return at === size && whole.digest('hex') === sum ? undefined : 'damaged'
}

async function problemOfFile(
  { contents }: Shelf,
  sum: string,
  size: number,
  { signal, update }: Waits & { readonly update?: (bytes: Uint8Array) => void },
): Promise<Verified['problem']> {
  const hash = createHash('sha256')
  let bytes = 0
  try {
    await forEachChunk(await contents.read(contentPath(sum), { signal }), signal, (chunk) => {
      hash.update(chunk)
      update?.(chunk)
      bytes += chunk.length
    })
  } catch (error) {
    signal.throwIfAborted()
    return failureOf(error).kind === 'not-found' ? 'missing' : 'unreadable'
  }
  return bytes === size && hash.digest('hex') === sum ? undefined : 'damaged'
}
