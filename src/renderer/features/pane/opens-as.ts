import { archiveMountName, isArchiveName } from '../../../contract/archive-mount.ts'
import { type Entry, opensAsFolder } from '../../../contract/entry.ts'
import type { Location } from '../../../contract/location.ts'
import type { Tab } from './pane-state.ts'
import { locationIn } from './tab-rows.ts'

/**
 * Returns the folder that opening an entry shows: the entry itself, or the content of an archive. Undefined for all
 * other entries.
 */
export function opensAs(tab: Tab, entry: Entry): Location | undefined {
  const location = locationIn(tab, entry.name)
  if (opensAsFolder(entry)) return location
  return entry.kind === 'file' && isArchiveName(entry.name) ? archiveRoot(location) : undefined
}

export function archiveRoot(archive: Location): Location {
  return { mount: archiveMountName(archive), path: '' }
}
