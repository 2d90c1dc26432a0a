/**
 * The place where Portolan stores files without any account: a plain folder of plain files that other programs may use
 * freely, with the history of the files beside them. The local backend does all work on files; this module adds the
 * history.
 */
import { mkdir, open as openFile, realpath } from 'node:fs/promises'
import { type EntryPage, packEntries, unpackEntries } from '../../../contract/entry-page.ts'
import type { Capabilities } from '../../../contract/capabilities.ts'
import { ownFileFailure } from '../../files/own-file.ts'
import { removeTree } from '../../operations/remove.ts'
import type { Backend, ListOptions, ReadOptions } from '../backend.ts'
import type { BackendDescriptor } from '../descriptor.ts'
import { localChoice } from '../local/choices.ts'
import { type FolderConfig, folderConfigSchema } from '../local/config.ts'
import { failingAs } from '../local/failures/failures.ts'
import { localDescriptor } from '../local/index.ts'
import { bulkOf } from './bulk/bulk.ts'
import { folderCopiesOf } from './bulk/folders.ts'
import { openContent, tidyStaged } from './contents/content.ts'
import { deletedOf } from './versions/deleted.ts'
import { filePropertyNames } from './properties/file-properties.ts'
import type { History } from './history/history.ts'
import { historyOf } from './history-of.ts'
import { openHistory } from './history/open-history.ts'
import { isOwnPath, type Layout, layoutOf } from './layout.ts'
import { openLock } from './lock.ts'
import { momentsOf } from './past/moments.ts'
import { ownRefused, placeOf } from './place.ts'
import { checksumsOf, propertiesOf } from './properties/properties.ts'
import { finishRenames, removeEntry, renameEntry } from './write/rename.ts'
import type { Shelf } from './shelf.ts'
import { stagingOf } from './write/staging.ts'
import { versionsOf } from './versions/versions.ts'
import { watchOutside } from './outside/watch-outside.ts'
import { writeFile } from './write/write.ts'
import { formTypes, typeHints } from '../../../contract/sentences/forms/forms.ts'

export const shelfDescriptor: BackendDescriptor<FolderConfig> = {
  type: 'shelf',
  group: 'computer',
  hint: typeHints.shelf,
  config: folderConfigSchema,
  secretKeys: [],
  choices: [{ ...localChoice, id: 'shelf', label: formTypes.shelf }],
  open: ({ path }, _deps, { signal }) => openShelfBackend(path, signal),
}

async function openShelfBackend(path: string, signal: AbortSignal): Promise<Backend> {
  const open = await openShelf(path, signal)
  const { shelf } = open
  // nothing waits for the scan, because each file is also checked before it is overwritten
  const stop = new AbortController()
  const scanning = finishRenames(shelf, stop.signal)
    .then(() => watchOutside(shelf, stop.signal))
    .catch(() => {}) // missed changes are recorded when the file is overwritten, or at the next start
  return backendOf(shelf, async () => {
    stop.abort(new Error('the shelf is closed'))
    await scanning
    await open.close()
  })
}

export interface OpenShelf {
  readonly shelf: Shelf
  close(): Promise<void>
}

/** Opens the shelf of a folder. Creates a history if the folder has none. */
export async function openShelf(path: string, signal: AbortSignal): Promise<OpenShelf> {
  signal.throwIfAborted()
  const root = await failingAs('shelf.open', path, async () => {
    await mkdir(path, { recursive: true })
    return realpath(path)
  })
  const layout = layoutOf(root)
  try {
    await makeLayout(layout)
    const files = await localDescriptor.open({ path: root }, {}, { signal })
    const contents = await localDescriptor.open({ path: layout.content }, {}, { signal })
    const history = openHistory(layout.index)
    const lock = openLock(layout.lock)
    const shelf: Shelf = { root, layout, files, contents, content: openContent(layout), history, lock }
    return {
      shelf,
      async close() {
        await lock.close()
        history.close()
        await Promise.all([files.close(), contents.close(), shelf.content.close()])
      },
    }
  } catch (error) {
    throw ownFileFailure(error, layout.index)
  }
}

async function makeLayout(layout: Layout): Promise<void> {
  await mkdir(layout.own, { recursive: true, mode: 0o700 })
  await mkdir(layout.content, { recursive: true, mode: 0o700 })
  await mkdir(layout.staged, { recursive: true, mode: 0o700 })
  await (await openFile(layout.private, 'a', 0o600)).close()
  await tidyStaged(layout)
}

