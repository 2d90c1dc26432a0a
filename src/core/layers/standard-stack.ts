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
  /** Why nothing may be changed, where there is more to say than that. */
  readonly refusal?: Said
  /** Is there a line to it that can break? Only then it is waited for, tried again and given a rest. True when absent. */
  readonly isRemote?: boolean
  /** Outlives the backend: opening it anew is part of how the mount is. */
  readonly health?: Health
  readonly redact?: Redact
  /** What the mount may hold. */
  readonly quota?: Quota
  /** Told of paths that were changed. */
  readonly onChanged?: (paths: readonly string[]) => void
  /** Where the lines of the log go. */
  readonly write?: WriteRecord
}

/** What every mount's backend is wrapped in. This is the only place that knows the order. */
export function standardStack(backend: Backend, options: StackOptions): Backend {
  const { mount, isRemote = true, onChanged } = options
  // next to the backend: also what nobody waits for any more is told of when it ends
  const told = onChanged ? withForgetting(backend, onChanged) : backend
  // innermost of those that have a say: next to the backend, so that nothing between them can make up a path that was not looked at
  const guardedPaths = withPathGuard(told)
  // a slow disk is no error: nothing of a folder of this computer is given up, repeated or made to wait
  const patient = isRemote ? remoteLayers(guardedPaths, options) : guardedPaths
  // around the trying again, so that an attempt is counted once; it counts by the listings below, with their care
  const within = withQuota(patient, options.quota)
  // a change that is not allowed is refused whatever its path is, and is no attempt at anything
  const checked = withCapabilityCheck(within, options)
  // also what the layers below refuse gets its location
  const located = withLocation(checked, mount)
  // outermost: the log has what the caller saw, and the time they waited
  return withLogging(located, loggingOf(options))
}

function remoteLayers(inner: Backend, { mount, health = createHealth({ mount }) }: StackOptions): Backend {
  // next to what may be silent: the time of a call runs from when it is sent
  const timed = withTimeout(inner)
  // behind the permits, for calls that waited for one while the mount was given a rest
  const rechecked = withRestCheck(timed, health)
  // outside the timeout, as a call that waits for its turn was not sent; inside the retry, so that no permit is held
  // while waiting to try again
  const limited = withConcurrency(rechecked, createPermits())
  // outside the permits, so that a mount at rest refuses at once; inside the retry, so that each attempt counts, and a
  // mount that is given a rest ends the trying
  const guardedByBreaker = withBreaker(limited, health)
  // inside the resuming of reads: opening one again may need more than one attempt, too
  const retried = withRetry(guardedByBreaker)
  return withResumedReads(retried)
}

/** From reaching a server to being signed in; backends have shorter limits for each step. */
const openingMs = 35_000

/** Opens a backend with the same care as its calls get: logged, tried again, within a time, past the same breaker. */
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
      // some backends ask nothing when they are opened: the first call tells
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
    if (either.aborted) opening.then((late) => late.close()).catch(() => {}) // nobody else would
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
