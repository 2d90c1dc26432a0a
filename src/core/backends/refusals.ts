/** Failures that backends detect themselves, with the same sentences for all stores of files and folders. */
import { type Failure, type FailureKind, StorageError } from '../../contract/failure.ts'
import { type CodeOf, type Said, saidOf } from '../../contract/sentences/said.ts'

/** The failure that an error of a store stands for. */
export interface Meaning {
  readonly kind: FailureKind
  readonly code: CodeOf<'what'>
  readonly retry?: Failure['retry']
}

/** Returns a failure about `path`. `why` is a code, or a sentence with its own values. */
export function refuse(
  kind: FailureKind,
  why: CodeOf<'what'> | Said,
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

/** Returns the failure for an error of a store, with that error as its cause. */
export function meant(
  { kind, code, retry = 'never' }: Meaning,
  { operation, path, detail }: { readonly operation: string; readonly path: string; readonly detail: string },
  cause: unknown,
): StorageError {
  return new StorageError({ kind, ...saidOf(code, { what: path }), operation, retry, detail }, { cause })
}

/** Returns a function that runs `work` and translates its errors. */
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

/** Returns the code that tells why a server cannot be reached, from the system's error. */
export function reachCodeOf(error: unknown) {
  const { code } = (error ?? {}) as { readonly code?: unknown }
  return reachCodes[code as keyof typeof reachCodes] ?? 'reach.failed'
}
