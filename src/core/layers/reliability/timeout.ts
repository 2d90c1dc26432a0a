/**
 * Ends an attempt whose store stays silent for too long: no answer, no next page, no next bytes, or a write whose bytes don't
 * flow. A stream as a whole may take as long as it likes. The inner call is told to stop and gets a moment to tidy up;
 * one that does not listen is left behind, so that nobody hangs with it. Stands next to the backend, inside the permits.
 */
import { type CodeOf, saidOf } from '../../../contract/sentences/said.ts'
import { StorageError } from '../../../contract/failure.ts'
import { pullStream, sourceOf } from '../../../lib/flow/pull-stream.ts'
import type { Backend } from '../../backends/backend.ts'
import { type Call, intercept, signalOf } from '../intercept.ts'

export interface Limits {
  /** Until the first word, and between two pages or chunks. */
  readonly briefMs: number
  /** The same, where a store may work by itself; also while a write's last parts are on their way. */
  readonly longMs: number
  /** For tidying up, after being told to stop. */
  readonly graceMs: number
}

/**
 * A bucket full of delete markers may take half a minute for its first page; a person can stop it sooner. The long one is a
 * last resort: backends watch their own lines.
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
        if (!watch.signal.aborted) await leaving // one that was told to stop may still be stuck
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

/** The silence of one attempt. */
interface Watch {
  /** For the inner call: aborts with the caller's, and when it has been silent for too long. */
  readonly signal: AbortSignal
  /** What `work` gives, unless the silence before it is too long, or the caller has left and it does not stop. */
  quiet<T>(work: Promise<T>, options?: { readonly isEndless?: boolean }): Promise<T>
  /** The same body. While its source is being waited for, the silence is not the store's. */
  flowing(body: ReadableStream<Uint8Array>): ReadableStream<Uint8Array>
  end(): void
}

function watchFor(call: Call, limits: Limits): Watch {
  const outer = signalOf(call)
  const inner = new AbortController()
  // a write has to begin soon; with its last bytes taken, a store may be busy with them for a while
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
        // told to stop by us, whatever it made of that
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

/** What was waited for, where it can be said better than “answer”. */
const awaited: Partial<Record<Call['operation'], CodeOf<'seconds'>>> = {
  list: 'timeout.listing',
  read: 'timeout.bytes',
  write: 'timeout.upload',
  'versions.read': 'timeout.bytes',
}
