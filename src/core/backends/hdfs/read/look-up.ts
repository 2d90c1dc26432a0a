import type { Entry } from '../../../../contract/entry.ts'
import { baseName } from '../../../../contract/location.ts'
import type { Waits } from '../../backend.ts'
import { WebRefusal } from '../../web/refusal.ts'
import type { Cluster } from '../connect/cluster.ts'
import { hdfsPath, type HdfsPath } from '../connect/paths.ts'
import { failingAs, isAbsent, notAFolder } from '../failures/failures.ts'
import { entryOf, type FileStatus, isFolder } from './facts.ts'

/** Throws a `WebRefusal` if nothing exists at the path. */
export async function lookUp({ namenodes }: Cluster, path: HdfsPath, { signal }: Waits): Promise<FileStatus> {
  const { FileStatus: status } = await namenodes.json<{ readonly FileStatus: FileStatus }>({
    op: 'GETFILESTATUS',
    path,
    signal,
  })
  if (status === undefined) throw WebRefusal.of('NoWebHdfs', 'the answer has no FileStatus')
  return status
}

/** Returns undefined if nothing exists at the path. */
export async function lookUpIfAny(cluster: Cluster, path: HdfsPath, options: Waits): Promise<FileStatus | undefined> {
  try {
    return await lookUp(cluster, path, options)
  } catch (error) {
    if (isAbsent(error)) return undefined
    throw error
  }
}

export async function statEntry(cluster: Cluster, path: string, options: Waits): Promise<Entry> {
  const operation = 'hdfs.stat'
  return failingAs({ operation, path }, async () =>
    entryOf(path === '' ? '' : baseName(path), await lookUp(cluster, hdfsPath(cluster.root, path, operation), options)),
  )
}

/** Throws `not-a-folder` if the mount's path is that of a file. */
export async function lookUpRoot(cluster: Cluster, options: Waits): Promise<void> {
  if (!isFolder(await lookUp(cluster, cluster.root, options))) throw notAFolder({ operation: 'hdfs.open', path: '' })
}
