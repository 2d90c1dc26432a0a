import { type Said } from '../../contract/sentences/said.ts'
import { type FailureKind, StorageError } from '../../contract/failure.ts'

/** Throws nothing itself: `throw archiveFailure(…)`. */
export function archiveFailure(kind: FailureKind, why: Said, cause?: unknown): StorageError {
  const detail = cause instanceof Error ? { detail: cause.message } : {}
  return new StorageError({ kind, ...why, operation: 'archive.read', ...detail }, { cause })
}

/** What is wrong with the bytes of an archive; failures of the mount it lies on are told as they are. */
export function asCorrupt(error: unknown, why: Said, signal: AbortSignal): unknown {
  if (signal.aborted || error instanceof StorageError) return error
  return archiveFailure('corrupt', why, error)
}
