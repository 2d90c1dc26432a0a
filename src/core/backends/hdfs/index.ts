/**
 * Folders of Hadoop's file system, over WebHDFS: names come from a namenode, bytes from datanodes. HttpFS and Knox use
 * the same protocol. https://hadoop.apache.org/docs/stable/hadoop-project-dist/hadoop-hdfs/WebHDFS.html
 */
import type { Capabilities } from '../../../contract/capabilities.ts'
import { plainCapabilities } from '../../../contract/derived-capabilities.ts'
import type { Backend } from '../backend.ts'
import type { BackendDescriptor } from '../descriptor.ts'
import type { Patience } from '../patient-agents.ts'
import { type HdfsConfig, hdfsConfigSchema } from './config.ts'
import { hdfsChoices } from './connect/choices.ts'
import type { Cluster } from './connect/cluster.ts'
import { openNamenodes } from './connect/namenodes.ts'
import { recogniseHdfs } from './connect/paste.ts'
import { hdfsPath, rootOf } from './connect/paths.ts'
import { failingAs } from './failures/failures.ts'
import { listFolder } from './read/list.ts'
import { lookUpRoot, statEntry } from './read/look-up.ts'
import { readFile } from './read/read.ts'
import { findSpace, readSpace } from './read/space.ts'
import { makeFolder, removeEntry, renameEntry } from './write/change.ts'
import { changeProperties, readProperties } from './write/properties.ts'
import { writeFile } from './write/write.ts'

export const hdfsDescriptor: BackendDescriptor<HdfsConfig> = {
  type: 'hdfs',
  group: 'servers',
  hint: 'HDFS',
  config: hdfsConfigSchema,
  secretKeys: ['password', 'token'],
  choices: hdfsChoices,
  recognise: recogniseHdfs,
  open: (config, _deps, { signal }) => openHdfs(config, { signal }),
}

export interface HdfsOptions {
  readonly signal: AbortSignal
  /** For tests. */
  readonly patience?: Patience
}

/** Signs in and finds the mount's folder. */
export async function openHdfs(config: HdfsConfig, { signal, patience }: HdfsOptions): Promise<Backend> {
  signal.throwIfAborted()
  const namenodes = openNamenodes(config, patience)
  const cluster: Cluster = { namenodes, root: rootOf(config.path) }
  try {
    return await failingAs({ operation: 'hdfs.open', path: '' }, async () => {
      const [space] = await Promise.all([findSpace(cluster, { signal }), lookUpRoot(cluster, { signal })])
      return backendOf(cluster, space !== undefined)
    })
  } catch (error) {
    await namenodes.close()
    throw error
  }
}

function capabilitiesOf(hasSpace: boolean): Capabilities {
  return {
    ...plainCapabilities,
    facets: ['rename', 'properties', 'identity', ...(hasSpace ? (['space'] as const) : [])],
    entryFacts: ['mode', 'owner'],
    properties: { changeable: ['modifiedMs'], storageClasses: [] },
    keepsEmptyFolders: true,
    modifiedTime: { canSet: true, precisionMs: 1 },
    caseSensitive: true,
    distinguishesUnicodeForms: true,
    limits: {},
  }
}

function backendOf(cluster: Cluster, hasSpace: boolean): Backend {
  const capabilities = capabilitiesOf(hasSpace)
  const store = `hdfs ${cluster.namenodes.name}`
  return {
    capabilities,
    list: (path, options) => listFolder(cluster, path, options),
    stat: (path, options) => statEntry(cluster, path, options),
    read: (path, options) => readFile(cluster, path, options),
    write: (path, body, options) => writeFile(cluster, path, body, options),
    makeFolder: (path, options) => makeFolder(cluster, path, options),
    remove: (path, options) => removeEntry(cluster, path, options),
    rename: { rename: (from, to, options) => renameEntry(cluster, from, to, options) },
    identity: {
      identify: async (path) => ({ store, path: hdfsPath(cluster.root, path, 'hdfs.identity').replace(/^\/$/, '') }),
    },
    properties: {
      read: (path, options) => readProperties(cluster, path, options),
      change: (path, changes, options) => changeProperties(cluster, path, changes, capabilities, options),
    },
    ...(hasSpace && { space: { space: (path, options) => readSpace(cluster, path, options) } }),
    close: () => cluster.namenodes.close(),
  }
}
