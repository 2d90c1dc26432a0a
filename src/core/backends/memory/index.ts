/** Files in memory, gone when closed. The reference every other backend is compared with. */
import type { Capabilities } from '../../../contract/capabilities.ts'
import { baseName } from '../../../contract/location.ts'
import type { Backend, Waits } from '../backend.ts'
import type { BackendDescriptor } from '../registry.ts'
import { type MemoryConfig, memoryConfigSchema } from './config.ts'
import { listFolder } from './list.ts'
import { readFile } from './read.ts'
import { removeEntry } from './remove.ts'
import { renameEntry } from './rename.ts'
import { createFolderNode, entryOf, getNode } from './tree.ts'
import { watchFolder } from './watch.ts'
import { makeFolder, writeFile } from './write.ts'

export const memoryDescriptor: BackendDescriptor<MemoryConfig> = {
  type: 'memory',
  group: 'other',
  hint: 'until closed',
  config: memoryConfigSchema,
  secretKeys: [],
  choices: [{ id: 'memory', label: 'Memory, until closed', preset: {}, fields: [] }],
  open: async () => createMemoryBackend(),
}

const capabilities: Capabilities = {
  facets: ['rename', 'watch'],
  canWrite: true,
  hasLinks: false,
  keepsEmptyFolders: true,
  modifiedTime: { canSet: true, precisionMs: 1 },
  caseSensitive: true,
  distinguishesUnicodeForms: true,
  limits: {},
}

export function createMemoryBackend(): Backend {
  const root = createFolderNode()

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
    write: (path, body, options) => writeFile(root, path, body, options),
    async makeFolder(path, options) {
      await begin(options)
      makeFolder(root, path)
    },
    async remove(path, options) {
      await begin(options)
      removeEntry(root, path)
    },
    rename: {
      async rename(from, to, options) {
        await begin(options)
        renameEntry(root, from, to, options)
      },
    },
    watch: { watch: (path, options) => watchFolder(root, path, options) },
    async close() {},
  }
}
