import type { Version } from '../../../contract/facets.ts'
import { failureOf } from '../../../contract/failure.ts'
import { baseName, childPath, formatLocation, type Location, parentPath } from '../../../contract/location.ts'
import { passivePane } from '../../commands/command.ts'
import { say } from '../../commands/window-state.ts'
import { findMount } from '../../features/mounts/mounts-store.ts'
import { refreshIfShown } from '../../features/pane/navigate.ts'
import { currentTab } from '../../features/pane/pane.ts'
import type { SavePlace } from '../../features/versions/version-dialogs.tsx'
import { text } from '../../strings/text.ts'
import { saveBlob } from '../../ui/save-blob.ts'
import type { WindowModel } from '../compose.ts'
import { canFetch, fetchFile } from './download.ts'
import { gatherBytes } from './gather-bytes.ts'

/** Restores an older version as the current one. */
export async function restoreVersion(model: WindowModel, location: Location, version: Version): Promise<void> {
  await changeVersions(model, location, 'version-restore.done', (client) =>
    client.versions.restore({ location, version: version.id }),
  )
}

/** Deletes one version permanently. */
export async function removeVersion(model: WindowModel, location: Location, version: Version): Promise<void> {
  await changeVersions(model, location, 'version-remove.done', (client) =>
    client.versions.remove({ location, version: version.id }),
  )
}

async function changeVersions(
  model: WindowModel,
  location: Location,
  done: 'version-restore.done' | 'version-remove.done',
  change: (client: ReturnType<WindowModel['link']['client']>) => Promise<unknown>,
): Promise<void> {
  try {
    await change(model.link.client())
    say(model.window, text(done, { name: baseName(location.path) }))
  } catch (error) {
    say(model.window, failureOf(error).message, { isProblem: true })
  }
  versionsChanged(model, location)
}

/** Refreshes everything that shows the versions of a file, and the lists that contain it. */
export function versionsChanged(model: WindowModel, location: Location): void {
  model.window.setState((state) => ({ versionsChanged: state.versionsChanged + 1 }))
  const folder = { mount: location.mount, path: parentPath(location.path) }
  for (const pane of Object.values(model.panes)) refreshIfShown(pane, folder)
}

/** Returns the folder of the other pane if it is writable. */
export function saveFolder(model: WindowModel): Location | undefined {
  const { location } = currentTab(passivePane(model))
  const mount = findMount(model.mounts.state.getState(), location.mount)
  return mount && !mount.readOnly && mount.capabilities?.canWrite !== false ? location : undefined
}

/** Saves a version of a file under a separate name. */
export async function saveVersion(
  model: WindowModel,
  location: Location,
  version: Version,
  { place, name }: { readonly place: SavePlace; readonly name: string },
): Promise<void> {
  const folder = place === 'pane' ? saveFolder(model) : undefined
  if (folder) return saveVersionInto(model, folder, { location, version, name })
  if (canFetch(model.window.getState())) {
    return fetchFile(model, { location, version: version.id, as: name })
  }
  say(model.window, text('version-save.running', { name }))
  try {
    const bytes = model.link.client().versions.read({ location, version: version.id })
    saveBlob(await gatherBytes(bytes), name)
    say(model.window, text('version-save.done', { name }))
  } catch (error) {
    say(model.window, failureOf(error).message, { isProblem: true })
  }
}

/** Saves a version of a file in a folder. The bytes are streamed; the store accepts all of them or nothing. */
export async function saveVersionInto(
  model: WindowModel,
  folder: Location,
  { location, version, name }: { readonly location: Location; readonly version: Version; readonly name: string },
): Promise<void> {
  say(model.window, text('version-save.running', { name }))
  try {
    const { versions, files } = model.link.client()
    const body = versions.read({ location, version: version.id })
    const to = { mount: folder.mount, path: childPath(folder.path, name) }
    await files.write({ location: to, ifExists: 'fail' }, { body })
    for (const pane of Object.values(model.panes)) refreshIfShown(pane, folder)
    say(model.window, text('version-save.done', { name }))
  } catch (error) {
    say(model.window, failureOf(error).message, { isProblem: true })
  }
}

/** Returns the display text of the folder in the other pane. */
export function saveFolderText(model: WindowModel): string | undefined {
  const folder = saveFolder(model)
  return folder && formatLocation(folder)
}
