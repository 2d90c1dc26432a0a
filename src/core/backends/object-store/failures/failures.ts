/**
 * The failures of object stores, with the same sentences for all. Each store defines the meaning of its own codes;
 * `meanings.ts` contains the common ones.
 */
import { type Failure, type FailureKind, StorageError } from '../../../../contract/failure.ts'
import { type CodeOf, type Said, said, saidOf } from '../../../../contract/sentences/said.ts'
import { refuse as refuseAt } from '../../refusals.ts'
import { badRequest, broken, type PlainCode } from './meanings.ts'
import type { Refusal } from './refusal.ts'

/** The operation that was attempted, for the sentence of a failure. */
export interface Attempt {
  /** In the form `s3.method`. */
  readonly operation: string
  readonly path: string
  /** The bucket or container, if known. */
  readonly container?: string
}

export interface Words<R> {
  readonly path: string
  /** The name of the container; empty if unknown. */
  readonly container: string
  readonly refusal: R
}

export interface Meaning<R> {
  readonly kind: FailureKind
  readonly retry?: Failure['retry']
  readonly say: PlainCode | ((words: Words<R>) => Said)
}

export interface Failures<R extends Refusal> {
  /** Translates a refusal into a failure with the refusal as its cause. Other errors are returned unchanged. */
  readonly failure: (error: unknown, attempt: Attempt) => unknown
  /** Runs `work` and translates its errors. */
  readonly failingAs: <T>(attempt: Attempt, work: () => Promise<T>) => Promise<T>
  readonly meaningOf: (refusal: R) => Meaning<R> | undefined
  /** Tells whether the same request may succeed soon. It may also have taken effect already. */
  readonly mayPass: (refusal: R) => boolean
}

export interface FailuresOptions<R extends Refusal> {
  readonly isOurs: (error: unknown) => error is R
  /** The key of the mount that names the server. */
  readonly setting: string
  /** The meanings by code. A code that is not listed is judged by its status. */
  readonly meanings: Readonly<Record<string, Meaning<R>>>
}

export function createFailures<R extends Refusal>(options: FailuresOptions<R>): Failures<R> {
  const { isOurs, setting, meanings } = options
  function meaningOf({ code, status }: R): Meaning<R> | undefined {
    if (Object.hasOwn(meanings, code)) return meanings[code]
    if (status === undefined) return undefined
    return meanings[`Http${status}`] ?? (status >= 500 ? broken : status >= 400 ? badRequest : undefined)
  }
  function failure(error: unknown, attempt: Attempt): unknown {
    if (!isOurs(error)) return error
    const meaning = meaningOf(error)
    if (!meaning) return error.cause ?? error
    const { path, container = '' } = attempt
    const { kind, retry = 'never', say } = meaning
    const sentence =
      typeof say === 'string'
        ? saidOf(say, { what: path, container, setting })
        : say({ path, container, refusal: error })
    const { code, retryAfterMs } = error
    const wait = retry === 'later' && retryAfterMs !== undefined ? { retryAfterMs } : {}
    const detail = `${code}: ${error.message}`
    return new StorageError(
      { kind, ...sentence, operation: attempt.operation, retry, ...wait, detail },
      { cause: error },
    )
  }
  return {
    failure,
    meaningOf,
    mayPass: (refusal) => meaningOf(refusal)?.retry === 'later',
    async failingAs(attempt, work) {
      try {
        return await work()
      } catch (error) {
        throw failure(error, attempt)
      }
    },
  }
}

/** Returns a failure that we detect ourselves. A plain code stands for a sentence about the path. */
export function refuse(kind: FailureKind, why: CodeOf<'what'> | Said, { operation, path }: Attempt): StorageError {
  return refuseAt(kind, why, operation, path)
}

export function nothingAt(attempt: Attempt) {
  return refuse('not-found', 'store.not-found', attempt)
}

export function notAFile(attempt: Attempt) {
  return refuse('not-a-file', 'store.not-a-file', attempt)
}

export function notAFolder(attempt: Attempt) {
  return refuse('not-a-folder', 'store.not-a-folder', attempt)
}

export function taken(attempt: Attempt) {
  return refuse('exists', 'store.exists', attempt)
}

export function badToken(attempt: Attempt) {
  return refuse('bad-input', 'store.bad-stage', attempt)
}

export function badPieces(attempt: Attempt) {
  return refuse('bad-input', 'store.bad-pieces', attempt)
}

export function tooManyPieces(attempt: Attempt, most: number) {
  return refuse('bad-input', said('objects.too-many-pieces', { what: attempt.path, most }), attempt)
}

export function notAsSent(attempt: Attempt) {
  return refuse('corrupt', 'store.piece-differs', attempt)
}

export function otherSize(attempt: Attempt, stored: number | undefined, bytes: number) {
  return refuse(
    'corrupt',
    said('server.wrong-size', { what: attempt.path, actual: stored ?? 0, expected: bytes }),
    attempt,
  )
}
