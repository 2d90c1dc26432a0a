/**
 * Lists the folder of a tab. It either starts again and shows rows while they arrive, or loads in the background and
 * keeps the present rows until then.
 */
import { failureOf } from '../../../contract/failure.ts'
import { isPast } from '../../../contract/location.ts'
import { noSelection, isSelected, mapSelection, selectRows } from '../../ui/virtual-list/selection.ts'
import { ListingIndex } from './index/listing-index.ts'
import type { FolderOrder, OrderedFolder } from './index/order-client.ts'
import { noRow, type ViewRequest } from './index/order-engine.ts'
import type { EntryPage } from '../../../contract/entry-page.ts'
import { findTab, type Pane, patchTab, type TabWork, workOf } from './pane.ts'
import { emptyView, firstRow, freshCursor, type Tab } from './pane-state.ts'
import { isSearching, positionOf, rowAt, rowCount } from './tab-rows.ts'
import { searchPages } from './search/search-pages.ts'

/** The reasons to abort a listing: another folder is shown, or the user stopped it. */
const leftBehind = new DOMException('Another folder is shown now.', 'AbortError')
const renamePauseMs = 200
const stoppedByUser = new DOMException('Stopped.', 'AbortError')

export function viewRequest(pane: Pane, tab: Tab): ViewRequest {
  const { sort, filter } = tab
  const onlyChanged = tab.onlyChanged && isPast(tab.location)
  return { sort, filter, showHidden: pane.deps.showHidden(), foldersFirst: pane.deps.foldersFirst(), onlyChanged }
}

/** Lists the tab's folder from the start. The cursor moves to `cursorName` when that entry arrives. */
export async function listFolder(
  pane: Pane,
  id: number,
  options: { readonly cursorName?: string } = {},
): Promise<void> {
  const tab = findTab(pane, id)
  if (!tab) return
  const work = workOf(pane, id)
  leaveFolder(work)
  const control = new AbortController()
  work.listing = control
  work.wantedFrom = 0
  if (options.cursorName === undefined) delete work.wantedName
  else work.wantedName = options.cursorName

  const view = emptyView(tab.view.generation + 1)
  const startedMs = pane.deps.now()
  patchTab(pane, id, {
    listing: { kind: 'loading', startedMs, received: 0 },
    view,
    ...freshCursor,
  })
  const folder = pane.deps.orders.open(viewRequest(pane, tab), (order) => showOrder(pane, id, order))
  work.folder = folder
  let isStopped = false
  try {
    const asOfMs = await readKnown(pane, tab, view.index, folder, control.signal)
    if (asOfMs !== undefined) {
      delete work.listing
      folder.finish()
      patchTab(pane, id, { listing: { kind: 'ready', tookMs: 0, isStopped: false, asOfMs } })
      return await refreshFolder(pane, id)
    }
    await readPages(pane, tab, view.index, folder, control.signal)
  } catch (error) {
    if (control.signal.aborted && control.signal.reason !== stoppedByUser) return
    isStopped = control.signal.aborted
    if (!isStopped) patchTab(pane, id, { listing: { kind: 'failed', failure: failureOf(error, 'listing.list') } })
  }
  delete work.listing
  work.lastListedAt = pane.deps.now()
  work.lastListingMs = work.lastListedAt - startedMs
  folder.finish()
  if (findTab(pane, id)?.listing.kind !== 'loading') return
  patchTab(pane, id, { listing: { kind: 'ready', tookMs: work.lastListingMs, isStopped } })
}

/** Stops a listing and keeps the rows received so far. */
export function stopListing(pane: Pane, id: number): void {
  workOf(pane, id).listing?.abort(stoppedByUser)
}

