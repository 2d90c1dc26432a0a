/** Moves between folders and between tabs. */
import { opensAsFolder } from '../../../contract/entry.ts'
import { folderAbove, type Location, nameOfLocation, parentPath, presentOf } from '../../../contract/location.ts'
import { isListed, leaveFolder, listFolder, refreshFolder } from './list-folder.ts'
import { currentTab, findTab, type Pane, patchTab, tabOfSeed, type TabSeed, workOf } from './pane.ts'
import { emptyView, freshCursor, newTab, type Tab, type Visit } from './pane-state.ts'
import { opensAs } from './opens-as.ts'
import { rememberRows } from './seen-names.ts'
import { cursorEntry, cursorPosition, hasParentRow, isSearching, locationIn } from './tab-rows.ts'
import { scheduleRefresh, unwatchFolder, watchFolder } from './watch-folder.ts'

const longestHistory = 100

export interface GoOptions {
  /** The name of the entry to move the cursor to. */
  readonly cursorName?: string
  /** The filter to set; undefined for none. */
  readonly filter?: string
}

/** Shows a folder in the active tab and adds the previous one to the history. */
export function openFolder(pane: Pane, location: Location, options: GoOptions = {}): void {
  const tab = currentTab(pane)
  pane.state.setState({ isEditingLocation: false })
  if (isSame(tab.location, location) && !tab.search) return refreshNow(pane)
  go(pane, tab, { location, back: [...tab.back, visitOf(tab)].slice(-longestHistory), forward: [] }, options)
}

/** Opens the entry under the cursor if it is a folder or `..`. Returns whether it was. */
export function openAtCursor(pane: Pane): boolean {
  const tab = currentTab(pane)
  if (hasParentRow(tab) && cursorPosition(tab) === 0) {
    goUp(pane)
    return true
  }
  const entry = cursorEntry(tab)
  if (!entry) return false
  // A listing does not always tell where a link leads. Opening it does.
  const place = entry.link?.leadsTo === 'unknown' ? locationIn(tab, entry.name) : opensAs(tab, entry)
  if (place) openFolder(pane, place)
  return place !== undefined
}

/** Shows the parent folder, with the cursor on the folder that was left. */
export function goUp(pane: Pane): void {
  const { location, search } = currentTab(pane)
  if (search && search.query !== '') return openFolder(pane, location)
  const above = folderAbove(location)
  if (above) openFolder(pane, above, { cursorName: nameOfLocation(location) })
}

export function goBack(pane: Pane): void {
  const tab = currentTab(pane)
  const visit = tab.back.at(-1)
  if (!visit) return
  const { search, ...location } = visit
  go(
    pane,
    tab,
    { location, search, back: tab.back.slice(0, -1), forward: [visitOf(tab), ...tab.forward] },
    cameFrom(tab, visit),
  )
}

export function goForward(pane: Pane): void {
  const tab = currentTab(pane)
  const [visit, ...forward] = tab.forward
  if (!visit) return
  const { search, ...location } = visit
  go(pane, tab, { location, search, back: [...tab.back, visitOf(tab)], forward }, cameFrom(tab, visit))
}

/** Opens the nearest parent folder that still exists. */
export async function goToNearestParent(pane: Pane): Promise<void> {
  const tab = currentTab(pane)
  let { path } = tab.location
  while (path !== '') {
    path = parentPath(path)
    const location = { mount: tab.location.mount, path }
    const isThere = path === '' || (await isFolder(pane, location))
    if (isThere) return openFolder(pane, location)
  }
}

/** Lists the folder of the active tab again. */
export function refreshNow(pane: Pane, options: { readonly cursorName?: string } = {}): void {
  const { id } = currentTab(pane)
  void whenWatched(pane, id, () => refreshFolder(pane, id, options))
}

/**
 * Lists the active folder again if it is this one, or if it shows search results from above this folder. Call it after
 * a change made in this window.
 */
export function refreshIfShown(pane: Pane, location: Location, options: { readonly cursorName?: string } = {}): void {
  const tab = currentTab(pane)
  if (isSame(tab.location, location)) void refreshFolder(pane, tab.id, options)
  else if (isSearching(tab) && isBelow(location, tab.location)) scheduleRefresh(pane, tab.id)
}

/** Lists the active folder again, soon but not too often, if `isMeant` accepts it. */
export function refreshSoonIf(pane: Pane, isMeant: (location: Location) => boolean): void {
  const tab = currentTab(pane)
  if (isMeant(tab.location)) scheduleRefresh(pane, tab.id)
}

export function openTab(pane: Pane, location = currentTab(pane).location): void {
  const { sort, pictures } = currentTab(pane)
  const tab = newTab(++pane.lastTabId, location, { sort, pictures })
  pane.state.setState(({ tabs, activeId }) => {
    const after = tabs.findIndex(({ id }) => id === activeId) + 1
    return { tabs: tabs.toSpliced(after, 0, tab) }
  })
  activateTab(pane, tab.id)
}

/** Closes a tab. The last tab stays open. */
export function closeTab(pane: Pane, id: number): void {
  const { tabs, activeId } = pane.state.getState()
  const at = tabs.findIndex((tab) => tab.id === id)
  const neighbour = tabs[at + 1] ?? tabs[at - 1]
  if (at < 0 || !neighbour) return
  dropTab(pane, id)
  pane.state.setState({ tabs: tabs.toSpliced(at, 1), ...(id === activeId && { activeId: neighbour.id }) })
  if (id === activeId) activateTab(pane, neighbour.id)
}

