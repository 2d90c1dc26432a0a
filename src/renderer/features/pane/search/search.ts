/**
 * A tab that shows the results of a search below its folder. The rows are entries whose names are paths relative to
 * that folder.
 */
import { baseName, parentPath } from '../../../../contract/location.ts'
import { parseFindQuery } from '../../../../lib/find-query/parse-query.ts'
import { listFolder, stopListing } from '../list-folder.ts'
import { openFolder, whenWatched } from '../navigate.ts'
import { currentTab, type Pane, patchTab } from '../pane.ts'
import { emptyView, freshCursor, newTab, type Search, type Tab } from '../pane-state.ts'
import { cursorEntry, isSearching, locationIn } from '../tab-rows.ts'

const noQuery: Search = { query: '', inContents: false, isKept: false }

/** The search that lists all files below a folder: it leaves out only folders. */
const everyFile: Pick<Search, 'query' | 'inContents'> = { query: 'kind:file,link', inContents: false }

export function isFlat({ search }: Pick<Tab, 'search'>): boolean {
  return search?.query === everyFile.query
}

/** Shows all files below the tab's folder, with the cursor on the same entry. A second call shows the folder again. */
export function toggleFlat(pane: Pane): void {
  const tab = currentTab(pane)
  if (isFlat(tab)) return leaveSearch(pane)
  const cursorName = cursorEntry(tab)?.name
  searchBelow(pane, everyFile, cursorName === undefined ? {} : { cursorName })
}

/** Opens the search field for the tab's folder. Its rows stay until a search starts. */
export function openSearch(pane: Pane): void {
  const tab = currentTab(pane)
  if (!tab.search) return patchTab(pane, tab.id, { search: noQuery })
  if (!isFlat(tab)) return
  patchTab(pane, tab.id, { search: noQuery })
  searchBelow(pane, noQuery)
}

/** Searches below the tab's folder. An empty query shows the folder itself. */
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

/** Returns a sentence about what is wrong with a query; undefined if it is valid. */
export function queryProblem(query: string, inContents: boolean): string | undefined {
  const parsed = parseFindQuery(query, { nowMs: Date.now(), inContents })
  return 'problem' in parsed && query.trim() !== '' ? parsed.problem.sentence : undefined
}

/** Tells whether the query asks for tags, which need a request for each file. */
export function asksForTags({ query, inContents }: Search): boolean {
  const parsed = parseFindQuery(query, { nowMs: 0, inContents })
  return 'query' in parsed && parsed.query.tags.length > 0
}

/** Returns the words that a query searches in names, case-folded, so that rows can highlight them. */
export function soughtWords({ search }: Tab): readonly string[] {
  if (!search) return []
  const parsed = parseFindQuery(search.query, { nowMs: 0, inContents: search.inContents })
  if ('problem' in parsed) return []
  return parsed.query.names.filter(({ isPattern }) => !isPattern).map(({ text }) => text)
}

/** Goes one step back: stops a running search, or else shows the folder again. Kept results stay. */
export function stepOutOfSearch(pane: Pane): void {
  const tab = currentTab(pane)
  if (isSearching(tab) && tab.listing.kind === 'loading') return stopListing(pane, tab.id)
  if (tab.search?.isKept) return
  leaveSearch(pane)
}

/** Shows the folder itself, with the cursor on the subfolder that contains the current result. */
export function leaveSearch(pane: Pane): void {
  const tab = currentTab(pane)
  if (!tab.search) return
  if (!isSearching(tab)) return patchTab(pane, tab.id, { search: undefined })
  const [cursorName] = cursorEntry(tab)?.name.split('/') ?? []
  openFolder(pane, tab.location, cursorName === undefined ? {} : { cursorName })
}

/** Shows the parent folder of the entry under the cursor, with the cursor on that entry. */
export function showInItsFolder(pane: Pane): void {
  const tab = currentTab(pane)
  const entry = cursorEntry(tab)
  if (!entry) return
  const { mount, path } = locationIn(tab, entry.name)
  openFolder(pane, { mount, path: parentPath(path) }, { cursorName: baseName(path) })
}

/** Keeps the results in a tab of their own, and opens the folder itself in a new tab beside it. */
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
