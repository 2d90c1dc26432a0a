import type { StorageError } from '../../../../contract/failure.ts'
import { refuse } from './failures.ts'
import { StatusError } from '../wire/exchange.ts'
import type { ServerPath } from '../wire/packet.ts'
import type { SftpSession } from '../wire/session.ts'

const plainFailure = 4

/** Tells whether an error has the status that gives no reason. */
export function isUnexplained(error: unknown): error is StatusError {
  return error instanceof StatusError && error.status === plainFailure
}

/**
 * Finds out why a change in `folder` failed, if the server gave no reason: its disk may be full or read-only. Returns
 * the original error if neither is the case or the server cannot tell.
 */
export async function explainChange(
  session: SftpSession,
  folder: ServerPath,
  error: unknown,
  at: { readonly operation: string; readonly path: string; readonly neededBytes?: number },
): Promise<unknown> {
  if (!isUnexplained(error) || !session.can('fileSystem')) return error
  try {
    const { freeBlocks, blockBytes, isReadOnly } = await session.fileSystem(folder)
    if (freeBlocks * blockBytes < (at.neededBytes ?? 1)) return full(error, at)
    if (isReadOnly) {
      return refuse('read-only', 'server.read-only', at.operation, at.path, error)
    }
  } catch {
    // the original error is reported
  }
  return error
}

function full(
  cause: unknown,
  { operation, path }: { readonly operation: string; readonly path: string },
): StorageError {
  return refuse('no-space', 'server.no-space', operation, path, cause)
}
