import type { FindItem } from '../../../../contract/api/find.ts'
import type { EntryPage } from '../../../../contract/entry-page.ts'
import type { Location } from '../../../../contract/location.ts'
import { type Pane, patchTab } from '../pane.ts'
import type { Search, Tab } from '../pane-state.ts'

const mostNamed = 100

/** Yields pages of results. Meanwhile it reports how many entries were searched, and what could not be searched. */
export async function* searchPages(pane: Pane, tab: Tab, signal: AbortSignal): AsyncGenerator<EntryPage> {
  const { id, location, search } = tab
  if (!search) return
  patchTab(pane, id, { searched: { looked: 0, skippedCount: 0, skipped: [] } })
  for await (const item of pane.deps.client().find.find(requestOf(location, search, pane), { signal })) {
    if (item.kind === 'found') yield item.page
    else if (!signal.aborted) patchTab(pane, id, ({ searched }) => ({ searched: addItem(searched, item) }))
  }
}

function requestOf(location: Location, { query, inContents }: Search, pane: Pane) {
  return { location, query, inContents, skipsHidden: !pane.deps.showHidden() }
}

function addItem(searched: Tab['searched'], item: Exclude<FindItem, { kind: 'found' }>): Tab['searched'] {
  if (item.kind === 'progress') return { ...searched, looked: item.looked }
  const { path, failure } = item
  const skipped = searched.skipped.length < mostNamed ? [...searched.skipped, { path, failure }] : searched.skipped
  return { ...searched, skippedCount: searched.skippedCount + 1, skipped }
}
