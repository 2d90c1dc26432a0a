/**
 * Checks before a change, because HDFS creates missing folders by itself, and reports success when it should create an
 * existing one.
 */
import type { Waits, WriteOptions } from '../../backend.ts'
import type { Cluster } from '../connect/cluster.ts'
import { hdfsPath, type HdfsPath, parentOf } from '../connect/paths.ts'
import { type Attempt, refuse, taken } from '../failures/failures.ts'
import { type FileStatus, isFolder } from '../read/facts.ts'
import { lookUpIfAny } from '../read/look-up.ts'

export interface Target {
  readonly full: HdfsPath
  /** The file that will be replaced. */
  readonly old?: FileStatus
}

/** Throws `exists`, `not-a-file`, and the failures of `checkFolder`. */
export async function targetOf(
  cluster: Cluster,
  { ifExists, isKnownFree, signal }: Pick<WriteOptions, 'ifExists' | 'isKnownFree' | 'signal'>,
  attempt: Attempt,
): Promise<Target> {
  const { operation, path } = attempt
  if (path === '') throw refuse('not-a-file', 'store.top-not-a-file', attempt)
  const full = hdfsPath(cluster.root, path, operation)
  if (isKnownFree) return { full }
  const [old] = await Promise.all([
    lookUpIfAny(cluster, full, { signal }),
    checkFolder(cluster, full, attempt, { signal }),
  ])
  if (!old) return { full }
  if (isFolder(old)) throw folderThere(attempt)
  if (ifExists === 'fail') throw taken(attempt)
  return { full, old }
}

/** Throws `not-found` or `not-a-folder` if the parent of a path cannot hold an entry. */
export async function checkFolder(cluster: Cluster, full: HdfsPath, attempt: Attempt, options: Waits): Promise<void> {
  const folder = await lookUpIfAny(cluster, parentOf(full), options)
  if (!folder) throw refuse('not-found', 'store.no-parent', attempt)
  if (isFolder(folder)) return
  throw refuse('not-a-folder', 'store.parent-is-a-file', attempt)
}

export function folderThere(attempt: Attempt) {
  return refuse('not-a-file', 'store.folder-exists', attempt)
}