/** Lists the folder in the background, and replaces the shown rows when all newer rows have arrived. */
export async function refreshFolder(
  pane: Pane,
  id: number,
  options: { readonly cursorName?: string } = {},
): Promise<void> {
  const tab = findTab(pane, id)
  const work = workOf(pane, id)
  // If this listing replaces an earlier one, it takes over the name to which that one should move the cursor.
  const cursorName = options.cursorName ?? work.wantedName
  const wish = cursorName === undefined ? {} : { cursorName }
  if (!tab || !work.folder || !isListed(tab)) return listFolder(pane, id, wish)
  work.refresh?.abort(leftBehind)
  const control = new AbortController()
  work.refresh = control
  if (cursorName !== undefined) work.wantedName = cursorName
  const startedMs = pane.deps.now()
  const index = new ListingIndex()
  const previous = work.folder
  let settle = () => {}
  const shown = new Promise<void>((resolve) => (settle = resolve))
  const folder = pane.deps.orders.open(viewRequest(pane, tab), onOrder)
  function onOrder(order: FolderOrder) {
    if (work.folder === folder) return showOrder(pane, id, order)
    if (!order.isWhole || control.signal.aborted) return
    if (findTab(pane, id)?.renamingRow !== undefined) {
      // Rows do not move while the user renames one of them.
      setTimeout(() => onOrder(order), renamePauseMs)
      return
    }
    work.folder = folder
    delete work.wantedName
    replaceRows(pane, id, index, order, cursorName)
    previous?.drop()
    settle()
  }
  control.signal.addEventListener('abort', () => settle())
  try {
    await readPages(pane, tab, index, folder, control.signal)
    // The sort order, the filter or hidden files may have changed in the meantime.
    const now = findTab(pane, id)
    if (now) folder.setView(viewRequest(pane, now))
    folder.finish(previous)
    work.lastListedAt = pane.deps.now()
    work.lastListingMs = work.lastListedAt - startedMs
    await shown // The next refresh must not overtake this one.
    control.signal.throwIfAborted()
    patchTab(pane, id, { listing: { kind: 'ready', tookMs: work.lastListingMs, isStopped: false } })
  } catch (error) {
    if (work.folder !== folder) folder.drop()
    if (!control.signal.aborted) {
      delete work.wantedName
      const failure = failureOf(error, 'listing.list')
      const isRefused = isListedAsOf(pane, id) && !outages.has(failure.kind)
      if (isRefused) dropRows(pane, id, work)
      patchTab(pane, id, ({ listing }) => ({
        listing: { kind: 'failed', failure, ...(!isRefused && asOfIn(listing)) },
      }))
    }
  } finally {
    if (work.refresh === control) delete work.refresh
  }
}

/**
 * The failures of a mount that is only temporarily unavailable. After any other failure, the cached rows are removed:
 * the user may no longer have access to them.
 */
const outages: ReadonlySet<string> = new Set(['unreachable', 'timeout', 'busy', 'disconnected'])

function isListedAsOf(pane: Pane, id: number): boolean {
  const tab = findTab(pane, id)
  return tab !== undefined && asOfIn(tab.listing).asOfMs !== undefined
}

function dropRows(pane: Pane, id: number, work: TabWork): void {
  work.folder?.drop()
  delete work.folder
  patchTab(pane, id, ({ view }) => ({ view: emptyView(view.generation + 1), ...freshCursor }))
}

/** Aborts all work for the folder that a tab showed. */
export function leaveFolder(work: TabWork): void {
  work.listing?.abort(leftBehind)
  work.refresh?.abort(leftBehind)
  work.measuring?.abort(leftBehind)
  clearTimeout(work.refreshTimer)
  delete work.refreshTimer
  work.folder?.drop()
  delete work.folder
}

/**
 * Shows the cached listing of the folder and returns its time. Returns undefined and shows nothing if no listing is
 * cached, or if not all of it arrived.
 */
async function readKnown(pane: Pane, tab: Tab, index: ListingIndex, folder: OrderedFolder, signal: AbortSignal) {
  const { location } = tab
  if (isSearching(tab) || isPast(location) || tab.showsDeleted || !pane.deps.isFar?.(location.mount)) return undefined
  let asOfMs: number | undefined
  let entries = 0
  const pages: EntryPage[] = []
  try {
    for await (const item of pane.deps.client().listing.known({ location }, { signal })) {
      if ('asOfMs' in item) ({ asOfMs, entries } = item)
      else pages.push(item)
    }
  } catch {
    signal.throwIfAborted()
    return undefined // The listing itself reports the failure.
  }
  if (asOfMs === undefined || pages.reduce((sum, { count }) => sum + count, 0) !== entries) return undefined
  for (const page of pages) {
    index.append(page)
    folder.append(page)
  }
  return asOfMs
}

