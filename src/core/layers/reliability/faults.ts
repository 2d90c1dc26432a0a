import { said } from '../../../contract/sentences/said.ts'
import { type FailureKind, StorageError } from '../../../contract/failure.ts'
import { pause } from '../../../lib/flow/pause.ts'
import { pullStream, sourceOf } from '../../../lib/flow/pull-stream.ts'
import type { Backend } from '../../backends/backend.ts'
import { type Call, intercept, type Operation, signalOf } from '../intercept.ts'

/** A deliberate failure or delay. */
export interface Fault {
  readonly operation: Operation
  /** The affected path; absent for every path. */
  readonly path?: string
  /** The number of times; absent for always. */
  readonly times?: number
  readonly delayMs?: number
  readonly failure?: FailureKind
  /** With `failure`: how long the store asks to wait. */
  readonly retryAfterMs?: number
  /** With `failure`: the call is carried out, and only its answer is lost. */
  readonly isDone?: boolean
  /** Never answers. `until-told` stops when its signal is aborted; `deaf` does not. */
  readonly hangs?: 'until-told' | 'deaf'
  /** For `read`: the failure occurs after this number of bytes. */
  readonly afterBytes?: number
  /** For `read`: the stream ends normally after this number of bytes. */
  readonly cutAfterBytes?: number
  /** For `list`: the failure occurs after this number of pages. */
  readonly afterPages?: number
}

/** Returns a backend with faults for tests, built like every other layer. The first matching fault applies. */
export function withFaults(inner: Backend, faults: readonly Fault[]): Backend {
  const used = new Map<Fault, number>()

  function take(call: Call, fits: (fault: Fault) => boolean): Fault | undefined {
    const fault = faults.find(
      (candidate) =>
        candidate.operation === call.operation &&
        (candidate.path === undefined || call.paths.includes(candidate.path)) &&
        (used.get(candidate) ?? 0) < (candidate.times ?? Infinity) &&
        fits(candidate),
    )
    if (fault) used.set(fault, (used.get(fault) ?? 0) + 1)
    return fault
  }

  return intercept(inner, {
    async before(call, signal) {
      const fault = take(call, (candidate) => !isLate(candidate) && !candidate.isDone)
      if (fault?.delayMs !== undefined && signal) await pause(fault.delayMs, signal)
      if (fault?.hangs) await hang(fault.hangs, signal)
      signal?.throwIfAborted()
      if (fault?.failure) throw failureOf(fault, call)
    },
    async once(call, next) {
      const value = await next()
      const fault = take(call, ({ isDone = false }) => isDone)
      if (fault?.failure) throw failureOf(fault, call)
      return value
    },
    async *pages(pages, call) {
      const fault = take(call, ({ afterPages }) => afterPages !== undefined)
      let count = 0
      for await (const page of pages) {
        if (fault && count >= (fault.afterPages ?? 0)) break
        yield page
        count += 1
      }
      if (fault?.hangs) await hang(fault.hangs, signalOf(call))
      if (fault?.failure) throw failureOf(fault, call)
    },
    bytes(bytes, call) {
      const fault = take(call, ({ afterBytes, cutAfterBytes }) => (afterBytes ?? cutAfterBytes) !== undefined)
      return fault ? cutShort(bytes, fault, call) : bytes
    },
  })
}

function cutShort(bytes: ReadableStream<Uint8Array>, fault: Fault, call: Call): ReadableStream<Uint8Array> {
  const most = fault.afterBytes ?? fault.cutAfterBytes ?? 0
  const source = sourceOf(bytes)
  let count = 0
  return pullStream({
    async read() {
      const whole = await source.read()
      const chunk = whole?.subarray(0, most - count)
      if (chunk && chunk.length > 0) {
        count += chunk.length
        return chunk
      }
      if (whole) await source.cancel()
      if (fault.hangs) await hang(fault.hangs, signalOf(call))
      if (fault.failure) throw failureOf(fault, call)
      return undefined
    },
    cancel: (reason) => source.cancel(reason),
  })
}

function isLate({ afterBytes, cutAfterBytes, afterPages }: Fault): boolean {
  return afterBytes !== undefined || cutAfterBytes !== undefined || afterPages !== undefined
}

function failureOf({ failure: kind = 'internal', retryAfterMs }: Fault, { operation, paths }: Call): StorageError {
  return new StorageError({
    kind,
    ...said('layer.injected-fault', { path: paths[0] ?? '' }),
    operation: `faults.${operation}`,
    retry: passing.has(kind) ? 'later' : 'never',
    ...(retryAfterMs !== undefined && { retryAfterMs }),
  })
}

const passing: ReadonlySet<FailureKind> = new Set(['unreachable', 'timeout', 'busy'])

async function hang(how: 'until-told' | 'deaf', signal: AbortSignal | undefined): Promise<void> {
  await new Promise<never>((_, reject) => {
    if (how === 'deaf') return
    if (signal?.aborted) reject(signal.reason as Error)
    signal?.addEventListener('abort', () => reject(signal.reason as Error), { once: true })
  })
}
