import { insideArchives, mountBelowArchives } from '../../../contract/archive-mount.ts'
import { opensAsFolder } from '../../../contract/entry.ts'
import { failureOf } from '../../../contract/failure.ts'
import { baseName, computerMount, type Location, parentPath, splitLocation } from '../../../contract/location.ts'
import { findMount, placeName } from '../../features/mounts/mounts-store.ts'
import { openFolder } from '../../features/pane/navigate.ts'
import type { Pane } from '../../features/pane/pane.ts'
import { text } from '../../strings/text.ts'
import type { WindowModel } from '../compose.ts'

/**
 * Opens a typed `mount:path`, or a path on the host's computer. For a file, it opens the parent folder with the cursor
 * on the file. Resolves to a sentence if the text is not a valid place. A place that does not exist is opened anyway,
 * and the pane reports it.
 */
export async function goToTyped(model: WindowModel, pane: Pane, typed: string): Promise<string | undefined> {
  const location = await locateTyped(model, typed)
  if (typeof location === 'string') return location
  if (location.path !== '' && (await isFile(model, location))) {
    openFolder(
      pane,
      { mount: location.mount, path: parentPath(location.path) },
      { cursorName: baseName(location.path) },
    )
  } else {
    openFolder(pane, location)
  }
  model.elements[pane.side].grid.current?.focus()
  return undefined
}

/** Returns the location of a typed text, or a sentence about why it is not valid. */
export async function locateTyped(model: WindowModel, typed: string): Promise<Location | string> {
  const mounts = model.mounts.state.getState()
  const location = splitLocation(typed)
  if (location && (findMount(mounts, location.mount) || mountBelowArchives(location.mount) === computerMount))
    return insideArchives(location)
  if (isComputerPath(typed)) {
    const { found } = await model.link.client().host.locate({ paths: [typed] })
    const [there] = found
    return there?.location ? insideArchives(there.location) : text('location.other-drive', { path: typed })
  }
  if (location) return text('location.no-mount', { name: location.mount })
  const example = mounts.kind === 'ready' ? mounts.mounts[0]?.name : undefined
  return text('location.no-colon', { example: `${example ?? 'Home'}:` })
}

/** Recognises `/etc`, `~`, `~/x` and `C:\x`. */
export function isComputerPath(typed: string): boolean {
  return /^(?:\/|\\|~(?=$|[/\\])|[A-Za-z]:[/\\])/.test(typed)
}

async function isFile(model: WindowModel, location: Location): Promise<boolean> {
  try {
    return !opensAsFolder(await model.link.client().listing.stat({ location }))
  } catch (error) {
    if (failureOf(error).kind === 'internal') throw error
    return false // The listing meets and reports the same failure.
  }
}

export function placeLabel(model: WindowModel, name: string): string {
  return placeName(model.mounts.state.getState(), name)
}
