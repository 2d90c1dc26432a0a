import type { Capabilities } from '../../../../contract/capabilities.ts'
import type { Properties, PropertyChanges } from '../../../../contract/facets.ts'
import { checkChangeable } from '../../facets/changeable.ts'
import type { Waits } from '../../backend.ts'
import type { Cluster } from '../connect/cluster.ts'
import { hdfsPath, type HdfsPath } from '../connect/paths.ts'
import { failingAs } from '../failures/failures.ts'
import { lookUp } from '../read/look-up.ts'

export async function readProperties(cluster: Cluster, path: string, options: Waits): Promise<Properties> {
  const operation = 'hdfs.properties.read'
  return failingAs({ operation, path }, () => propertiesAt(cluster, hdfsPath(cluster.root, path, operation), options))
}

export async function changeProperties(
  cluster: Cluster,
  path: string,
  changes: PropertyChanges,
  capabilities: Capabilities,
  { signal }: Waits,
): Promise<Properties> {
  const operation = 'hdfs.properties.change'
  checkChangeable(capabilities, changes, operation)
  return failingAs({ operation, path }, async () => {
    const full = hdfsPath(cluster.root, path, operation)
    if (changes.modifiedMs !== undefined) await setTimes(cluster, full, changes.modifiedMs, signal)
    return propertiesAt(cluster, full, { signal })
  })
}

/** Does not change the time of the last access. */
export async function setTimes(
  cluster: Cluster,
  path: HdfsPath,
  modifiedMs: number,
  signal: AbortSignal,
): Promise<void> {
  const params = { modificationtime: Math.floor(modifiedMs), accesstime: -1 }
  await cluster.namenodes.json({ method: 'PUT', op: 'SETTIMES', path, params, signal })
}

async function propertiesAt(cluster: Cluster, path: HdfsPath, options: Waits): Promise<Properties> {
  const { modificationTime, owner } = await lookUp(cluster, path, options)
  return {
    ...(modificationTime > 0 && { modifiedMs: modificationTime }),
    ...(owner !== undefined && owner !== '' && { owner }),
    withheld: {},
  }
}
