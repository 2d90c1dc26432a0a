/** Files of Portolan's own: its settings, its queue, its lists. What keeps them from being written is told in a sentence. */
import { dirname } from 'node:path'
import { type FailureKind, StorageError } from '../../contract/failure.ts'

export interface OwnFile {
  /** As in `Portolan can’t write …`: `its list of mounts`. */
  readonly what: string
  readonly path: string
}

interface Reason {
  readonly kind: FailureKind
  readonly why: string
  readonly advice: string
}

const full: Reason = {
  kind: 'no-space',
  why: 'the disk is full',
  advice: 'Make room there, then try again.',
}
const denied: Reason = {
  kind: 'denied',
  why: 'you have no right to write there',
  advice: 'Put that right, or set PORTOLAN_HOME to another folder.',
}
const readOnly: Reason = {
  kind: 'read-only',
  why: 'the disk can only be read',
  advice: 'Set PORTOLAN_HOME to a folder that can be written.',
}
const broken: Reason = {
  kind: 'denied',
  why: 'the disk does not take it',
  advice: 'Put that right, then try again.',
}

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

/** What the system says of a file of ours as a failure; anything else comes back as it is. */
export function ownFileFailure(error: unknown, { what, path }: OwnFile): unknown {
  if (error instanceof StorageError || !(error instanceof Error)) return error
  const reason = reasonOf((error as NodeJS.ErrnoException).code)
  if (!reason) return error
  const { kind, why, advice } = reason
  const message = `Portolan can’t write ${what} in ${dirname(path)}, because ${why}. ${advice}`
  return new StorageError({ kind, message, operation: ownFileOperation, detail: error.message }, { cause: error })
}

const ownFileOperation = 'files.own'

/** Could a file of ours not be written? */
export function isOwnFileFailure(error: unknown): boolean {
  return error instanceof StorageError && error.failure.operation === ownFileOperation
}

/** Does work that writes a file of ours. */
export async function writingOwn<T>(file: OwnFile, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw ownFileFailure(error, file)
  }
}

/** As `writingOwn`, of what does not wait. */
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
  // the database has many words for a disk that fails; any other system error is no better
  return code.startsWith('SQLITE_IOERR') || /^E[A-Z]+$/.test(code) ? broken : undefined
}
