/**
 * Remembers names of files that this window has shown recently, so that they can be found without a request to a mount.
 */
import { childPath, type Location } from '../../../contract/location.ts'
import type { Pane, SeenListing } from './pane.ts'
import type { Tab } from './pane-state.ts'

const mostListings = 8
/** The rows of larger folders are not kept when the user leaves them. */
const mostRowsKept = 20_000
const mostRowsLookedAt = 20_000

/** Remembers the rows of a folder that the user leaves. */
export function rememberRows(pane: Pane, { location, view }: Tab): void {
  if (view.index.count === 0 || view.index.count > mostRowsKept) return
  const others = pane.seen.filter(({ location: { mount, path } }) => mount !== location.mount || path !== location.path)
  pane.seen = [{ location, index: view.index }, ...others].slice(0, mostListings)
}

/** Returns the locations of matching names, from the most recent folder on. It looks at a limited number of rows. */
export function seenNames(
  panes: readonly Pane[],
  passes: (name: string) => boolean,
  { most }: { readonly most: number },
): readonly Location[] {
  const found = new Map<string, Location>()
  let left = mostRowsLookedAt
  for (const { location, index } of listingsOf(panes)) {
    for (let row = 0; row < index.count; row++) {
      if (left-- <= 0 || found.size >= most) return [...found.values()]
      const path = index.name(row)
      if (index.kind(row) === 'folder' || !passes(path.slice(path.lastIndexOf('/') + 1))) continue
      const at = { mount: location.mount, path: childPath(location.path, path) }
      found.set(`${at.mount}:${at.path}`, at)
    }
  }
  return [...found.values()]
}

function listingsOf(panes: readonly Pane[]): readonly SeenListing[] {
  const shown = panes.flatMap(({ state }) =>
    state.getState().tabs.map(({ location, view }) => ({ location, index: view.index })),
  )
  return [...shown, ...panes.flatMap(({ seen }) => seen)]
}
