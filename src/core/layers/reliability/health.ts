/**
 * The health of a mount, and the circuit breaker that follows from it. After several failures in a row the circuit
 * opens, and calls are refused at once. Then one call may try; its result closes the circuit or keeps it open for
 * longer. The health survives a reopened backend, because opening is one of the calls that fail.
 */
import { said } from '../../../contract/sentences/said.ts'
import type { MountHealth } from '../../../contract/api/mounts.ts'
import { type Failure, type FailureKind, StorageError } from '../../../contract/failure.ts'

/** Failures such as "not found" or "denied" are answers of a healthy mount. */
const answers: ReadonlySet<FailureKind> = new Set([
  'not-found',
  'exists',
  'not-a-folder',
  'not-a-file',
  'not-empty',
  'denied',
  'changed',
  'no-space',
  'too-large',
])

/**
 * The number of such failures in a row that open the circuit. A `timeout` has already taken long. A `busy` store does
 * answer, and one locked file must not block a mount.
 */
const strikesToRest: Partial<Record<FailureKind, number>> = { unreachable: 3, timeout: 2, busy: 8 }

export const restMs = { first: 5000, longest: 60_000 }
const slowMs = 3000
/** The wait for calls that arrive while another call tries. */
const soonMs = 1000

/** The failure of a call that is refused because the circuit is open. */
export class RestingError extends StorageError {}

/** The admission of one call. One of its methods is called when the result is known. */
export interface Pass {
  /** With the duration, if it is meaningful. */
  answered(tookMs?: number): void
  failed(error: unknown): void
  /** Nothing was learned, because the caller cancelled. */
  left(): void
}

export interface Health {
  /** Admits a call, or throws `RestingError`. */
  admit(operation: string): Pass
  /** Refuses a call that was admitted before the circuit opened and had to wait since. */
  recheck(operation: string): void
  now(): MountHealth
  /** Lets the next call try at once. */
  endRest(): void
}

type Circuit =
  | { readonly kind: 'closed' }
  | { readonly kind: 'open'; readonly untilMs: number; readonly lengthMs: number }
  /** One call is trying. */
  | { readonly kind: 'trying'; readonly pass: Pass; readonly lengthMs: number }

export interface HealthOptions {
  /** The mount's name. */
  readonly mount: string
  /** Called when the result of `now` has changed. */
  readonly onChange?: () => void
}

