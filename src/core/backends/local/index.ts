/**
 * Folders of this computer. Nothing outside the folder is reached: a symbolic link is listed, followed if its target is
 * inside, and refused with `outside` otherwise. Listings and batches of small files run in worker threads; everything
 * else uses promise-based `node:fs`.
 */
import { realpath, stat } from 'node:fs/promises'
import type { FacetName } from '../../../contract/capabilities.ts'
import type { Backend } from '../backend.ts'
import type { BackendDeps, BackendDescriptor } from '../descriptor.ts'
import { bulkOf, createBulkThreads, rightsTaker } from './bulk/bulk.ts'
import { identitiesIn } from './bulk/identities.ts'
import { localCapabilities } from './capabilities.ts'
import { localChoice } from './choices.ts'
import { type FolderConfig, folderConfigSchema } from './config.ts'
import { failingAs, refuse } from './failures/failures.ts'
import { createListThreads, listInWorker } from './read/list.ts'
import { makeFolder } from './write/make-folder.ts'
import { identityOf } from './paths/identity.ts'
import { toOsPath } from './paths/os-path.ts'
import { recogniseFolder } from './paste.ts'
import { readFile } from './read/read.ts'
import { removeEntry } from './write/remove.ts'
import { renameEntry } from './write/rename.ts'
import { readSpace } from './read/space.ts'
import { stagingOf } from './write/staging.ts'
import { createAccountNames } from './system/account-names.ts'
import { changePermissions, readPermissions } from './write/permissions.ts'
import { statEntry } from './read/stat.ts'
import { bringBack, moveToTrash } from './write/trash.ts'
import { watchFolder } from './read/watch.ts'
import { writeFile } from './write/write.ts'

export const localDescriptor: BackendDescriptor<FolderConfig> = {
  type: 'local',
  group: 'computer',
  config: folderConfigSchema,
  secretKeys: [],
  choices: [localChoice],
  recognise: recogniseFolder,
  open: ({ path }, deps, { signal }) => openFolder(path, deps, signal),
}

/** Windows has access control lists instead. */
const hasPermissions = process.platform !== 'win32'

async function openFolder(path: string, deps: BackendDeps, signal: AbortSignal): Promise<Backend> {
  signal.throwIfAborted()
  const root = await failingAs('local.open', path, async () => {
    const real = await realpath(path)
    if ((await stat(real)).isDirectory()) return real
    throw refuse('not-a-folder', 'store.not-a-folder', 'local.open', path)
  })
  const { trashItem, untrashItem } = deps
  const accountNames = createAccountNames()
  const facets: FacetName[] = [
    'rename',
    'watch',
    'localPath',
    'identity',
    'space',
    'staging',
    'bulk',
    ...(hasPermissions ? (['permissions'] as const) : []),
    ...(trashItem ? (['trash'] as const) : []),
  ]
  const capabilities = await localCapabilities(root, facets)
  signal.throwIfAborted()
  const listThreads = createListThreads()
  const bulkThreads = createBulkThreads()
  const rightsThreads = createBulkThreads()
  const takeRights = rightsTaker(rightsThreads)

  return {
    capabilities,
    list: (at, options) => listInWorker(listThreads, root, at, options),
    stat: guarded((at) => statEntry(root, at)),
    read: (at, options) => readFile(root, at, options),
    write: (at, body, options) => writeFile(root, at, body, { ...options, takeRights }),
    async makeFolder(at, { signal: stop, like }) {
      stop.throwIfAborted()
      await makeFolder(root, at, { takeRights, ...(like !== undefined && { like }) })
    },
    remove: guarded((at) => removeEntry(root, at)),
    rename: {
      async rename(from, to, options) {
        options.signal.throwIfAborted()
        await renameEntry(root, from, to, options)
      },
    },
    ...(trashItem && {
      trash: {
        moveToTrash: guarded((at) => moveToTrash(root, at, trashItem)),
        ...(untrashItem && { bringBack: (at, options) => bringBack(root, at, untrashItem, options) }),
      },
    }),
    ...(hasPermissions && {
      permissions: {
        read: guarded((at) => readPermissions(root, at, accountNames)),
        async change(at, to, { signal: stop }) {
          stop.throwIfAborted()
          return changePermissions(root, at, to, accountNames)
        },
      },
    }),
    watch: { watch: (at, options) => watchFolder(root, at, options) },
    space: { space: guarded((at) => readSpace(root, at)) },
    staging: stagingOf(root, takeRights),
    localPath: {
      localPath: (at) => localPathOf(root, at),
      osPath: (at) => toOsPath(root, at, 'local.osPath'),
      identities: (paths, options) => identitiesIn(bulkThreads, root, paths, options),
    },
    identity: { identify: guarded((at) => identityOf(root, at)) },
    bulk: bulkOf(bulkThreads, root),
    async close() {
      await Promise.all([listThreads, bulkThreads, rightsThreads].map((threads) => threads.close()))
    },
  }
}

/** Checks the signal first, because a system call cannot be interrupted. */
function guarded<T>(work: (path: string) => Promise<T>) {
  return async (path: string, { signal }: { readonly signal: AbortSignal }): Promise<T> => {
    signal.throwIfAborted()
    return work(path)
  }
}

function localPathOf(root: string, path: string): string {
  const full = toOsPath(root, path, 'local.localPath')
  if (typeof full === 'string') return full
  throw refuse('bad-name', 'local.name-not-text', 'local.localPath', path)
}
