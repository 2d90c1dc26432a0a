import { type Said } from '../../contract/sentences/said.ts'
import { type FailureKind, StorageError } from '../../contract/failure.ts'

/** Returns the failure and does not throw it: `throw archiveFailure(…)`. */
export function archiveFailure(kind: FailureKind, why: Said, cause?: unknown): StorageError {
  const detail = cause instanceof Error ? { detail: cause.message } : {}
  return new StorageError({ kind, ...why, operation: 'archive.read', ...detail }, { cause })
}

/** Turns an error in the bytes of an archive into `corrupt`. Failures of the mount below are returned as they are. */
export function asCorrupt(error: unknown, why: Said, signal: AbortSignal): unknown {
  if (signal.aborted || error instanceof StorageError) return error
  return archiveFailure('corrupt', why, error)
}
