/**
 * Logs every call: the operation, the paths, the result, the duration and the number of attempts. Adds the call id to
 * failures and removes secrets from them. It is the outermost layer, so it logs what the caller waited for, with all
 * attempts.
 */
import type { ActivityEntry } from '../../../contract/api/activity.ts'
import { setMaxListeners } from 'node:events'
import { type Failure, failureOf, StorageError } from '../../../contract/failure.ts'
import { watchBytes } from '../../../lib/flow/byte-stream.ts'
import type { Backend } from '../../backends/backend.ts'
import { currentCallId } from './call-id.ts'
import { type Call, intercept, signalOf } from '../intercept.ts'
import type { Redact } from './redact.ts'
import { carrying, type Trace } from './trace.ts'

/** The content of a log record. Its number comes from where it is stored. */
export type CallRecord = Omit<ActivityEntry, 'number'>

/** Receives log records. It must not throw, and the result is not awaited. */
export type WriteRecord = (record: CallRecord) => void

export interface LoggingOptions {
  readonly mount: string
  readonly write: WriteRecord
  readonly redact: Redact
}

const mostPaths = 3

export function withLogging(inner: Backend, options: LoggingOptions): Backend {
  return intercept(inner, {
    async once(call, next) {
      const line = beginLine(options, call)
      const body =
        call.body &&
        watchBytes(call.body, signalOf(call), { onChunk: (count) => line.addBytes(count), onEnd: () => {} })
      try {
        const value = await next({ options: line.carried, ...(body && { body }) })
        line.end('done')
        return value
      } catch (error) {
        throw line.fail(error)
      }
    },
    async stream(call, next) {
      const line = beginLine(options, call)
      try {
        const bytes = await next({ options: line.carried })
        return watchBytes(bytes, signalOf(call), {
          onChunk: (count) => line.addBytes(count),
          onEnd: (how, error) => (how === 'failed' ? void line.fail(error) : line.end(how)),
          shown: line.shown,
        })
      } catch (error) {
        throw line.fail(error)
      }
    },
    async *items(call, next) {
      const line = beginLine(options, call)
      try {
        for await (const item of next({ options: line.carried })) {
          line.addEntries(item)
          yield item
        }
        line.end('done')
      } catch (error) {
        throw line.fail(error)
      } finally {
        line.end('left') // Has no effect if the record has already ended in another way.
      }
    },
  })
}

/** Runs the opening of a mount, which is logged like a call of it. */
export async function logged<T>(
  options: LoggingOptions,
  operation: string,
  signal: AbortSignal,
  work: (trace: Trace) => Promise<T>,
): Promise<T> {
  const trace: Trace = { attempts: 1 }
  const line = createLine(options, { operation, paths: [], signal, trace })
  try {
    const value = await work(trace)
    line.end('done')
    return value
  } catch (error) {
    throw line.fail(error)
  }
}

interface LineOf {
  readonly operation: string
  readonly paths: readonly string[]
  readonly signal: AbortSignal
  readonly trace: Trace
}

function beginLine(options: LoggingOptions, call: Call) {
  const trace: Trace = { attempts: 1 }
  const { operation, paths } = call
  return { ...createLine(options, { operation, paths, signal: signalOf(call), trace }), carried: carrying(trace) }
}

function createLine({ mount, write, redact }: LoggingOptions, { operation, paths, signal, trace }: LineOf) {
  setMaxListeners(0, signal) // An operation may have any number of concurrent calls, and each of them adds a listener.
  const id = currentCallId()
  const timeMs = Date.now()
  const began = performance.now()
  let bytes: number | undefined
  let entries: number | undefined
  let isEnded = false

  function end(outcome: CallRecord['outcome'], failure?: Failure) {
    if (isEnded) return
    isEnded = true
    write({
      id,
      timeMs,
      mount,
      operation,
      paths: paths.slice(0, mostPaths).map(redact),
      ...(paths.length > mostPaths && { morePaths: paths.length - mostPaths }),
      outcome,
      durationMs: Math.round((performance.now() - began) * 10) / 10,
      attempts: trace.attempts,
      ...(bytes !== undefined && { bytes }),
      ...(entries !== undefined && { entries }),
      ...(failure && { kind: failure.kind, message: failure.message }),
      ...(failure?.detail !== undefined && { detail: failure.detail }),
    })
  }

  function shown(error: unknown): unknown {
    if (!(error instanceof StorageError)) return error
    const { message, detail, id: known = id } = error.failure
    const told = detail === undefined ? {} : { detail: redact(detail) }
    return new StorageError({ ...error.failure, id: known, message: redact(message), ...told }, { cause: error.cause })
  }

  return {
    end,
    shown,
    addBytes(count: number) {
      bytes = (bytes ?? 0) + count
    },
    addEntries(item: unknown) {
      const { count, length } = (item ?? {}) as { readonly count?: unknown; readonly length?: unknown }
      const added = typeof count === 'number' ? count : typeof length === 'number' ? length : 0
      entries = (entries ?? 0) + added
    },
    /** Returns the error to throw. */
    fail(error: unknown): unknown {
      const told = shown(error)
      if (signal.aborted) end('left')
      else end('failed', told instanceof StorageError ? told.failure : unforeseen(error, redact))
      return told
    },
  }
}

/** For an internal error, the log needs the original message, because no failure contains it. */
function unforeseen(error: unknown, redact: Redact): Failure {
  const { detail = '', ...failure } = failureOf(error, '')
  return { ...failure, detail: redact(detail) }
}
