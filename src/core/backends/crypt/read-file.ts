import { refuse } from '../refusals.ts'
import { type ByteSource, pullStream, sourceOf } from '../../../lib/flow/pull-stream.ts'
import type { OpenedFacts, ReadOptions } from '../backend.ts'
import { decrypted, headBytes, nonceIn, plainSize, rangeBelow } from './cipher/bytes.ts'

const operation = 'crypt.read'

type Bytes = ReadableStream<Uint8Array>
type ReadBelow = (options: ReadOptions) => Promise<Bytes>

/**
 * Reads and decrypts a file. With an offset, the header is read first, and the rest only from the same state of the
 * file.
 */
export async function readEncrypted(
  read: ReadBelow,
  path: string,
  key: Uint8Array,
  options: ReadOptions,
): Promise<Bytes> {
  const { offset = 0, length = Infinity, onOpened, signal } = options
  const range = rangeBelow(offset, length)
  let mark: string | undefined
  const told = (below: string, facts?: OpenedFacts) => {
    mark = below
    const sizeBytes = facts?.sizeBytes === undefined ? undefined : plainSize(facts.sizeBytes)
    onOpened?.(below, {
      ...(sizeBytes !== undefined && { sizeBytes }),
      ...(facts?.modifiedMs !== undefined && { modifiedMs: facts.modifiedMs }),
    })
  }
  const isFromStart = range.first === 0
  const headLength = isFromStart ? headBytes + range.length : headBytes
  const body = await read({ ...options, offset: 0, ...boundedBy(headLength), onOpened: told })
  const source = pushable(sourceOf(body))
  const nonce = nonceIn(await source.take(headBytes))
  if (!nonce) {
    await source.cancel().catch(() => {})
    throw refuse('corrupt', 'crypt.not-encrypted', operation, path)
  }
  if (length === 0) {
    await source.cancel().catch(() => {})
    return pullStream({ read: async () => undefined, cancel: async () => {} })
  }
  if (!isFromStart) await source.cancel().catch(() => {})
  const ifUnchanged = options.ifUnchanged ?? mark
  const rest = isFromStart
    ? source
    : sourceOf(
        await read({
          signal,
          offset: range.offset,
          ...boundedBy(range.length),
          ...(ifUnchanged !== undefined && { ifUnchanged }),
          ...(options.isPlainWay && { isPlainWay: true }),
        }),
      )
  return decrypted(
    { read: () => rest.read(), cancel: (reason) => rest.cancel(reason) },
    {
      key,
      nonce,
      firstBlock: range.first,
      skipped: range.skipped,
      length,
      corrupt: () => refuse('corrupt', 'crypt.damaged', operation, path),
    },
  )
}

function boundedBy(length: number): { readonly length?: number } {
  return Number.isFinite(length) ? { length } : {}
}

/** Returns a source from which some bytes can be taken first. */
function pushable(source: ByteSource): ByteSource & { take(count: number): Promise<Uint8Array> } {
  let held: Uint8Array = new Uint8Array()
  return {
    async take(count) {
      while (held.length < count) {
        const chunk = await source.read()
        if (!chunk) break
        held = held.length === 0 ? chunk : Buffer.concat([held, chunk])
      }
      const taken = held.slice(0, count)
      held = held.subarray(taken.length)
      return taken
    },
    async read() {
      if (held.length === 0) return source.read()
      const rest = held
      held = new Uint8Array()
      return rest
    },
    cancel: (reason) => source.cancel(reason),
  }
}
