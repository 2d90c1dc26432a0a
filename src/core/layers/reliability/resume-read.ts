/**
 * Resumes a read whose stream broke off, but only in the same state of the file. The backend returns a mark of the
 * state that it opened, and is asked for the same one again. The layer is around the retry layer, which reopens the
 * stream.
 */
import { type FailureKind, StorageError } from '../../../contract/failure.ts'
import type { Backend, ReadOptions } from '../../backends/backend.ts'
import { pullStream, sourceOf } from '../../../lib/flow/pull-stream.ts'
import { intercept, type Next } from '../intercept.ts'

type Bytes = ReadableStream<Uint8Array>

/** How often in a row the stream may break without a new byte. */
const mostFruitless = 3

export function withResumedReads(inner: Backend): Backend {
  return intercept(inner, {
    async stream({ options }, next) {
      const asked = options as unknown as ReadOptions
      let mark: string | undefined
      const onOpened: ReadOptions['onOpened'] = (opened, facts) => {
        mark = opened
        asked.onOpened?.(opened, facts)
      }
      const bytes = await next({ options: { onOpened } })
      return resuming(bytes, asked, () => mark, next)
    },
  })
}

function resuming(
  bytes: Bytes,
  { offset = 0, length = Infinity, signal }: ReadOptions,
  mark: () => string | undefined,
  next: Next<Promise<Bytes>>,
): Bytes {
  const end = offset + length
  let source = sourceOf(bytes)
  let at = offset
  let fruitless = 0
  let isLeft = false

  async function read(): Promise<Uint8Array | undefined> {
    for (;;) {
      try {
        const chunk = await source.read()
        if (chunk) {
          at += chunk.length
          fruitless = 0
        }
        return chunk
      } catch (error) {
        const ifUnchanged = mark()
        fruitless += 1
        if (ifUnchanged === undefined || isLeft || fruitless > mostFruitless || !mayPass(error, signal)) throw error
        if (at >= end) return undefined
        const left = length === Infinity ? {} : { length: end - at }
        const again = await next({ options: { offset: at, ...left, ifUnchanged, onOpened: undefined } })
        if (isLeft) await again.cancel()
        source = sourceOf(again)
      }
    }
  }

  return pullStream({
    read,
    async cancel(reason) {
      isLeft = true
      await source.cancel(reason)
    },
  })
}

/** Failures that allow resuming: broken connections only. Reading on after damaged bytes would not repair them. */
const broken: ReadonlySet<FailureKind> = new Set(['unreachable', 'timeout', 'busy'])

function mayPass(error: unknown, signal: AbortSignal): boolean {
  if (signal.aborted || !(error instanceof StorageError)) return false
  return error.failure.retry === 'later' && broken.has(error.failure.kind)
}
