import type { Failure } from '../../../contract/failure.ts'

const longestMs = 30_000
/** For one whose mount rests but does not say how long. */
const restMs = 5000

export interface RetryWait {
  readonly ms: number
  /** Was it an attempt at the item itself? Not while its mount rests. */
  readonly counts: boolean
}

/** How long an item that failed waits before it is tried again; undefined when there is no use. */
export function waitBeforeRetry(
  failure: Failure,
  attempts: number,
  options: {
    readonly mostAttempts: number
    readonly random: () => number
    readonly isPatient: boolean
    readonly firstMs: number
  },
): RetryWait | undefined {
  const { firstMs } = options
  if (failure.kind === 'changed') return attempts < 3 ? { ms: firstMs * attempts, counts: true } : undefined
  if (failure.retry === 'never' || !options.isPatient) return undefined
  if (isDown(failure)) return { ms: Math.max(failure.retryAfterMs ?? restMs, 250), counts: false }
  if (attempts >= options.mostAttempts) return undefined
  const longest = Math.min(longestMs, firstMs * 2 ** (attempts - 1))
  return { ms: Math.max(failure.retryAfterMs ?? 0, longest / 2 + (longest / 2) * options.random()), counts: true }
}

/** Nothing at all can be had of the mount. */
function isDown({ kind, operation }: Failure): boolean {
  return kind === 'unreachable' || operation.startsWith('breaker.')
}
