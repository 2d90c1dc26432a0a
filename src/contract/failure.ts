import type { Failure } from './schemas/failure.ts'

export type { Failure, FailureKind } from './schemas/failure.ts'

/** The error that core throws and that the caller catches on the other side of a connection. It carries a `Failure`. */
export class StorageError extends Error {
  readonly failure: Failure

  constructor(failure: Omit<Failure, 'retry'> & { retry?: Failure['retry'] }, options?: { cause?: unknown }) {
    super(failure.message, options)
    this.name = 'StorageError'
    this.failure = { retry: 'never', ...failure }
  }
}

/** Returns the failure that an error carries. Any unexpected error becomes `internal`. */
export function failureOf(error: unknown, operation = 'unknown'): Failure {
  if (error instanceof StorageError) return error.failure
  const detail = error instanceof Error ? `${error.name}: ${error.message}` : String(error)
  return { kind: 'internal', message: 'Something went wrong inside Portolan.', operation, retry: 'never', detail }
}
