import { type FailureKind, StorageError } from '../../contract/failure.ts'
import { pause } from '../../lib/pause.ts'
import type { Backend } from '../backends/backend.ts'
import { type Call, intercept, type Operation } from './intercept.ts'

/** Something that goes wrong, or slowly, on purpose. */
export interface Fault {
  readonly operation: Operation
  /** Every path when absent. */
  readonly path?: string
  /** How often; for ever when absent. */
  readonly times?: number
  readonly delayMs?: number
  readonly failure?: FailureKind
  /** Of a `read`: the failure comes after so many bytes. */
  readonly afterBytes?: number
  /** Of a `read`: the stream ends after so many bytes as if all was well. */
  readonly cutAfterBytes?: number
  /** Of a `list`: the failure comes after so many pages. */
  readonly afterPages?: number
}

/** For tests: a backend with faults, by the same means as every other layer. The first fault that fits is taken. */
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
      const fault = take(call, (candidate) => !isLate(candidate))
      if (fault?.delayMs !== undefined && signal) await pause(fault.delayMs, signal)
      signal?.throwIfAborted()
      if (fault?.failure) throw failureOf(fault.failure, call)
    },
    async *pages(pages, call) {
      const fault = take(call, ({ afterPages }) => afterPages !== undefined)
      let count = 0
      for await (const page of pages) {
        if (fault && count >= (fault.afterPages ?? 0)) break
        yield page
        count += 1
      }
      if (fault?.failure) throw failureOf(fault.failure, call)
    },
    bytes(bytes, call) {
      const fault = take(call, ({ afterBytes, cutAfterBytes }) => (afterBytes ?? cutAfterBytes) !== undefined)
      return fault ? cutShort(bytes, fault, call) : bytes
    },
  })
}

function cutShort(bytes: ReadableStream<Uint8Array>, fault: Fault, call: Call): ReadableStream<Uint8Array> {
  const most = fault.afterBytes ?? fault.cutAfterBytes ?? 0
  const reader = bytes.getReader()
  let count = 0
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { done, value } = await reader.read()
        const chunk = value?.subarray(0, most - count)
        if (chunk && chunk.length > 0) {
          count += chunk.length
          return controller.enqueue(chunk)
        }
        if (!done) await reader.cancel()
        if (fault.failure) controller.error(failureOf(fault.failure, call))
        else controller.close()
      },
      cancel: (reason) => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  )
}

function isLate({ afterBytes, cutAfterBytes, afterPages }: Fault): boolean {
  return afterBytes !== undefined || cutAfterBytes !== undefined || afterPages !== undefined
}

function failureOf(kind: FailureKind, { operation, paths }: Call): StorageError {
  const message = `A fault was put at “${paths[0]}” on purpose.`
  return new StorageError({
    kind,
    message,
    operation: `faults.${operation}`,
    retry: kind === 'unreachable' ? 'later' : 'never',
  })
}
