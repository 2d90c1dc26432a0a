import { said } from '../../contract/sentences/said.ts'
import { unpackEntries } from '../../contract/entry-page.ts'
import { StorageError } from '../../contract/failure.ts'
import { childPath, parentPath } from '../../contract/location.ts'
import type { ChangedPermissions, PermissionsChange, PermissionsProgress } from '../../contract/permissions.ts'
import { createWorkerPool } from '../../lib/flow/worker-pool.ts'
import { parseModeChange } from '../../lib/file-mode.ts'
import type { Waits } from '../backends/backend.ts'
import type { OpenedLocation } from '../operations/opened-location.ts'
import { type Change, changeOne, takeBackOne } from './change-one.ts'
import { type Teller, told } from './told.ts'

export interface PermissionsWish {
  readonly to: PermissionsChange
  /** The changes for the contents of folders. Omitted kinds stay as they are. */
  readonly inside?: { readonly files?: PermissionsChange; readonly folders?: PermissionsChange }
}

/** The number of parallel changes: enough for a server with a long response time. */
const atOnce = 16

/**
 * Changes entries and, on request, everything inside their folders. A failure is reported and does not stop the rest.
 * Symbolic links are never followed. It holds only unreported results and the names of the folders on the current path
 * in memory.
 */
export async function* changePermissions(
  locations: readonly OpenedLocation[],
  wish: PermissionsWish,
  { signal }: Waits,
): AsyncGenerator<PermissionsProgress> {
  const changes = { to: read(wish.to), files: read(wish.inside?.files), folders: read(wish.inside?.folders) }
  yield* told(signal, async (tell, stop) => {
    for (const location of locations) await changeTree(location, changes, tell, stop)
  })
}

/** Restores the earlier permissions where they were not changed since. */
export async function* takeBackPermissions(
  items: readonly { readonly location: OpenedLocation; readonly change: ChangedPermissions }[],
  { signal }: Waits,
): AsyncGenerator<PermissionsProgress> {
  yield* told(signal, async (tell, stop) => {
    const workers = createWorkerPool(atOnce)
    let before = ''
    // In reverse order, so that a folder that was opened first is closed last. The contents of a folder wait until the
    // folder is done.
    for (const { location, change } of items.toReversed()) {
      const folder = parentPath(location.path)
      if (folder !== before) await workers.idle()
      before = folder
      await workers.begin(() => tell.one(location, () => takeBackOne(location, change, stop)), stop)
    }
    await workers.finish()
  })
}

/** Throws `bad-input`. */
function read(wish: PermissionsChange | undefined): Change | undefined {
  if (!wish) return undefined
  const { mode, ...accounts } = wish
  const modeOf = mode === undefined ? (before: number) => before : parseModeChange(mode)
  if (modeOf) return { modeOf, ...accounts }
  throw new StorageError({
    kind: 'bad-input',
    ...said('permissions.bad-mode', { mode: mode ?? '' }),
    operation: 'permissions.change',
  })
}

interface Changes {
  readonly to: Change | undefined
  readonly files: Change | undefined
  readonly folders: Change | undefined
}

async function changeTree(top: OpenedLocation, changes: Changes, tell: Teller, signal: AbortSignal): Promise<void> {
  const workers = createWorkerPool(atOnce)
  const at = (path: string): OpenedLocation => ({ mount: top.mount, path, backend: top.backend })
  const begin = (path: string, change: Change | undefined, isFolder: boolean) =>
    change === undefined
      ? Promise.resolve()
      : workers.begin(() => tell.one(at(path), () => changeOne(at(path), change, isFolder, signal)), signal)
  const entry = await tell.unlessFailing(top, () => top.backend.stat(top.path, { signal }))
  if (!entry) return
  if (entry.kind === 'link') tell.left()
  else if (entry.kind !== 'folder' || !(changes.files || changes.folders)) {
    await begin(top.path, changes.to, entry.kind === 'folder')
  } else await changeFolder(top.path, changes.to)
  await workers.finish()

  /** A folder that loses access is changed after its contents; one without access gets it before. */
  async function changeFolder(path: string, change: Change | undefined): Promise<void> {
    const isFirst = change !== undefined && opens(change)
    if (isFirst) await tell.one(at(path), () => changeOne(at(path), change, true, signal))
    const folders = await changeInside(path)
    for (const name of folders) await changeFolder(childPath(path, name), changes.folders)
    if (change === undefined || isFirst) return
    await workers.idle()
    await tell.one(at(path), () => changeOne(at(path), change, true, signal))
  }
  async function changeInside(path: string): Promise<readonly string[]> {
    const folders: string[] = []
    await tell.unlessFailing(at(path), async () => {
      for await (const page of top.backend.list(path, { signal })) {
        for (const { name, kind } of unpackEntries(page)) {
          if (kind === 'folder') folders.push(name)
          else if (kind === 'file') await begin(childPath(path, name), changes.files, false)
          else tell.left()
        }
      }
    })
    return folders
  }
}

/** Tells whether the owner of a folder without any permissions can enter it after this change. */
function opens({ modeOf }: Change): boolean {
  return (modeOf(0, true) & 0o500) === 0o500
}
