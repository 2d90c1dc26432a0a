import type { Failure } from './schemas/failure.ts'

export type { Failure, FailureKind } from './schemas/failure.ts'

/** What core throws and what a caller on the far side of the wire catches: an error that carries a `Failure`. */
export class StorageError extends Error {
  readonly failure: Failure

  constructor(failure: Omit<Failure, 'retry'> & { retry?: Failure['retry'] }, options?: { cause?: unknown }) {
    super(failure.message, options)
    this.name = 'StorageError'
    this.failure = { retry: 'never', ...failure }
  }
}

/** The failure an error carries; anything unforeseen becomes `internal`. */
export function failureOf(error: unknown, operation = 'unknown'): Failure {
  if (error instanceof StorageError) return error.failure
  const detail = error instanceof Error ? `${error.name}: ${error.message}` : String(error)
  return { kind: 'internal', message: 'Something went wrong inside Portolan.', operation, retry: 'never', detail }
}