/** Tells whether the tab has rows that a newer listing can replace. */
export function isListed({ listing }: Tab): boolean {
  return listing.kind === 'ready' || asOfIn(listing).asOfMs !== undefined
}

function asOfIn(listing: Tab['listing']): { readonly asOfMs?: number } {
  return listing.kind === 'loading' || listing.asOfMs === undefined ? {} : { asOfMs: listing.asOfMs }
}

async function readPages(pane: Pane, tab: Tab, index: ListingIndex, folder: OrderedFolder, signal: AbortSignal) {
  for await (const page of pagesOf(pane, tab, signal)) {
    index.append(page)
    folder.append(page)
  }
}

function pagesOf(pane: Pane, tab: Tab, signal: AbortSignal): AsyncIterable<EntryPage> {
  if (isSearching(tab)) return searchPages(pane, tab, signal)
  const { location } = tab
  const asked = isPast(location)
    ? { location, withAdded: true }
    : { location, withDeleted: tab.showsDeleted, remembers: true }
  return pane.deps.client().listing.list(asked, { signal })
}

/** Shows a newer order of the same listing: with more rows, or with another sort order or filter. */
function showOrder(pane: Pane, id: number, { order, hidden, isWhole }: FolderOrder): void {
  const work = workOf(pane, id)
  patchTab(pane, id, (tab) => {
    const view = { ...tab.view, order, hidden }
    const next = { ...tab, view }
    const isShown = tab.cursor < 0 || positionOf(next, tab.cursor) !== undefined
    const listing = tab.listing.kind === 'loading' ? { ...tab.listing, received: tab.view.index.count } : tab.listing
    return {
      view,
      listing,
      selection: keepShown(tab, order),
      ...(!isShown && { cursor: firstRow, anchor: firstRow }),
      ...findWanted(work, next, isWhole),
    }
  })
}

/** Unselects rows that are no longer shown. Otherwise a command would affect rows that the user does not see. */
function keepShown({ selection }: Tab, order: Uint32Array) {
  if (selection.count === 0) return noSelection
  return selectRows(order.filter((row) => isSelected(selection, row)))
}

function findWanted(work: TabWork, tab: Tab, isWhole: boolean): Partial<Tab> {
  if (work.wantedName === undefined) return {}
  const row = tab.view.index.find(work.wantedName, work.wantedFrom)
  work.wantedFrom = tab.view.index.count
  const isShown = row !== undefined && positionOf(tab, row) !== undefined
  if (isShown || isWhole) delete work.wantedName
  return isShown ? { cursor: row, anchor: row } : {}
}

function replaceRows(
  pane: Pane,
  id: number,
  index: ListingIndex,
  { order, hidden, mapping }: FolderOrder,
  cursorName?: string,
) {
  patchTab(pane, id, (tab) => {
    const view = { index, order, hidden, generation: tab.view.generation + 1 }
    const next: Tab = { ...tab, view }
    const rows = mapping ?? new Uint32Array(0)
    const move = (row: number) => {
      if (row < 0) return row
      const mapped = rows[row] ?? noRow
      if (mapped !== noRow && positionOf(next, mapped) !== undefined) return mapped
      return rowAt(next, Math.min(positionOf(tab, row) ?? 0, rowCount(next) - 1))
    }
    const named = cursorName === undefined ? undefined : index.find(cursorName)
    const cursor = named !== undefined && positionOf(next, named) !== undefined ? named : move(tab.cursor)
    return {
      view,
      cursor,
      anchor: named === undefined ? move(tab.anchor) : cursor,
      rangeBase: mapSelection(tab.rangeBase, rows, noRow),
      selection: mapSelection(tab.selection, rows, noRow),
      ...(named !== undefined && { selection: noSelection, rangeBase: noSelection }),
      renamingRow: undefined,
    }
  })
}
