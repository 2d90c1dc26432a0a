/** What stores refuse, worded alike. What a store's own codes mean it says itself; `meanings.ts` has what they share. */
import { type Failure, type FailureKind, StorageError } from '../../../../contract/failure.ts'
import { baseName } from '../../../../contract/location.ts'
import { badRequest, broken } from './meanings.ts'
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
  /** The entry, quoted. */
  readonly what: string
  /** What holds it, as in `bucket “reports”`. */
  readonly container: string
  readonly refusal: R
}

export interface Meaning<R> {
  readonly kind: FailureKind
  readonly retry?: Failure['retry']
  readonly say: (words: Words<R>) => string
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
  readonly container: 'bucket' | 'container'
  /** By code; those that are not named go by their status. */
  readonly meanings: Readonly<Record<string, Meaning<R>>>
}

export function createFailures<R extends Refusal>({ isOurs, container, meanings }: FailuresOptions<R>): Failures<R> {
  function meaningOf({ code, status }: R): Meaning<R> | undefined {
    if (Object.hasOwn(meanings, code)) return meanings[code]
    if (status === undefined) return undefined
    return meanings[`Http${status}`] ?? (status >= 500 ? broken : status >= 400 ? badRequest : undefined)
  }
  function failure(error: unknown, attempt: Attempt): unknown {
    if (!isOurs(error)) return error
    const meaning = meaningOf(error)
    if (!meaning) return error.cause ?? error
    const named = attempt.container === undefined ? container : `${container} “${attempt.container}”`
    const { kind, retry = 'never', say } = meaning
    const message = capital(say({ what: nameOf(attempt.path), container: named, refusal: error }))
    const { code, retryAfterMs } = error
    const wait = retry === 'later' && retryAfterMs !== undefined ? { retryAfterMs } : {}
    const detail = `${code}: ${error.message}`
    return new StorageError({ kind, message, operation: attempt.operation, retry, ...wait, detail }, { cause: error })
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

/** A failure we see ourselves. */
export function refuse(kind: FailureKind, say: (what: string) => string, attempt: Attempt): StorageError {
  return new StorageError({ kind, message: capital(say(nameOf(attempt.path))), operation: attempt.operation })
}

export function nothingAt(attempt: Attempt) {
  return refuse('not-found', (what) => `Nothing is at ${what}.`, attempt)
}

export function notAFile(attempt: Attempt) {
  return refuse('not-a-file', (what) => `${what} is a folder, not a file.`, attempt)
}

export function taken(attempt: Attempt) {
  return refuse('exists', (what) => `There is something named ${what} already.`, attempt)
}

export function badToken(attempt: Attempt) {
  return refuse('bad-input', (what) => `That can’t be an unfinished upload of ${what}.`, attempt)
}

export function badPieces(attempt: Attempt, problem: string) {
  return refuse('bad-input', (what) => `${what} can’t be put together: ${problem}.`, attempt)
}

export function notAsSent(attempt: Attempt) {
  return refuse('corrupt', (what) => `The pieces of ${what} that are there are not those that were sent.`, attempt)
}

export function otherSize(attempt: Attempt, storedBytes: number | undefined, bytes: number) {
  return refuse('corrupt', (what) => `${what} has ${storedBytes} bytes there instead of ${bytes}.`, attempt)
}

function nameOf(path: string): string {
  return path === '' ? 'the top folder' : `“${baseName(path)}”`
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
