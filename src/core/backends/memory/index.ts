/** Files in memory, lost when closed. This is the reference that all other backends are compared with. */
import { randomUUID } from 'node:crypto'
import type { Capabilities } from '../../../contract/capabilities.ts'
import { plainCapabilities } from '../../../contract/derived-capabilities.ts'
import { baseName } from '../../../contract/location.ts'
import { failureOf } from '../../../contract/failure.ts'
import type { Backend, Removal, Waits } from '../backend.ts'
import type { BackendDescriptor } from '../descriptor.ts'
import { bulkOf } from './bulk.ts'
import { createChildren, looseKey } from './children.ts'
import { type MemoryConfig, memoryConfigSchema } from './config.ts'
import { listFolder } from './list.ts'
import { readFile } from './read.ts'
import { fill } from './fill.ts'
import { createHistory } from './history.ts'
import { momentsOf } from './moments.ts'
import { checksumsOf, propertiesOf, serverCopyOf } from './properties.ts'
import { recogniseData } from './paste.ts'
import { removeEntry, removeWithAll } from './remove.ts'
import { renameEntry } from './rename.ts'
import { stagingOf } from './staging.ts'
import { createFolderNode, entryOf, getNode } from './tree.ts'
import { deletedOf, versionsOf } from './versions.ts'
import { watchFolder } from './watch.ts'
import { makeFolder, writeFile } from './write.ts'
import { formTypes, typeHints } from '../../../contract/sentences/forms/forms.ts'

export const memoryDescriptor: BackendDescriptor<MemoryConfig> = {
  type: 'memory',
  group: 'other',
  hint: typeHints.memory,
  config: memoryConfigSchema,
  secretKeys: [],
  choices: [{ id: 'memory', label: formTypes.memory, preset: {}, fields: [] }],
  recognise: recogniseData,
  open: async (config) => createMemoryBackend(config),
}

function capabilitiesOf(hasVersions: boolean, isExact: boolean): Capabilities {
  return {
    ...plainCapabilities,
    facets: [
      'rename',
      'watch',
      'identity',
      'properties',
      'serverCopy',
      'removeMany',
      'checksums',
      'staging',
      'bulk',
      ...(hasVersions ? (['versions', 'moments', 'deleted', 'trash'] as const) : []),
    ],
    keepsVersions: hasVersions,
    keepsEmptyFolders: true,
    modifiedTime: { canSet: true, precisionMs: 1 },
    caseSensitive: isExact,
    distinguishesUnicodeForms: isExact,
    limits: {},
    properties: { changeable: ['contentType', 'metadata', 'tags', 'modifiedMs'], storageClasses: [] },
  }
}

export function createMemoryBackend({ versions = false, looseNames = false, files }: MemoryConfig = {}): Backend {
  const root = createFolderNode(createChildren(looseNames ? looseKey : undefined))
  if (files) fill(root, files)
  const capabilities = capabilitiesOf(versions, !looseNames)
  const history = versions ? createHistory() : undefined
  const store = `memory ${randomUUID()}`

  async function begin({ signal }: Waits): Promise<void> {
    signal.throwIfAborted()
  }

  return {
    capabilities,
    list: (path, options) => listFolder(root, path, options),
    async stat(path, options) {
      await begin(options)
      return entryOf(baseName(path), getNode(root, path, 'memory.stat'))
    },
    read: (path, options) => readFile(root, path, options),
    write: (path, body, options) => writeFile(root, path, body, options, history),
    async makeFolder(path, options) {
      await begin(options)
      makeFolder(root, path)
    },
    async remove(path, options) {
      await begin(options)
      removeEntry(root, path, history)
    },
    rename: {
      async rename(from, to, options) {
        await begin(options)
        renameEntry(root, from, to, options, history)
      },
    },
    watch: { watch: (path, options) => watchFolder(root, path, options) },
    identity: { identify: async (path) => ({ store, path, isOnlyPath: true }) },
    properties: propertiesOf(root, capabilities),
    serverCopy: serverCopyOf(root, history),
    checksums: checksumsOf(root),
    staging: stagingOf(root, history),
    bulk: bulkOf(root, history),
    removeMany: {
      async *removeMany(paths, options) {
        await begin(options)
        yield paths.map((path) => removal(path, () => removeEntry(root, path, history)))
      },
    },
    ...(history && {
      versions: versionsOf(root, history),
      moments: momentsOf(root, history),
      deleted: deletedOf(root, history),
      trash: {
        async moveToTrash(path, options) {
          await begin(options)
          removeWithAll(root, path, history)
        },
      },
    }),
    async close() {},
  }
}

function removal(path: string, remove: () => void): Removal {
  try {
    remove()
    return { path }
  } catch (error) {
    return { path, failure: failureOf(error, 'memory.removeMany') }
  }
}
