/**
 * Goes on reading where a stream broke off, though never in another state of the file: the backend gives a mark of the
 * state it opened, and is asked for that one again. Stands around the retry layer, which sees to the reopening.
 */
import { type FailureKind, StorageError } from '../../../contract/failure.ts'
import type { Backend, ReadOptions } from '../../backends/backend.ts'
import { pullStream, sourceOf } from '../../../lib/flow/pull-stream.ts'
import { intercept, type Next } from '../intercept.ts'

type Bytes = ReadableStream<Uint8Array>

/** How often in a row it may break without a byte having come between. */
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

/** Only for a line that broke. Bytes that turned out to be damaged would not get better from reading on behind them. */
const broken: ReadonlySet<FailureKind> = new Set(['unreachable', 'timeout', 'busy'])

function mayPass(error: unknown, signal: AbortSignal): boolean {
  if (signal.aborted || !(error instanceof StorageError)) return false
  return error.failure.retry === 'later' && broken.has(error.failure.kind)
}
