/** Checks before and after a change, because a status alone does not tell what prevents it. */
import { parentPath } from '../../../../contract/location.ts'
import type { Waits, WriteOptions } from '../../backend.ts'
import { davPath, type DavPath } from '../connect/paths.ts'
import type { DavServer } from '../connect/server.ts'
import { existing, hasStatus, refuse, StatusError } from '../failures/failures.ts'
import { lookUpIfAny } from '../read/look-up.ts'
import type { Resource } from '../read/multistatus.ts'

export interface Target {
  readonly full: DavPath
  /** The file that will be replaced. */
  readonly old?: Resource
}

/** Throws `exists`, `not-a-file`. */
export async function targetOf(
  server: DavServer,
  path: string,
  { ifExists, isKnownFree, signal }: Pick<WriteOptions, 'ifExists' | 'isKnownFree' | 'signal'>,
  operation: string,
): Promise<Target> {
  if (path === '') throw refuse('not-a-file', 'store.top-not-a-file', operation, path)
  const full = davPath(server.root, path, operation)
  const old = isKnownFree ? undefined : await lookUpIfAny(server, full, { signal })
  if (!old) return { full }
  if (old.isFolder) throw refuse('not-a-file', 'store.folder-exists', operation, path)
  if (ifExists === 'fail') throw existing(operation, path)
  return { full, old }
}

/**
 * Finds out why a file could not be stored at a path: its parent may be missing, or may not be a folder. Returns the
 * original error if neither is the case.
 */
export async function explainPut(
  server: DavServer,
  path: string,
  error: unknown,
  operation: string,
  { signal }: Waits,
): Promise<unknown> {
  if (!(error instanceof StatusError) || hasStatus(error, 401, 423, 429, 503, 507)) return error
  const parent = parentPath(path)
  if (parent === '' && !hasStatus(error, 404, 409)) return error
  try {
    const folder = await lookUpIfAny(server, davPath(server.root, parent, operation), { signal })
    if (!folder) return refuse('not-found', 'store.no-parent', operation, path, error)
    if (!folder.isFolder) {
      return refuse('not-a-folder', 'store.parent-is-a-file', operation, path, error)
    }
  } catch {
    // the original error is reported
  }
  return error
}
