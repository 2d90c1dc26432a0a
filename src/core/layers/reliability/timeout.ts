/**
 * Ends an attempt whose store is silent for too long: no answer, no next page, no next bytes, or a write whose bytes do
 * not flow. The total time of a stream is not limited. The inner call's signal is aborted, and the call gets a short
 * time to clean up. If it ignores the signal it is abandoned, so that the caller does not hang. The layer is next to
 * the backend, inside the permits.
 */
import { type CodeOf, saidOf } from '../../../contract/sentences/said.ts'
import { StorageError } from '../../../contract/failure.ts'
import { pullStream, sourceOf } from '../../../lib/flow/pull-stream.ts'
import type { Backend } from '../../backends/backend.ts'
import { type Call, intercept, signalOf } from '../intercept.ts'

export interface Limits {
  /** The limit until the first answer, and between two pages or chunks. */
  readonly briefMs: number
  /** The same for calls where a store may work for long, and for the last parts of a write. */
  readonly longMs: number
  /** The time for cleaning up after the abort. */
  readonly graceMs: number
}

/**
 * A bucket full of delete markers may take half a minute for its first page, and a user can stop it sooner. The long
 * limit is a last resort, because backends monitor their own connections.
 */
export const standardLimits: Limits = { briefMs: 30_000, longMs: 300_000, graceMs: 3000 }

export function withTimeout(inner: Backend, limits: Limits = standardLimits): Backend {
  return intercept(inner, {
    async once(call, next) {
      const watch = watchFor(call, limits)
      const { signal } = watch
      try {
        const body = call.body && watch.flowing(call.body)
        return await watch.quiet(next({ options: { signal }, ...(body && { body }) }))
      } finally {
        watch.end()
      }
    },
    async stream(call, next) {
      const watch = watchFor(call, limits)
      try {
        const bytes = await watch.quiet(next({ options: { signal: watch.signal } }))
        return watchedBytes(bytes, watch)
      } catch (error) {
        watch.end()
        throw error
      }
    },
    async *items(call, next) {
      const watch = watchFor(call, limits)
      const iterator = next({ options: { signal: watch.signal } })[Symbol.asyncIterator]()
      const isEndless = call.shape.silence === 'endless'
      let isOver = false
      try {
        let step = await watch.quiet(iterator.next())
        while (!step.done) {
          yield step.value
          step = await watch.quiet(iterator.next(), { isEndless })
        }
        isOver = true
      } finally {
        const leaving = isOver ? undefined : iterator.return?.()
        leaving?.catch(() => {})
        if (!watch.signal.aborted) await leaving // A call that was aborted may still be stuck.
        watch.end()
      }
    },
  })
}

function watchedBytes(bytes: ReadableStream<Uint8Array>, watch: Watch): ReadableStream<Uint8Array> {
  const source = sourceOf(bytes)
  return pullStream({
    async read() {
      try {
        const chunk = await watch.quiet(source.read())
        if (!chunk) watch.end()
        return chunk
      } catch (error) {
        watch.end()
        source.cancel(error).catch(() => {})
        throw error
      }
    },
    async cancel(reason) {
      watch.end()
      await source.cancel(reason)
    },
  })
}

/** Monitors the silence of one attempt. */
interface Watch {
  /** The signal for the inner call. It is aborted with the caller's signal, and after too long a silence. */
  readonly signal: AbortSignal
  /**
   * Returns the result of `work`. Throws if the silence lasts too long, or if the caller has cancelled and the work
   * does not stop.
   */
  quiet<T>(work: Promise<T>, options?: { readonly isEndless?: boolean }): Promise<T>
  /** Returns the same body. Time spent waiting for its source does not count as silence of the store. */
  flowing(body: ReadableStream<Uint8Array>): ReadableStream<Uint8Array>
  end(): void
}

function watchFor(call: Call, limits: Limits): Watch {
  const outer = signalOf(call)
  const inner = new AbortController()
  // A write must start soon. After its last bytes, a store may need more time to process them.
  let limitMs = call.body || call.shape.silence !== 'long' ? limits.briefMs : limits.longMs
  const onAbort = () => inner.abort(outer.reason)
  if (outer.aborted) onAbort()
  else outer.addEventListener('abort', onAbort, { once: true })

  let timer: NodeJS.Timeout | undefined
  let expire: (() => void) | undefined
  const stop = () => clearTimeout(timer)
  const start = () => {
    stop()
    if (expire) timer = setTimeout(expire, limitMs)
  }

  return {
    signal: inner.signal,
    async quiet(work, { isEndless = false } = {}) {
      let grace: NodeJS.Timeout | undefined
      let onStop: (() => void) | undefined
      const givenUp = new Promise<never>((_, reject) => {
        onStop = () => {
          grace = setTimeout(() => reject(inner.signal.reason as Error), limits.graceMs)
        }
        if (inner.signal.aborted) onStop()
        else inner.signal.addEventListener('abort', onStop, { once: true })
      })
      if (!isEndless) {
        expire = () => inner.abort(silenceFailure(call, limitMs))
        start()
      }
      try {
        return await Promise.race([work, givenUp])
      } catch (error) {
        // The timeout aborted the call, regardless of which error the call threw.
        if (!outer.aborted && inner.signal.aborted) throw inner.signal.reason
        throw error
      } finally {
        expire = undefined
        stop()
        clearTimeout(grace)
        if (onStop) inner.signal.removeEventListener('abort', onStop)
      }
    },
    flowing(body) {
      const source = sourceOf(body)
      return pullStream({
        async read() {
          stop()
          limitMs = limits.longMs
          try {
            return await source.read()
          } finally {
            start()
          }
        },
        cancel: (reason) => source.cancel(reason),
      })
    },
    end: () => outer.removeEventListener('abort', onAbort),
  }
}

function silenceFailure({ operation }: Call, limitMs: number): StorageError {
  const seconds = Math.max(1, Math.round(limitMs / 1000))
  return new StorageError({
    kind: 'timeout',
    ...saidOf(awaited[operation] ?? 'timeout.answer', { seconds }),
    operation: `timeout.${operation}`,
    retry: 'later',
  })
}

/** The message for an operation, if it can be more precise than “answer”. */
const awaited: Partial<Record<Call['operation'], CodeOf<'seconds'>>> = {
  list: 'timeout.listing',
  read: 'timeout.bytes',
  write: 'timeout.upload',
  'versions.read': 'timeout.bytes',
}
