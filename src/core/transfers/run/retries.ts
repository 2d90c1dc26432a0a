/** What becomes of failures that may pass: items and folders of a transfer wait and are tried again. */
import type { Failure } from '../../../contract/failure.ts'
import { pause } from '../../../lib/pause.ts'
import type { Waits } from '../../backends/backend.ts'
import type { RunStatus } from './run-status.ts'
import type { RunDeps } from '../journal/run-deps.ts'
import { waitBeforeRetry } from './wait-before-retry.ts'

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
      const wait = waitBeforeRetry(failure, attempts, { mostAttempts, random, isPatient: isPatient(), firstMs })
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
