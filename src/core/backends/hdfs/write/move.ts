/** Moves an entry to another path. */
import type { Waits } from '../../backend.ts'
import { isCode } from '../../object-store/failures/refusal.ts'
import { stageNameOf } from '../../facets/stages.ts'
import { randomBytes } from 'node:crypto'
import type { Cluster } from '../connect/cluster.ts'
import { joinHdfs, type HdfsPath, parentOf } from '../connect/paths.ts'
import { type Attempt, refuse, taken } from '../failures/failures.ts'
import { isFolder } from '../read/facts.ts'
import { lookUpIfAny } from '../read/look-up.ts'
import { folderThere } from './targets.ts'

export interface MoveOptions extends Waits {
  /** Allows it to replace a file, but never a folder. */
  readonly mayReplace: boolean
}

/**
 * Moves in one step. Throws `exists`, and `not-a-file` if a folder has the name. HttpFS has no options for a rename,
 * and refuses if the name is in use. Then the old file is first moved aside, and moved back if that fails.
 */
export async function move(
  cluster: Cluster,
  from: HdfsPath,
  to: HdfsPath,
  attempt: Attempt,
  { mayReplace, signal }: MoveOptions,
): Promise<void> {
  try {
    if (await rename(cluster, from, to, mayReplace ? 'OVERWRITE' : 'NONE', signal)) return
  } catch (error) {
    if (isCode(error, 'FileAlreadyExistsException')) throw taken(attempt)
    const there = await lookUpIfAny(cluster, to, { signal }).catch(() => undefined)
    throw there && isFolder(there) ? folderThere(attempt) : error
  }
  const there = await lookUpIfAny(cluster, to, { signal })
  if (there && isFolder(there)) throw folderThere(attempt)
  if (there && !mayReplace) throw taken(attempt)
  if (!there) throw refuse('not-found', 'hdfs.not-moved', attempt)
  await replaceInSteps(cluster, from, to, attempt, signal)
}

/** Returns whether the rename took place. */
async function rename(
  { namenodes }: Cluster,
  from: HdfsPath,
  to: HdfsPath,
  how: 'OVERWRITE' | 'NONE',
  signal: AbortSignal,
): Promise<boolean> {
  const params = { destination: to, renameoptions: how }
  const { boolean: isDone = true } = await namenodes.json<{ readonly boolean: boolean }>({
    method: 'PUT',
    op: 'RENAME',
    path: from,
    params,
    signal,
  })
  return isDone
}

async function replaceInSteps(
  cluster: Cluster,
  from: HdfsPath,
  to: HdfsPath,
  attempt: Attempt,
  signal: AbortSignal,
): Promise<void> {
  const aside = joinHdfs(parentOf(to), stageNameOf(`old${randomBytes(8).toString('hex')}`), attempt.operation)
  const notMoved = () => refuse('busy', 'store.being-changed', attempt)
  if (!(await rename(cluster, to, aside, 'NONE', signal))) throw notMoved()
  try {
    if (!(await rename(cluster, from, to, 'NONE', signal))) throw notMoved()
  } catch (error) {
    // the old file must be moved back even if the caller aborted
    await rename(cluster, aside, to, 'NONE', AbortSignal.timeout(10_000)).catch(() => {})
    throw error
  }
  await remove(cluster, aside, signal).catch(() => {}) // the new file is stored, so a failure must not be reported
}

/** Returns whether something existed. Never removes a folder that is not empty. */
export async function remove({ namenodes }: Cluster, path: HdfsPath, signal: AbortSignal): Promise<boolean> {
  const params = { recursive: false }
  const { boolean: wasThere = true } = await namenodes.json<{ readonly boolean: boolean }>({
    method: 'DELETE',
    op: 'DELETE',
    path,
    params,
    signal,
  })
  return wasThere
}
