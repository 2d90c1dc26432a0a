import { formatLocation } from '../../../contract/location.ts'
import { currentTab, findTab, type Pane, patchTab, workOf } from './pane.ts'

/** Measures the shown folders and displays each size when it is known. A folder that cannot be measured has no size. */
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
    // Sizes measured before stay. Opening the folder shows why it cannot be read.
  }
}

export function stopMeasuring(pane: Pane): void {
  const { id } = currentTab(pane)
  workOf(pane, id).measuring?.abort()
  patchTab(pane, id, { folderSizes: undefined })
}
