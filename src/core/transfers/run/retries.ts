/** Handles temporary failures: items and folders of a transfer wait and are tried again. */
import type { Failure } from '../../../contract/failure.ts'
import { pause } from '../../../lib/flow/pause.ts'
import type { Waits } from '../../backends/backend.ts'
import type { RunDeps } from '../journal/run-deps.ts'
import type { RunStatus } from './transfer-run.ts'

export interface Retries {
  /**
   * Waits before a retry if the failure may be temporary. Returns whether it waited. `onWait` is called before the wait
   * and learns whether the attempt counts. It does not count while the mount is down.
   */
  later(
    failure: Failure,
    attempts: number,
    options: Waits & { readonly mount: string; readonly onWait?: (counts: boolean) => void },
  ): Promise<boolean>
  /** Called after a success, so that later failures may wait for the full patience again. */
  wentWell(): void
  /** Returns what the latest wait is for. */
  waitsFor(): RunStatus['waitsFor']
}

const mostAttempts = 5
/** How long a wait is still shown after its end, because the next wait may follow. */
const shownForMs = 2000
const longestWaitMs = 30_000
/** The wait for a mount that is down and gives no time. */
const restMs = 5000

export function createRetries(deps: Pick<RunDeps, 'now' | 'random' | 'patienceMs' | 'firstWaitMs'>): Retries {
  let waitsFor: RunStatus['waitsFor']
  let failingSinceMs: number | undefined

  function isPatient(): boolean {
    failingSinceMs ??= deps.now()
    return deps.patienceMs === undefined || deps.now() - failingSinceMs < deps.patienceMs
  }
  return {
    async later(failure, attempts, { mount, onWait, signal }) {
      const { random, firstWaitMs: firstMs } = deps
      const wait = waitBeforeRetry(failure, attempts, { random, isPatient: isPatient(), firstMs })
      if (!wait) return false
      onWait?.(wait.counts)
      if (!wait.counts) {
        waitsFor = { mount: failure.location?.split(':')[0] ?? mount, untilMs: deps.now() + wait.ms, failure }
      }
      await pause(wait.ms, signal)
      return true
    },
    wentWell() {
      waitsFor = undefined
      failingSinceMs = undefined
    },
    waitsFor: () => (waitsFor && waitsFor.untilMs > deps.now() - shownForMs ? waitsFor : undefined),
  }
}

interface RetryWait {
  readonly ms: number
  /** Tells whether this was an attempt at the item itself. It was not while the mount is down. */
  readonly counts: boolean
}

/** Returns how long a failed item waits before the retry; undefined if a retry is useless. */
function waitBeforeRetry(
  failure: Failure,
  attempts: number,
  {
    random,
    isPatient,
    firstMs,
  }: { readonly random: () => number; readonly isPatient: boolean; readonly firstMs: number },
): RetryWait | undefined {
  if (failure.kind === 'changed') return attempts < 3 ? { ms: firstMs * attempts, counts: true } : undefined
  if (failure.retry === 'never' || !isPatient) return undefined
  if (isDown(failure)) return { ms: Math.max(failure.retryAfterMs ?? restMs, 250), counts: false }
  if (attempts >= mostAttempts) return undefined
  const longest = Math.min(longestWaitMs, firstMs * 2 ** (attempts - 1))
  return { ms: Math.max(failure.retryAfterMs ?? 0, longest / 2 + (longest / 2) * random()), counts: true }
}

/** Tells whether the mount does not answer at all. */
function isDown({ kind, operation }: Failure): boolean {
  return kind === 'unreachable' || operation.startsWith('breaker.')
}
