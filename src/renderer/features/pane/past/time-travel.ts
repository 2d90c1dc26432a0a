/** A pane shows its folder as it was, by the name of the mount at that moment. It is listed, filtered and left like any folder. */
import type { Contract } from '../../../../contract/contract.ts'
import { opensAsFolder } from '../../../../contract/entry.ts'
import { isPast, type Location, parentPath, pastMountName, presentOf } from '../../../../contract/location.ts'
import type { Client } from '../../../../rpc/client.ts'
import { refreshFolder } from '../list-folder.ts'
import { isSame, openFolder, refreshNow, whenWatched } from '../navigate.ts'
import { currentTab, findTab, type Pane, patchTab } from '../pane.ts'
import { emptyView, freshCursor, type Tab } from '../pane-state.ts'
import { cursorEntry } from '../tab-rows.ts'

/** When something changed in a folder, newest first; undefined where its store can't tell. */
export async function changesIn(
  client: Client<Contract>,
  folder: Location,
  signal?: AbortSignal,
): Promise<readonly number[] | undefined> {
  try {
    return (await client.versions.changes({ location: folder }, signal && { signal })).momentsMs
  } catch {
    return undefined // the listing says what is wrong; the slider then goes over a plain range of time
  }
}

/** Shows the active tab's folder as it was before its last change, and puts the focus on the slider. */
export async function lookBack(pane: Pane): Promise<void> {
  const { location } = currentTab(pane)
  if (!isPast(location)) {
    const [newest, before] = (await changesIn(pane.deps.client(), location)) ?? []
    const tab = currentTab(pane)
    if (!isSame(tab.location, location)) return
    const mount = pastMountName({ mount: location.mount, atMs: before ?? newest ?? Date.now() })
    openFolder(pane, { mount, path: location.path }, asShown(tab))
  }
  pane.state.setState({ isMomentWanted: true })
}

/** Shows the same folder at another moment. Filter, cursor and selection stay as far as the names are there. */
export function showMoment(pane: Pane, atMs: number): void {
  const { id, location, listing } = currentTab(pane)
  const moment = { mount: pastMountName({ mount: presentOf(location).mount, atMs }), path: location.path }
  if (isSame(location, moment)) return
  const wish = listing.kind === 'ready' ? {} : asShown(currentTab(pane))
  patchTab(pane, id, { location: moment })
  void whenWatched(pane, id, async () => {
    await refreshFolder(pane, id, wish)
    const tab = findTab(pane, id)
    if (tab?.location !== moment || tab.listing.kind !== 'failed') return
    // rows of another moment would be taken for this one's
    patchTab(pane, id, { view: emptyView(tab.view.generation + 1), ...freshCursor })
  })
}

/** Shows the folder as it is, or the nearest one above it that is still there. */
export async function backToNow(pane: Pane): Promise<void> {
  const { location } = currentTab(pane)
  if (!isPast(location)) return
  let present = presentOf(location)
  while (present.path !== '' && (await isGone(pane.deps.client(), present)))
    present = { mount: present.mount, path: parentPath(present.path) }
  const tab = currentTab(pane)
  if (isSame(tab.location, location)) openFolder(pane, present, asShown(tab))
}

/** Lists what was deleted among the rows, or no longer. */
export function toggleDeleted(pane: Pane): void {
  const { id, showsDeleted } = currentTab(pane)
  patchTab(pane, id, { showsDeleted: !showsDeleted })
  refreshNow(pane)
}

function asShown(tab: Tab) {
  const entry = cursorEntry(tab)
  return { filter: tab.filter, ...(entry && { cursorName: entry.name }) }
}

/** Of any other trouble than that it is gone, the listing tells. */
async function isGone(client: Client<Contract>, location: Location): Promise<boolean> {
  try {
    return !opensAsFolder(await client.listing.stat({ location }))
  } catch {
    return true
  }
}
