/**
 * How a mount answers, and the circuit breaker that follows from it: after a few failures in a row the mount is given a
 * rest, in which calls are refused at once; then one call may try, and its outcome ends the rest or makes it longer.
 * It outlives a backend that is opened anew, as opening is one of the things that fail.
 */
import { said } from '../../../contract/sentences/said.ts'
import type { MountHealth } from '../../../contract/api/mounts.ts'
import { type Failure, type FailureKind, StorageError } from '../../../contract/failure.ts'

/** What is not there or not allowed is an answer, given by a mount in good health. */
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
 * How many such failures in a row make it rest. A `timeout` has taken its time; a store that is `busy` answers, and one
 * locked file must not stop a mount.
 */
const strikesToRest: Partial<Record<FailureKind, number>> = { unreachable: 3, timeout: 2, busy: 8 }

export const restMs = { first: 5000, longest: 60_000 }
const slowMs = 3000
/** For calls that come while another one tries. */
const soonMs = 1000

/** What a call is refused with while its mount rests. */
export class RestingError extends StorageError {}

/** One call's way past the breaker; one of its methods is called when it is known how it went. */
export interface Pass {
  /** With how long it took, where that says something. */
  answered(tookMs?: number): void
  failed(error: unknown): void
  /** Nothing was learnt: the caller left. */
  left(): void
}

export interface Health {
  /** Lets a call through, or throws `RestingError`. */
  admit(operation: string): Pass
  /** Refuses a call that was admitted before the mount was given a rest, and waited meanwhile. */
  recheck(operation: string): void
  now(): MountHealth
  /** Ends the rest: the next call may try. */
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
  /** Called when what `now` gives has changed. */
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

  /** No reason for a rest: trying again soon does no harm, and the sign-in may be corrected any moment. */
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

/** Failures in a row. Calls that failed side by side are one strike: a line that broke under many of them broke once. */
function createStrikes() {
  let count = 0
  let admitted = 0
  /** Calls up to this one have been struck off already. */
  let struck = 0
  return {
    /** Numbers a call that is let through. */
    admit: () => (admitted += 1),
    clear: () => void (count = 0),
    /** A part of what makes a mount rest, for a call; tells whether it is enough. */
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

/** What the success of an attempt says of a mount's health; `nothing` where it may not have been asked at all. */
export type Finding = 'answer' | 'nothing'

/** Runs one attempt past the breaker. */
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
