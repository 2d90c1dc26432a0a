import { opensAsFolder } from '../../../contract/entry.ts'
import { failureOf } from '../../../contract/failure.ts'
import { baseName, parentPath, splitLocation } from '../../../contract/location.ts'
import { findMount, placeName } from '../../features/mounts/mounts-store.ts'
import { openFolder } from '../../features/pane/navigate.ts'
import type { Pane } from '../../features/pane/pane.ts'
import { text } from '../../strings/text.ts'
import type { WindowModel } from '../compose.ts'

/**
 * Goes to a typed `mount:path`; a file's location leads to its folder, with the cursor on it. Says in a sentence why it
 * can't be a place; one that is not there is opened all the same, and the pane says so.
 */
export async function goToTyped(model: WindowModel, pane: Pane, typed: string): Promise<string | undefined> {
  const location = splitLocation(typed)
  const mounts = model.mounts.state.getState()
  if (!location) {
    const example = mounts.kind === 'ready' ? mounts.mounts[0]?.name : undefined
    return text('location.no-colon', { example: `${example ?? 'Home'}:` })
  }
  const mount = findMount(mounts, location.mount)
  if (!mount) return text('location.no-mount', { name: location.mount })
  if (location.path !== '' && (await isFile(model, location))) {
    openFolder(pane, { mount: mount.name, path: parentPath(location.path) }, { cursorName: baseName(location.path) })
  } else {
    openFolder(pane, location)
  }
  model.elements[pane.side].grid.current?.focus()
  return undefined
}

async function isFile(
  model: WindowModel,
  location: { readonly mount: string; readonly path: string },
): Promise<boolean> {
  try {
    return !opensAsFolder(await model.link.client().listing.stat({ location }))
  } catch (error) {
    if (failureOf(error).kind === 'internal') throw error
    return false // the listing meets the same failure and says it
  }
}

export function placeLabel(model: WindowModel, name: string): string {
  return placeName(model.mounts.state.getState(), name)
}
