/** What becomes of failures that may pass: items and folders of a transfer wait and are tried again. */
import type { Failure } from '../../../contract/failure.ts'
import { pause } from '../../../lib/flow/pause.ts'
import type { Waits } from '../../backends/backend.ts'
import type { RunDeps } from '../journal/run-deps.ts'
import type { RunStatus } from './transfer-run.ts'

export interface Retries {
  /**
   * Waits, when what failed so often may pass; tells whether it did, and whether the attempt counts: while its mount
   * rests, it does not. `onWait` is called before.
   */
  later(
    failure: Failure,
    attempts: number,
    options: Waits & { readonly mount: string; readonly onWait?: (counts: boolean) => void },
  ): Promise<boolean>
  /** Something was done: whoever has waited long may wait as long again. */
  wentWell(): void
  /** What the latest wait is for. */
  waitsFor(): RunStatus['waitsFor']
}

const mostAttempts = 5
/** So long after it is over, a wait is still shown: the next one may begin. */
const shownForMs = 2000
const longestWaitMs = 30_000
/** For one whose mount rests but does not say how long. */
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
  /** Was it an attempt at the item itself? Not while its mount rests. */
  readonly counts: boolean
}

/** How long an item that failed waits before it is tried again; undefined when there is no use. */
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

/** Nothing at all can be had of the mount. */
function isDown({ kind, operation }: Failure): boolean {
  return kind === 'unreachable' || operation.startsWith('breaker.')
}
