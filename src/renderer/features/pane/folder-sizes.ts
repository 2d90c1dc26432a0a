import { formatLocation } from '../../../contract/location.ts'
import { currentTab, findTab, type Pane, patchTab, workOf } from './pane.ts'

/** Measures the folders of what is shown, and shows their sizes as they become known. What can't be measured shows none. */
export async function measureFolders(pane: Pane): Promise<void> {
  const { id, location } = currentTab(pane)
  const work = workOf(pane, id)
  work.measuring?.abort()
  const own = new AbortController()
  work.measuring = own
  const isShown = () => {
    const tab = findTab(pane, id)
    return tab !== undefined && formatLocation(tab.location) === formatLocation(location)
  }
  patchTab(pane, id, { folderSizes: new Map() })
  try {
    for await (const { parts } of pane.deps.client().listing.measure({ location }, { signal: own.signal })) {
      if (!isShown()) break
      const folders = parts.filter(({ kind }) => kind === 'folder')
      patchTab(pane, id, { folderSizes: new Map(folders.map(({ name, bytes }) => [name, bytes])) })
    }
  } catch {
    // what was measured before stays; the folder itself says why it can't be read
  }
}

export function stopMeasuring(pane: Pane): void {
  const { id } = currentTab(pane)
  workOf(pane, id).measuring?.abort()
  patchTab(pane, id, { folderSizes: undefined })
}