const mostClosed = 20

/** Aborts all work for a tab, and remembers it so that it can be reopened. */
function dropTab(pane: Pane, id: number): void {
  const tab = findTab(pane, id)
  if (tab) pane.closed = [...pane.closed, seedOf(tab)].slice(-mostClosed)
  unwatchFolder(pane, id)
  leaveFolder(workOf(pane, id))
  pane.work.delete(id)
}

function seedOf({ location, sort, search, pictures }: Tab): TabSeed {
  return { location, sort, search: search ?? null, pictures: pictures ?? null }
}

/** Reopens the tab that was closed last. */
export function reopenTab(pane: Pane): void {
  const seed = pane.closed.at(-1)
  if (!seed) return
  pane.closed = pane.closed.slice(0, -1)
  openTabs(pane, [seed], 0, { replaces: false })
}

/** Opens tabs and activates one of them. With `replaces`, all present tabs are closed. */
export function openTabs(
  pane: Pane,
  seeds: readonly TabSeed[],
  active: number,
  { replaces }: { readonly replaces: boolean },
): void {
  const made = seeds.map((seed) => tabOfSeed(++pane.lastTabId, seed))
  const shown = made[active] ?? made[0]
  if (!shown) return
  const { tabs, activeId } = pane.state.getState()
  const after = tabs.findIndex(({ id }) => id === activeId) + 1
  if (replaces) for (const { id } of tabs) dropTab(pane, id)
  pane.state.setState({
    tabs: replaces ? made : tabs.toSpliced(after, 0, ...made),
    ...(replaces && { activeId: shown.id }),
  })
  activateTab(pane, shown.id)
}

/**
 * Activates a tab. Only the active tab is watched, so a tab that was shown before is listed again in the background.
 */
export function activateTab(pane: Pane, id: number): void {
  const before = pane.state.getState().activeId
  if (before !== id) unwatchFolder(pane, before)
  pane.state.setState({ activeId: id, isEditingLocation: false })
  const work = workOf(pane, id)
  void whenWatched(pane, id, async () => {
    if (!work.folder) await listFolder(pane, id)
    else if (!work.listing) await refreshFolder(pane, id)
  })
}

export function activateNeighbour(pane: Pane, step: 1 | -1): void {
  const { tabs, activeId } = pane.state.getState()
  const at = tabs.findIndex(({ id }) => id === activeId)
  const next = tabs[(at + step + tabs.length) % tabs.length]
  if (next && next.id !== activeId) activateTab(pane, next.id)
}

/** Refreshes and watches the active tab again after a reconnection to the host. */
export function resumePane(pane: Pane): void {
  const tab = currentTab(pane)
  const isInterrupted = tab.listing.kind === 'failed' && tab.listing.failure.kind === 'disconnected'
  if (isInterrupted && tab.view.index.count > 0)
    patchTab(pane, tab.id, { listing: { kind: 'ready', tookMs: 0, isStopped: true } })
  const now = findTab(pane, tab.id)
  void whenWatched(pane, tab.id, () => (now && isListed(now) ? refreshFolder(pane, tab.id) : listFolder(pane, tab.id)))
}

function go(pane: Pane, tab: Tab, patch: Partial<Tab>, options: GoOptions): void {
  rememberRows(pane, tab)
  leaveFolder(workOf(pane, tab.id))
  patchTab(pane, tab.id, {
    search: undefined,
    folderSizes: undefined,
    ...patch,
    filter: options.filter ?? '',
    listing: { kind: 'loading', startedMs: pane.deps.now(), received: 0 },
    view: emptyView(tab.view.generation + 1),
    ...freshCursor,
  })
  void whenWatched(pane, tab.id, () => listFolder(pane, tab.id, options))
}

/**
 * Calls `list` when the watch is active, so that no change is missed. It does nothing if the tab has moved to another
 * folder in the meantime.
 */
export async function whenWatched(pane: Pane, id: number, list: () => Promise<void>): Promise<void> {
  const before = findTab(pane, id)
  await watchFolder(pane, id)
  const tab = findTab(pane, id)
  if (before && tab?.location === before.location && tab.search === before.search) await list()
}

function visitOf({ location, search }: Tab): Visit {
  return search && search.query !== '' ? { ...location, search: { ...search, isKept: false } } : location
}

/** When the user returns to a folder above, the cursor is on the folder that leads back. */
function cameFrom(tab: Tab, to: Visit): { readonly cursorName?: string } {
  const isOnTheWay =
    tab.location.mount === to.mount && tab.location.path.startsWith(to.path === '' ? '' : `${to.path}/`)
  if (!isOnTheWay) return {}
  const rest = to.path === '' ? tab.location.path : tab.location.path.slice(to.path.length + 1)
  return { cursorName: to.search ? rest : (rest.split('/')[0] ?? '') }
}

async function isFolder(pane: Pane, location: Location): Promise<boolean> {
  try {
    return opensAsFolder(await pane.deps.client().listing.stat({ location }))
  } catch {
    return false
  }
}

function isBelow({ mount, path }: Location, folder: Location): boolean {
  return mount === presentOf(folder).mount && (folder.path === '' || path.startsWith(`${folder.path}/`))
}

export function isSame(a: Location, b: Location): boolean {
  return a.mount === b.mount && a.path === b.path
}
