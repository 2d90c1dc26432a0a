/** Changes of names: new folders, removals, renames. */
import type { RenameOptions, Waits } from '../../backend.ts'
import type { Cluster } from '../connect/cluster.ts'
import { hdfsPath } from '../connect/paths.ts'
import { type Attempt, failingAs, isAbsent, nothingAt, refuse, taken } from '../failures/failures.ts'
import { isFolder } from '../read/facts.ts'
import { lookUp, lookUpIfAny } from '../read/look-up.ts'
import { move, remove } from './move.ts'
import { checkFolder } from './targets.ts'

export async function makeFolder(cluster: Cluster, path: string, { signal }: Waits): Promise<void> {
  const attempt: Attempt = { operation: 'hdfs.makeFolder', path }
  return failingAs(attempt, async () => {
    if (path === '') throw refuse('exists', 'store.top-exists', attempt)
    const full = hdfsPath(cluster.root, path, attempt.operation)
    const [there] = await Promise.all([
      lookUpIfAny(cluster, full, { signal }),
      checkFolder(cluster, full, attempt, { signal }),
    ])
    if (there) throw taken(attempt)
    const { boolean: isMade = true } = await cluster.namenodes.json<{ readonly boolean: boolean }>({
      method: 'PUT',
      op: 'MKDIRS',
      path: full,
      signal,
    })
    if (!isMade) throw refuse('denied', 'hdfs.no-folder-made', attempt)
  })
}

export async function removeEntry(cluster: Cluster, path: string, { signal }: Waits): Promise<void> {
  const attempt: Attempt = { operation: 'hdfs.remove', path }
  return failingAs(attempt, async () => {
    if (path === '') throw refuse('denied', 'store.top-unchangeable', attempt)
    if (!(await remove(cluster, hdfsPath(cluster.root, path, attempt.operation), signal))) throw nothingAt(attempt)
  })
}

/** Moves an entry within the mount, in one step. */
export async function renameEntry(
  cluster: Cluster,
  from: string,
  to: string,
  { ifExists, signal }: RenameOptions,
): Promise<void> {
  const attempt: Attempt = { operation: 'hdfs.rename', path: to }
  const ofSource: Attempt = { ...attempt, path: from }
  return failingAs(attempt, async () => {
    if (from === '' || to === '') {
      throw refuse('bad-input', 'store.top-unchangeable', ofSource)
    }
    const source = hdfsPath(cluster.root, from, attempt.operation)
    const target = hdfsPath(cluster.root, to, attempt.operation)
    const [moved, found] = await Promise.all([
      failingAs(ofSource, () => lookUp(cluster, source, { signal })),
      lookUpIfAny(cluster, target, { signal }),
    ])
    if (isFolder(moved) && target.startsWith(`${source}/`)) {
      throw refuse('bad-input', 'store.into-itself', ofSource)
    }
    if (source === target) return
    const mayReplace = ifExists === 'replace' && !isFolder(moved)
    if (found && (isFolder(found) || !mayReplace)) throw taken(attempt)
    if (!found) await checkFolder(cluster, target, attempt, { signal })
    try {
      await move(cluster, source, target, attempt, { mayReplace, signal })
    } catch (error) {
      throw isAbsent(error) ? nothingAt(ofSource) : error
    }
  })
}
