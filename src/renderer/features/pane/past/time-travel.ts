/**
 * Shows the folder of a pane at a past moment, through a past mount with its own name. It is listed, filtered and left
 * like any other folder.
 */
import type { Contract } from '../../../../contract/contract.ts'
import { opensAsFolder } from '../../../../contract/entry.ts'
import { isPast, type Location, parentPath, pastMountName, presentOf } from '../../../../contract/location.ts'
import type { Client } from '../../../../rpc/client.ts'
import { refreshFolder } from '../list-folder.ts'
import { isSame, openFolder, refreshNow, whenWatched } from '../navigate.ts'
import { currentTab, findTab, type Pane, patchTab } from '../pane.ts'
import { emptyView, freshCursor, type Tab } from '../pane-state.ts'
import { cursorEntry } from '../tab-rows.ts'

/** Returns when something changed in a folder, newest first; undefined if its store does not record it. */
export async function changesIn(
  client: Client<Contract>,
  folder: Location,
  signal?: AbortSignal,
): Promise<readonly number[] | undefined> {
  try {
    return (await client.versions.changes({ location: folder }, signal && { signal })).momentsMs
  } catch {
    return undefined // The listing reports the failure. The slider then uses fixed steps of time.
  }
}

/** Shows the folder of the active tab before its last change, and moves the focus to the slider. */
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

/** Shows the same folder at another moment. The filter, the cursor and the selection stay if the names exist there. */
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
    // Otherwise the user would take the rows of the other moment for rows of this one.
    patchTab(pane, id, { view: emptyView(tab.view.generation + 1), ...freshCursor })
  })
}

/** Shows the present folder, or the nearest parent folder that still exists. */
export async function backToNow(pane: Pane): Promise<void> {
  const { location } = currentTab(pane)
  if (!isPast(location)) return
  let present = presentOf(location)
  while (present.path !== '' && (await isGone(pane.deps.client(), present)))
    present = { mount: present.mount, path: parentPath(present.path) }
  const tab = currentTab(pane)
  if (isSame(tab.location, location)) openFolder(pane, present, asShown(tab))
}

/** Shows or hides deleted entries among the rows. */
export function toggleDeleted(pane: Pane): void {
  const { id, showsDeleted } = currentTab(pane)
  patchTab(pane, id, { showsDeleted: !showsDeleted })
  refreshNow(pane)
}

function asShown(tab: Tab) {
  const entry = cursorEntry(tab)
  return { filter: tab.filter, ...(entry && { cursorName: entry.name }) }
}

/** Tells whether the folder no longer exists. The listing reports any other failure. */
async function isGone(client: Client<Contract>, location: Location): Promise<boolean> {
  try {
    return !opensAsFolder(await client.listing.stat({ location }))
  } catch {
    return true
  }
}
