/**
 * Portolan's own files: its settings, its queue, its lists. If one can't be written, the failure has a message for the
 * user.
 */
import { said } from '../../contract/sentences/said.ts'
import { type FailureKind, StorageError } from '../../contract/failure.ts'

interface Reason {
  readonly kind: FailureKind
  readonly code: 'own-file.full' | 'own-file.denied' | 'own-file.read-only' | 'own-file.broken'
}

const full: Reason = { kind: 'no-space', code: 'own-file.full' }
const denied: Reason = { kind: 'denied', code: 'own-file.denied' }
const readOnly: Reason = { kind: 'read-only', code: 'own-file.read-only' }
const broken: Reason = { kind: 'denied', code: 'own-file.broken' }

const reasons: Readonly<Record<string, Reason>> = {
  ENOSPC: full,
  EDQUOT: full,
  SQLITE_FULL: full,
  EACCES: denied,
  EPERM: denied,
  EROFS: readOnly,
  SQLITE_READONLY: readOnly,
  SQLITE_CANTOPEN: broken,
}

/** Turns a system error about one of our own files into a failure. Any other error is returned as it is. */
export function ownFileFailure(error: unknown, path: string): unknown {
  if (error instanceof StorageError || !(error instanceof Error)) return error
  const reason = reasonOf((error as NodeJS.ErrnoException).code)
  if (!reason) return error
  const { kind, code } = reason
  return new StorageError(
    { kind, ...said(code, { path }), operation: ownFileOperation, detail: error.message },
    { cause: error },
  )
}

const ownFileOperation = 'files.own'

/** Tells whether the error is a failure to write one of our own files. */
export function isOwnFileFailure(error: unknown): boolean {
  return error instanceof StorageError && error.failure.operation === ownFileOperation
}

/** Runs work that writes one of our own files. */
export async function writingOwn<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw ownFileFailure(error, path)
  }
}

/** Like `writingOwn`, for synchronous work. */
export function opening<T>(work: () => T, asFailure: (error: unknown) => unknown): T {
  try {
    return work()
  } catch (error) {
    throw asFailure(error)
  }
}

function reasonOf(code: unknown): Reason | undefined {
  if (typeof code !== 'string') return undefined
  const known = reasons[code]
  if (known) return known
  // The database has many codes for a failing disk, and any other system error is treated the same.
  return code.startsWith('SQLITE_IOERR') || /^E[A-Z]+$/.test(code) ? broken : undefined
}
