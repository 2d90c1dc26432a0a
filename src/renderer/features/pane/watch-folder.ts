import type { Failure } from '../../../contract/failure.ts'
import { formatLocation, type Location } from '../../../contract/location.ts'
import { refreshFolder } from './list-folder.ts'
import { findTab, type Pane, patchTab, workOf } from './pane.ts'
import { isSearching } from './tab-rows.ts'

const shortestWaitMs = 300
/** Refreshing a folder may use at most one part in this number of the time. */
const listingShare = 4

/** The listing waits at most this time for the watch to become active. */
const longestWaitMs = 150

/**
 * Watches the tab's folder and refreshes it in the background, until the tab shows another folder or `unwatchFolder` is
 * called. Resolves when the watch is active, not supported or slow to start. A listing that starts after an active
 * watch misses no change.
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
      // The first event tells that the watch is active. The caller that waits for it lists the folder anyway.
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
  // No mount reports changes at any depth below a folder.
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
    // If a mount cannot report changes, the user can refresh. The listing meets and reports any other failure.
  }
}

export function unwatchFolder(pane: Pane, id: number): void {
  const work = workOf(pane, id)
  work.watching?.abort(new DOMException('Nobody looks.', 'AbortError'))
  delete work.watching
}

/** Lists the folder again soon, but not repeatedly if a listing takes long. */
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
