import type { Failure } from '../../../contract/failure.ts'
import { formatLocation, type Location } from '../../../contract/location.ts'
import { refreshFolder } from './list-folder.ts'
import { findTab, type Pane, patchTab, workOf } from './pane.ts'
import { isSearching } from './tab-rows.ts'

const shortestWaitMs = 300
/** A folder is listed anew at most this part of the time. */
const listingShare = 4

/** Listing does not wait longer than this for a watch to stand. */
const longestWaitMs = 150

/**
 * Hears of changes in the tab's folder and lists it anew, quietly, until the tab shows another or `unwatchFolder`.
 * Resolves when the watch stands, can't be had or takes long: a listing begun then misses nothing.
 */
export function watchFolder(pane: Pane, id: number): Promise<void> {
  return new Promise((resolve) => {
    let isAwaited = true
    function settle() {
      clearTimeout(timer)
      isAwaited = false
      resolve()
    }
    const timer = setTimeout(settle, longestWaitMs)
    void followChanges(pane, id, (isFirst) => {
      // the first one says that the watch stands; whoever waits for it lists the folder anyway
      const isKnown = isFirst && isAwaited
      settle()
      if (!isKnown) scheduleRefresh(pane, id)
    }).then(settle)
  })
}

async function followChanges(pane: Pane, id: number, onChanged: (isFirst: boolean) => void): Promise<void> {
  const tab = findTab(pane, id)
  if (!tab) return
  unwatchFolder(pane, id)
  // of what changes far below a folder no mount tells
  if (isSearching(tab)) return
  const { location } = tab
  const control = new AbortController()
  workOf(pane, id).watching = control
  let isFirst = true
  try {
    for await (const { kind } of pane.deps.client().listing.watch({ location }, { signal: control.signal })) {
      if (kind === 'changed') onChanged(isFirst)
      else patchTab(pane, id, { listing: { kind: 'failed', failure: goneFailure(location) } })
      isFirst = false
    }
  } catch {
    // where a mount can't tell of changes, Refresh does; all else the listing meets too, and says it
  }
}

export function unwatchFolder(pane: Pane, id: number): void {
  const work = workOf(pane, id)
  work.watching?.abort(new DOMException('Nobody looks.', 'AbortError'))
  delete work.watching
}

/** Lists the folder anew, soon, and not again and again while it takes long. */
export function scheduleRefresh(pane: Pane, id: number): void {
  const work = workOf(pane, id)
  if (work.refreshTimer) return
  const restMs = Math.max(shortestWaitMs, work.lastListingMs * listingShare)
  const waitMs = Math.max(50, work.lastListedAt + restMs - pane.deps.now())
  work.refreshTimer = setTimeout(() => {
    delete work.refreshTimer
    const tab = findTab(pane, id)
    const isBusy = tab?.listing.kind === 'loading' || tab?.renamingRow !== undefined || work.refresh !== undefined
    if (isBusy) scheduleRefresh(pane, id)
    else if (tab) void refreshFolder(pane, id)
  }, waitMs)
}

function goneFailure(location: Location): Failure {
  return {
    kind: 'not-found',
    message: 'This folder is no longer there.',
    operation: 'listing.watch',
    location: formatLocation(location),
    retry: 'never',
  }
}
