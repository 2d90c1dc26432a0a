/**
 * Retries temporary failures. The failure tells whether it is temporary, and the method table tells what may be
 * repeated. A listing restarts only before its first page, and a write only before its first byte. `resume-read.ts`
 * handles a read that breaks off later. The layer is around the circuit breaker, so an open circuit also ends the
 * retries.
 */
import { type Failure, StorageError } from '../../../contract/failure.ts'
import { type BackOff, nextDelay } from '../../../lib/flow/back-off.ts'
import { type LentBody, lendBody } from '../../../lib/flow/byte-stream.ts'
import { pause } from '../../../lib/flow/pause.ts'
import type { Backend } from '../../backends/backend.ts'
import { RestingError } from './health.ts'
import { type Call, intercept, signalOf } from '../intercept.ts'
import { traceOf } from '../tracing/trace.ts'

/** Short enough for a waiting user. A store that was silent until a timeout is not asked again. */
export const standardBackOff: BackOff = {
  mostAttempts: 3,
  firstDelayMs: 250,
  longestDelayMs: 5000,
  totalMs: 20_000,
  random: Math.random,
}

export function withRetry(inner: Backend, backOff: BackOff = standardBackOff): Backend {
  return intercept(inner, {
    async once(call, next) {
      const body = call.body && lendBody(call.body)
      const attempt = () => next(body && { body: body.lend() })
      try {
        return await repeating(backOff, call, { body, settle: (error) => settleRepeated(inner, call, error) }, attempt)
      } finally {
        await body?.release(new Error('the write ended'))
      }
    },
    stream: (call, next) => repeating(backOff, call, {}, () => next()),
    async *items(call, next) {
      const { items, first } = await repeating(backOff, call, {}, async () => {
        const iterator = next()[Symbol.asyncIterator]()
        return { items: iterator, first: await iterator.next() }
      })
      let isOver = false
      try {
        for (let step = first; !step.done; step = await items.next()) yield step.value
        isOver = true
      } finally {
        if (!isOver) await items.return?.()
      }
    },
  })
}

interface Repeating {
  readonly body?: LentBody | undefined
  /** Returns whether an error after an unanswered attempt means that the earlier attempt had succeeded. */
  readonly settle?: (error: unknown) => Promise<boolean>
}

async function repeating<T>(backOff: BackOff, call: Call, how: Repeating, attempt: () => Promise<T>): Promise<T> {
  const signal = signalOf(call)
  const trace = traceOf(call.options)
  return repeat(backOff, signal, {
    onAttempt(count) {
      if (trace) trace.attempts = count
    },
    mayRepeat: (failure) => mayRepeat(call, failure, how.body),
    async attempt(wasUnanswered) {
      try {
        return await attempt()
      } catch (error) {
        // Calls that are settled this way have no result other than success.
        if (wasUnanswered && !signal.aborted && (await how.settle?.(error))) return undefined as T
        throw error
      }
    },
  })
}

export interface RepeatOptions<T> {
  /** Receives whether an earlier attempt was left without an answer. */
  attempt(wasUnanswered: boolean): Promise<T>
  readonly mayRepeat?: (failure: Failure) => boolean
  readonly onAttempt?: (count: number) => void
}

/**
 * Repeats attempts until one succeeds or another attempt is useless or too late. The last failure is then `exhausted`.
 */
export async function repeat<T>(backOff: BackOff, signal: AbortSignal, options: RepeatOptions<T>): Promise<T> {
  const began = performance.now()
  let wasUnanswered = false
  let last: StorageError | undefined
  for (let count = 1; ; count += 1) {
    options.onAttempt?.(count)
    try {
      return await options.attempt(wasUnanswered)
    } catch (error) {
      if (signal.aborted || !(error instanceof StorageError)) throw error
      if (error instanceof RestingError && last) throw exhausted(last, error.failure.retryAfterMs)
      const { failure } = error
      const isWorthIt = failure.retry === 'later' && (options.mayRepeat?.(failure) ?? true)
      const attempts = { count, elapsedMs: performance.now() - began, askedMs: failure.retryAfterMs }
      const delayMs = isWorthIt ? nextDelay(backOff, attempts) : undefined
      if (delayMs === undefined) throw count > 1 && failure.retry === 'later' ? exhausted(error) : error
      last = error
      if (failure.kind !== 'busy') wasUnanswered = true
      await pause(delayMs, signal)
      signal.throwIfAborted()
    }
  }
}

/**
 * Tells whether the call may be repeated. After `busy`, the store did nothing. After all other temporary failures, its
 * state is unknown.
 */
function mayRepeat({ shape, options }: Call, failure: Failure, body: LentBody | undefined): boolean {
  if (body) return !body.isTaken()
  if (failure.kind === 'busy') return true
  return shape.repeat === 'harmless' ? options['ifExists'] !== 'fail' : shape.repeat !== 'unsafe'
}

async function settleRepeated(inner: Backend, call: Call, error: unknown): Promise<boolean> {
  const kind = error instanceof StorageError ? error.failure.kind : undefined
  if (call.shape.repeat === 'gone-is-done') return kind === 'not-found'
  if (call.shape.repeat !== 'empty-folder-is-done' || kind !== 'exists') return false
  try {
    for await (const _ of inner.list(call.paths[0] ?? '', { signal: signalOf(call) })) return false
    return true
  } catch {
    return false
  }
}

function exhausted({ failure, cause }: StorageError, retryAfterMs = failure.retryAfterMs): StorageError {
  return new StorageError(
    { ...failure, retry: 'exhausted', ...(retryAfterMs !== undefined && { retryAfterMs }) },
    { cause },
  )
}