function backendOf(shelf: Shelf, close: () => Promise<void>): Backend {
  const { files, root } = shelf
  const at = (path: string, operation: string, links: 'follow' | 'keep' = 'keep') =>
    placeOf(root, path, { operation, links })
  const { rename, permissions, watch, space, staging, bulk, localPath, identity } = files
  const capabilities = capabilitiesOf(files.capabilities, shelf.history)
  const folderCopies = folderCopiesOf(shelf)
  const backend: Backend = {
    capabilities,
    list: (path, options) => listFiles(shelf, path, options),
    async stat(path, options) {
      await at(path, 'shelf.stat')
      return files.stat(path, options)
    },
    async read(path, options) {
      const place = await at(path, 'shelf.read', 'follow')
      return files.read(path, withProperties(shelf, place, options))
    },
    write: (path, body, options) => writeFile(shelf, path, body, options),
    async makeFolder(path, options) {
      await at(path, 'shelf.makeFolder')
      await files.makeFolder(path, options)
    },
    remove: (path, options) => removeEntry(shelf, path, options),
    ...(rename && { rename: { rename: (from, to, options) => renameEntry(shelf, from, to, options) } }),
    trash: { moveToTrash: (path, options) => removeTree(backend, path, options) },
    ...(permissions && {
      permissions: {
        async read(path, options) {
          await at(path, 'shelf.permissions.read')
          return permissions.read(path, options)
        },
        async change(path, to, options) {
          await at(path, 'shelf.permissions.change')
          return permissions.change(path, to, options)
        },
      },
    }),
    ...(watch && {
      watch: {
        async *watch(path, options) {
          await at(path, 'shelf.watch', 'follow')
          yield* watch.watch(path, options)
        },
      },
    }),
    ...(space && {
      space: {
        async space(path, options) {
          await at(path, 'shelf.space', 'follow')
          return space.space(path, options)
        },
      },
    }),
    ...(localPath && { localPath: withoutOwn(localPath) }),
    ...(identity && { identity }),
    ...(staging && { staging: stagingOf(shelf, staging) }),
    ...(bulk && { bulk: bulkOf(shelf, bulk, folderCopies) }),
    properties: propertiesOf(shelf, capabilities),
    checksums: checksumsOf(shelf),
    versions: versionsOf(shelf),
    moments: momentsOf(shelf),
    deleted: deletedOf(shelf),
    history: historyOf(shelf),
    async close() {
      await folderCopies.close()
      await close()
    },
  }
  return backend
}

/** Adds the stored properties of a file when it is opened. */
function withProperties({ history }: Shelf, place: string, options: ReadOptions): ReadOptions {
  const { onOpened } = options
  if (!onOpened) return options
  const properties = history.properties(place)
  return { ...options, onOpened: (mark, facts) => onOpened(mark, { ...facts, properties }) }
}

function capabilitiesOf(plain: Capabilities, { notice, isNoticeNew }: History): Capabilities {
  return {
    ...plain,
    facets: [
      ...new Set([
        ...plain.facets,
        'trash',
        'versions',
        'moments',
        'deleted',
        'properties',
        'checksums',
        'history',
      ] as const),
    ],
    properties: { changeable: [...filePropertyNames], storageClasses: [] },
    keepsVersions: true,
    ...(isNoticeNew && notice !== undefined && { notice }),
  }
}

async function* listFiles({ files, root }: Shelf, path: string, options: ListOptions): AsyncGenerator<EntryPage> {
  const place = await placeOf(root, path, { operation: 'shelf.list', links: 'follow' })
  for await (const page of files.list(path, options)) {
    if (place !== '') yield page
    else {
      const shown = unpackEntries(page).filter(({ name }) => !isOwnPath(name))
      if (shown.length === page.count) yield page
      else if (shown.length > 0) yield packEntries(shown)
    }
  }
}

type LocalPath = NonNullable<Backend['localPath']>

function withoutOwn(localPath: LocalPath): LocalPath {
  const refuseOwn = (path: string) => {
    if (isOwnPath(path)) throw ownRefused('shelf.localPath')
  }
  return {
    localPath(path) {
      refuseOwn(path)
      return localPath.localPath(path)
    },
    osPath(path) {
      refuseOwn(path)
      return localPath.osPath(path)
    },
    identities: (paths, options) => localPath.identities(paths, options),
  }
}
