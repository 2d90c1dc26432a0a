/** Failures that backends see themselves, worded alike, for stores of files and folders. */
import { type Failure, type FailureKind, StorageError } from '../../contract/failure.ts'
import { type CodeOf, type Said, saidOf } from '../../contract/sentences/said.ts'

/** Codes whose sentence needs a path at most. */
export type CodeOfPath = CodeOf<'what'>

/** What an error of a store means. */
export interface Meaning {
  readonly kind: FailureKind
  readonly code: CodeOfPath
  readonly retry?: Failure['retry']
}

/** A failure about `path`, as a code, or as a sentence with values of its own. */
export function refuse(
  kind: FailureKind,
  why: CodeOfPath | Said,
  operation: string,
  path: string,
  cause?: unknown,
): StorageError {
  return new StorageError(
    { kind, ...(typeof why === 'string' ? saidOf(why, { what: path }) : why), operation },
    { cause },
  )
}

export function existing(operation: string, path: string, cause?: unknown): StorageError {
  return refuse('exists', 'store.exists', operation, path, cause)
}

/** An error of a store as a failure with that error as its cause. */
export function meant(
  { kind, code, retry = 'never' }: Meaning,
  { operation, path, detail }: { readonly operation: string; readonly path: string; readonly detail: string },
  cause: unknown,
): StorageError {
  return new StorageError({ kind, ...saidOf(code, { what: path }), operation, retry, detail }, { cause })
}

/** Runs `work`, with its errors as ours. */
export function failingWith(translate: (error: unknown, operation: string, path: string) => unknown) {
  return async <T>(operation: string, path: string, work: () => Promise<T>): Promise<T> => {
    try {
      return await work()
    } catch (error) {
      throw translate(error, operation, path)
    }
  }
}

const reachCodes = {
  ECONNREFUSED: 'reach.nothing-listens',
  ENOTFOUND: 'reach.unknown-host',
  EAI_AGAIN: 'reach.no-lookup',
  EHOSTUNREACH: 'reach.no-route',
  ENETUNREACH: 'reach.no-route',
  ETIMEDOUT: 'reach.timeout',
} as const

/** Why a server can't be reached, by the system's error. */
export function reachCodeOf(error: unknown) {
  const { code } = (error ?? {}) as { readonly code?: unknown }
  return reachCodes[code as keyof typeof reachCodes] ?? 'reach.failed'
}
