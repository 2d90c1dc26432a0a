import type { Space } from '../../../../contract/facets.ts'
import type { Waits } from '../../backend.ts'
import { WebRefusal } from '../../web/refusal.ts'
import type { Cluster } from '../connect/cluster.ts'
import { hdfsPath, type HdfsPath } from '../connect/paths.ts'
import { failingAs, refuse } from '../failures/failures.ts'
import { lookUp } from './look-up.ts'
import { isUnknown } from './list.ts'

interface Usage {
  /** Counts all replicas. Negative without a quota. */
  readonly spaceQuota?: number
  readonly spaceConsumed?: number
}
interface Status {
  readonly capacity?: number
  readonly remaining?: number
}

/**
 * Returns the quota of the mount's folder, or else the space of the whole cluster. Undefined if the cluster reports
 * neither.
 */
export async function findSpace(cluster: Cluster, { signal }: Waits): Promise<Space | undefined> {
  const [usage, status] = await Promise.all([
    ask<{ QuotaUsage: Usage }>(cluster, 'GETQUOTAUSAGE', cluster.root, signal),
    ask<{ FsStatus: Status }>(cluster, 'GETSTATUS', cluster.root, signal),
  ])
  const { spaceQuota = -1, spaceConsumed = 0 } = usage.QuotaUsage ?? {}
  if (spaceQuota > 0) return { totalBytes: spaceQuota, freeBytes: Math.max(0, spaceQuota - spaceConsumed) }
  const { capacity, remaining } = status.FsStatus ?? {}
  return capacity === undefined || remaining === undefined ? undefined : { totalBytes: capacity, freeBytes: remaining }
}

export async function readSpace(cluster: Cluster, path: string, options: Waits): Promise<Space> {
  const operation = 'hdfs.space'
  return failingAs({ operation, path }, async () => {
    if (path !== '') await lookUp(cluster, hdfsPath(cluster.root, path, operation), options)
    const space = await findSpace(cluster, options)
    if (space) return space
    throw refuse('unsupported', 'hdfs.no-space-report', { operation, path })
  })
}

/** Older releases know neither operation, and not every user may request them. */
async function ask<T>(cluster: Cluster, op: string, path: HdfsPath, signal: AbortSignal): Promise<Partial<T>> {
  try {
    return await cluster.namenodes.json<T>({ op, path, signal })
  } catch (error) {
    if (isUnknown(error) || (error instanceof WebRefusal && error.status === 403)) return {}
    throw error
  }
}
