/** What stores refuse, worded alike. What a store's own codes mean it says itself; `meanings.ts` has what they share. */
import { type Failure, type FailureKind, StorageError } from '../../../../contract/failure.ts'
import { type CodeOf, type Said, said, saidOf } from '../../../../contract/sentences/said.ts'
import { refuse as refuseAt } from '../../refusals.ts'
import { badRequest, broken, type PlainCode } from './meanings.ts'
import type { Refusal } from './refusal.ts'

/** What was being done, for wording. */
export interface Attempt {
  /** As `s3.method`. */
  readonly operation: string
  readonly path: string
  /** The bucket or container, where it is known. */
  readonly container?: string
}

export interface Words<R> {
  readonly path: string
  /** What holds it; empty where that is not known. */
  readonly container: string
  readonly refusal: R
}

export interface Meaning<R> {
  readonly kind: FailureKind
  readonly retry?: Failure['retry']
  readonly say: PlainCode | ((words: Words<R>) => Said)
}

export interface Failures<R extends Refusal> {
  /** A refusal as a failure, with itself as the cause. All else comes back as it is. */
  readonly failure: (error: unknown, attempt: Attempt) => unknown
  /** Runs `work`, with its errors as ours. */
  readonly failingAs: <T>(attempt: Attempt, work: () => Promise<T>) => Promise<T>
  readonly meaningOf: (refusal: R) => Meaning<R> | undefined
  /** May the same succeed soon? It may also have been done already. */
  readonly mayPass: (refusal: R) => boolean
}

export interface FailuresOptions<R extends Refusal> {
  readonly isOurs: (error: unknown) => error is R
  /** The key of the mount that names the server. */
  readonly setting: string
  /** By code; those that are not named go by their status. */
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

/** A failure we see ourselves. A code by itself is a sentence about the path. */
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
  return refuse('bad-input', 'objects.bad-upload', attempt)
}

export function badPieces(attempt: Attempt) {
  return refuse('bad-input', 'objects.bad-pieces', attempt)
}

export function tooManyPieces(attempt: Attempt, most: number) {
  return refuse('bad-input', said('objects.too-many-pieces', { what: attempt.path, most }), attempt)
}

export function notAsSent(attempt: Attempt) {
  return refuse('corrupt', 'objects.upload-differs', attempt)
}

export function otherSize(attempt: Attempt, stored: number | undefined, bytes: number) {
  return refuse('corrupt', said('objects.other-size', { what: attempt.path, stored: stored ?? 0, bytes }), attempt)
}
