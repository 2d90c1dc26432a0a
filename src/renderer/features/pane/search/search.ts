/** A tab that shows what was found below its folder: rows are entries whose names are paths from there. */
import { baseName, parentPath } from '../../../../contract/location.ts'
import { parseFindQuery } from '../../../../lib/find-query/parse-query.ts'
import { listFolder, stopListing } from '../list-folder.ts'
import { openFolder, whenWatched } from '../navigate.ts'
import { currentTab, type Pane, patchTab } from '../pane.ts'
import { emptyView, freshCursor, newTab, type Search, type Tab } from '../pane-state.ts'
import { cursorEntry, isSearching, locationIn } from '../tab-rows.ts'

const noQuery: Search = { query: '', inContents: false, isKept: false }

/** All files below a folder in one list: a search that leaves nothing out but the folders. */
const everyFile: Pick<Search, 'query' | 'inContents'> = { query: 'kind:file,link', inContents: false }

export function isFlat({ search }: Pick<Tab, 'search'>): boolean {
  return search?.query === everyFile.query
}

/** Shows all files below the tab's folder, with the cursor on the one it was on; once more shows the folder. */
export function toggleFlat(pane: Pane): void {
  const tab = currentTab(pane)
  if (isFlat(tab)) return leaveSearch(pane)
  const cursorName = cursorEntry(tab)?.name
  searchBelow(pane, everyFile, cursorName === undefined ? {} : { cursorName })
}

/** Opens the field for a query over the tab's folder; its rows stay until something is searched. */
export function openSearch(pane: Pane): void {
  const tab = currentTab(pane)
  if (!tab.search) return patchTab(pane, tab.id, { search: noQuery })
  if (!isFlat(tab)) return
  patchTab(pane, tab.id, { search: noQuery })
  searchBelow(pane, noQuery)
}

/** Searches below the tab's folder; an empty query shows the folder itself. */
export function searchBelow(
  pane: Pane,
  { query, inContents }: Pick<Search, 'query' | 'inContents'>,
  options: { readonly cursorName?: string } = {},
): void {
  const { id, search = noQuery, view } = currentTab(pane)
  patchTab(pane, id, {
    search: { ...search, query, inContents },
    listing: { kind: 'loading', startedMs: pane.deps.now(), received: 0 },
    view: emptyView(view.generation + 1),
    ...freshCursor,
  })
  void whenWatched(pane, id, () => listFolder(pane, id, options))
}

/** What is wrong with a query, in a sentence; undefined for one that can be searched. */
export function queryProblem(query: string, inContents: boolean): string | undefined {
  const parsed = parseFindQuery(query, { nowMs: Date.now(), inContents })
  return 'problem' in parsed && query.trim() !== '' ? parsed.problem.sentence : undefined
}

/** Does the query ask for tags, which cost a request for each file? */
export function asksForTags({ query, inContents }: Search): boolean {
  const parsed = parseFindQuery(query, { nowMs: 0, inContents })
  return 'query' in parsed && parsed.query.tags.length > 0
}

/** Names' text that a query looks for, folded: what to mark in rows. */
export function soughtWords({ search }: Tab): readonly string[] {
  if (!search) return []
  const parsed = parseFindQuery(search.query, { nowMs: 0, inContents: search.inContents })
  if ('problem' in parsed) return []
  return parsed.query.names.filter(({ isPattern }) => !isPattern).map(({ text }) => text)
}

/** One step back: a search that goes on is stopped, else the folder is shown again. Results that are kept stay. */
export function stepOutOfSearch(pane: Pane): void {
  const tab = currentTab(pane)
  if (isSearching(tab) && tab.listing.kind === 'loading') return stopListing(pane, tab.id)
  if (tab.search?.isKept) return
  leaveSearch(pane)
}

/** Shows the folder itself, with the cursor on the folder that holds what it was on. */
export function leaveSearch(pane: Pane): void {
  const tab = currentTab(pane)
  if (!tab.search) return
  if (!isSearching(tab)) return patchTab(pane, tab.id, { search: undefined })
  const [cursorName] = cursorEntry(tab)?.name.split('/') ?? []
  openFolder(pane, tab.location, cursorName === undefined ? {} : { cursorName })
}

/** Shows the folder that what the cursor is on lies in, with the cursor there. */
export function showInItsFolder(pane: Pane): void {
  const tab = currentTab(pane)
  const entry = cursorEntry(tab)
  if (!entry) return
  const { mount, path } = locationIn(tab, entry.name)
  openFolder(pane, { mount, path: parentPath(path) }, { cursorName: baseName(path) })
}

/** Gives the results a tab of their own, and puts the folder itself beside it. */
export function keepSearch(pane: Pane): void {
  const { id, location, search, sort, pictures } = currentTab(pane)
  if (!search || search.isKept || search.query === '') return
  patchTab(pane, id, { search: { ...search, isKept: true } })
  const folder = newTab(++pane.lastTabId, location, { sort, pictures })
  pane.state.setState(({ tabs }) => ({
    tabs: tabs.toSpliced(
      tabs.findIndex((tab) => tab.id === id),
      0,
      folder,
    ),
  }))
}