export function createHealth({ mount, onChange = () => {} }: HealthOptions): Health {
  let circuit: Circuit = { kind: 'closed' }
  let state: Exclude<MountHealth['state'], 'open'> = 'unknown'
  let last: Failure | undefined
  const strikes = createStrikes()

  function become(next: typeof state, failure: Failure | undefined) {
    const isSame = state === next && last?.message === failure?.message && circuit.kind === 'closed'
    state = next
    last = failure
    if (!isSame) onChange()
  }

  function answered(tookMs: number | undefined) {
    strikes.clear()
    const wasClosed = circuit.kind === 'closed'
    circuit = { kind: 'closed' }
    const next = tookMs !== undefined && tookMs >= slowMs ? 'slow' : 'ok'
    if (!wasClosed || state !== next || last) {
      state = next
      last = undefined
      onChange()
    }
  }

  /**
   * A refused sign-in does not open the circuit: a retry does no harm, and the user may correct the sign-in at any
   * moment.
   */
  function refused(failure: Failure) {
    strikes.clear()
    circuit = { kind: 'closed' }
    become('refused', failure)
  }

  function rest(lengthMs: number, failure: Failure) {
    const length = Math.min(Math.max(lengthMs, failure.retryAfterMs ?? 0), restMs.longest)
    circuit = { kind: 'open', untilMs: performance.now() + length, lengthMs: length }
    state = failure.kind === 'busy' ? 'slow' : 'failing'
    last = failure
    onChange()
  }

  function strike(failure: Failure, weight: number, number: number) {
    if (strikes.add(1 / weight, number)) rest(restMs.first, failure)
    else become(failure.kind === 'busy' ? 'slow' : 'failing', failure)
  }

  function createPass(number: number): Pass {
    const trying = () => (circuit.kind === 'trying' && circuit.pass === pass ? circuit : undefined)
    const pass: Pass = {
      answered,
      failed(error) {
        if (error instanceof RestingError) return pass.left()
        const failure = error instanceof StorageError ? error.failure : undefined
        const weight = failure && strikesToRest[failure.kind]
        if (failure && weight !== undefined) {
          const tried = trying()
          if (tried) rest(tried.lengthMs * 2, failure)
          else if (circuit.kind === 'closed') strike(failure, weight, number)
        } else if (failure?.kind === 'sign-in') refused(failure)
        else if (failure && answers.has(failure.kind)) answered(undefined)
        else pass.left()
      },
      left() {
        const tried = trying()
        if (tried) circuit = { kind: 'open', untilMs: performance.now(), lengthMs: tried.lengthMs }
      },
    }
    return pass
  }

  function refuseWhileResting(operation: string) {
    const waitMs = restLeftMs(circuit)
    if (waitMs > 0) throw refusal(mount, operation, waitMs, last)
  }

  return {
    admit(operation) {
      const pass = createPass(strikes.admit())
      if (circuit.kind === 'trying') throw refusal(mount, operation, soonMs, last)
      refuseWhileResting(operation)
      if (circuit.kind === 'open') circuit = { kind: 'trying', pass, lengthMs: circuit.lengthMs }
      return pass
    },
    recheck: refuseWhileResting,
    now: () => shownHealth(circuit, state, last),
    endRest() {
      if (circuit.kind === 'open') circuit = { ...circuit, untilMs: performance.now() }
    },
  }
}

function restLeftMs(circuit: Circuit): number {
  return circuit.kind === 'open' ? Math.max(0, circuit.untilMs - performance.now()) : 0
}

function shownHealth(
  circuit: Circuit,
  state: Exclude<MountHealth['state'], 'open'>,
  last: Failure | undefined,
): MountHealth {
  const failure = last && { failure: last.message, kind: last.kind }
  if (circuit.kind === 'closed') return { state, ...failure }
  return { state: 'open', ...failure, nextTryMs: Math.ceil(restLeftMs(circuit)) }
}

/**
 * Counts failures in a row. Calls that fail in parallel count once, because one broken connection may fail all of them.
 */
function createStrikes() {
  let count = 0
  let admitted = 0
  /** Calls up to this number are already counted. */
  let struck = 0
  return {
    /** Returns the number of an admitted call. */
    admit: () => (admitted += 1),
    clear: () => void (count = 0),
    /** Adds a fraction of the limit for a call. Returns whether the limit is reached. */
    add(part: number, call: number): boolean {
      if (call > struck) {
        count += part
        struck = admitted
      }
      return count > 1 - 1e-9
    },
  }
}

function refusal(mount: string, operation: string, waitMs: number, last: Failure | undefined): RestingError {
  const seconds = Math.max(1, Math.ceil(waitMs / 1000))
  const kind = last?.kind ?? 'unreachable'
  return new RestingError({
    kind,
    ...said(kind === 'busy' ? 'health.slow-down' : 'health.silent', { mount, seconds }),
    operation,
    retry: 'exhausted',
    retryAfterMs: Math.ceil(waitMs),
    ...(last && { detail: last.message }),
  })
}

/** What a successful attempt proves about a mount's health. `nothing`: the attempt may not have reached it. */
export type Finding = 'answer' | 'nothing'

/** Runs one attempt through the circuit breaker. */
export async function guarded<T>(
  health: Health,
  operation: string,
  signal: AbortSignal,
  attempt: () => Promise<T>,
  finding: Finding = 'answer',
): Promise<T> {
  const pass = health.admit(operation)
  const began = performance.now()
  try {
    const value = await attempt()
    if (finding === 'answer') pass.answered(performance.now() - began)
    else pass.left()
    return value
  } catch (error) {
    if (signal.aborted) pass.left()
    else pass.failed(error)
    throw error
  }
}
