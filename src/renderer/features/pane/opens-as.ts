import { archiveMountName, isArchiveName } from '../../../contract/archive-mount.ts'
import { type Entry, opensAsFolder } from '../../../contract/entry.ts'
import type { Location } from '../../../contract/location.ts'
import type { Tab } from './pane-state.ts'
import { locationIn } from './tab-rows.ts'

/** The folder that opening an entry of a tab shows: itself, or what is in an archive. Undefined for all else. */
export function opensAs(tab: Tab, entry: Entry): Location | undefined {
  const location = locationIn(tab, entry.name)
  if (opensAsFolder(entry)) return location
  return entry.kind === 'file' && isArchiveName(entry.name) ? archiveRoot(location) : undefined
}

export function archiveRoot(archive: Location): Location {
  return { mount: archiveMountName(archive), path: '' }
}
