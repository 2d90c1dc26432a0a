import { isPast } from '../../../../contract/location.ts'
import { text } from '../../../strings/text.ts'
import type { ListingIndex } from '../index/listing-index.ts'
import type { Tab } from '../pane-state.ts'

/** Below a folder as it was: what restoring it would do. */
export function PastNote({ tab }: { readonly tab: Tab }) {
  if (!isPast(tab.location) || tab.listing.kind !== 'ready' || tab.view.index.count === 0) return null
  return <p className="border-t border-line px-3 py-1.5 text-small text-ink-2">{wouldText(tab.view.index)}</p>
}

function wouldText(index: ListingIndex): string {
  const [deleted, changed] = [index.marked('deleted'), index.marked('changed')]
  const values = {
    back: text('amount.items', { count: deleted }),
    changed: text('amount.items', { count: changed }),
  }
  if (deleted + changed === 0) return text('past.would-nothing')
  const key = deleted === 0 ? 'past.would-change' : changed === 0 ? 'past.would-bring-back' : 'past.would-both'
  return `${text(key, values)} ${text('past.nothing-lost')}`
}
