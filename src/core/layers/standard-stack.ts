import { type Said, said } from '../../contract/sentences/said.ts'
import { StorageError } from '../../contract/failure.ts'
import type { Backend } from '../backends/backend.ts'
import { unlessAborted } from '../../lib/flow/unless-aborted.ts'
import { withBreaker, withRestCheck } from './reliability/breaker.ts'
import { withCapabilityCheck } from './capability-check.ts'
import { withConcurrency } from './reliability/concurrency.ts'
import { createHealth, guarded, type Health } from './reliability/health.ts'
import { withForgetting } from './forgetting.ts'
import { withLocation } from './tracing/locate.ts'
import { logged, type WriteRecord, withLogging } from './tracing/logging.ts'
import { withPathGuard } from './path-guard.ts'
import { withQuota } from './quota/quota.ts'
import type { Quota } from './quota/tally.ts'
import { createPermits } from './reliability/permits.ts'
import { createRedact, type Redact } from './tracing/redact.ts'
import { withResumedReads } from './reliability/resume-read.ts'
import { repeat, standardBackOff, withRetry } from './reliability/retry.ts'
import { withTimeout } from './reliability/timeout.ts'

export interface StackOptions {
  /** The mount's name. */
  readonly mount: string
  readonly readOnly: boolean
  /** Why nothing may be changed, if there is a special reason. */
  readonly refusal?: Said
  /**
   * True if the mount is reached through a connection that can break. Only then timeouts, retries and the circuit
   * breaker apply. The default is true.
   */
  readonly isRemote?: boolean
  /** Survives the backend, because reopening it is part of the mount's health. */
  readonly health?: Health
  readonly redact?: Redact
  /** The most that the mount may hold. */
  readonly quota?: Quota
  /** Called with the paths that were changed. */
  readonly onChanged?: (paths: readonly string[]) => void
  /** Receives the records of the log. */
  readonly write?: WriteRecord
}

/** Wraps the backend of a mount in all layers. This is the only place that knows their order. */
export function standardStack(backend: Backend, options: StackOptions): Backend {
  const { mount, isRemote = true, onChanged } = options
  // Next to the backend, so that abandoned calls are reported too when they end.
  const told = onChanged ? withForgetting(backend, onChanged) : backend
  // The innermost layer that can refuse a call. It is next to the backend, so that no layer in between can add an
  // unchecked path.
  const guardedPaths = withPathGuard(told)
  // A slow disk is no failure: calls to a folder of this computer have no timeout, no retry and no queue.
  const patient = isRemote ? remoteLayers(guardedPaths, options) : guardedPaths
  // Outside the retry layer, so that each call is counted once. It counts through the reliable listings below.
  const within = withQuota(patient, options.quota)
  // A change that is not allowed is refused for any path, and does not count as an attempt.
  const checked = withCapabilityCheck(within, options)
  // Failures of the layers below get their location too.
  const located = withLocation(checked, mount)
  // The outermost layer: the log has what the caller saw and how long the caller waited.
  return withLogging(located, loggingOf(options))
}

function remoteLayers(inner: Backend, { mount, health = createHealth({ mount }) }: StackOptions): Backend {
  // Next to the backend, so that the time of a call starts when it is sent.
  const timed = withTimeout(inner)
  // Inside the permits, for calls that waited for a permit while the circuit opened.
  const rechecked = withRestCheck(timed, health)
  // Outside the timeout, because a call that waits for its turn was not sent yet. Inside the retry layer, so that no
  // permit is held during a wait before a retry.
  const limited = withConcurrency(rechecked, createPermits())
  // Outside the permits, so that an open circuit refuses at once. Inside the retry layer, so that each attempt counts,
  // and an open circuit ends the retries.
  const guardedByBreaker = withBreaker(limited, health)
  // Inside the resuming of reads, because reopening a read may also need several attempts.
  const retried = withRetry(guardedByBreaker)
  return withResumedReads(retried)
}

/** The time from the first connection to the completed sign-in. Backends have shorter limits for each step. */
const openingMs = 35_000

/** Opens a backend with the same protection as its calls: logging, retries, a timeout and the same circuit breaker. */
export async function standardOpening(
  open: (signal: AbortSignal) => Promise<Backend>,
  options: StackOptions,
  signal: AbortSignal,
): Promise<Backend> {
  const { mount, isRemote = true, health = createHealth({ mount }) } = options
  return logged(loggingOf(options), 'open', signal, async (trace) => {
    if (!isRemote) return open(signal)
    return repeat(standardBackOff, signal, {
      onAttempt: (count) => (trace.attempts = count),
      // Some backends send no request when they are opened. Then the first call shows whether the mount answers.
      attempt: () => guarded(health, 'breaker.open', signal, () => openInTime(open, signal), 'nothing'),
    })
  })
}

async function openInTime(open: (signal: AbortSignal) => Promise<Backend>, signal: AbortSignal): Promise<Backend> {
  const limit = new AbortController()
  const timer = setTimeout(() => limit.abort(openingTimeout()), openingMs)
  const either = AbortSignal.any([signal, limit.signal])
  const opening = open(either)
  try {
    return await unlessAborted(opening, either)
  } catch (error) {
    if (either.aborted) opening.then((late) => late.close()).catch(() => {}) // Otherwise a backend that opens too late would stay open.
    throw error
  } finally {
    clearTimeout(timer)
  }
}

function openingTimeout(): StorageError {
  return new StorageError({
    kind: 'timeout',
    ...said('timeout.open', { seconds: openingMs / 1000 }),
    operation: 'timeout.open',
    retry: 'later',
  })
}

function loggingOf({ mount, redact = createRedact([]), write = () => {} }: StackOptions) {
  return { mount, redact, write }
}
