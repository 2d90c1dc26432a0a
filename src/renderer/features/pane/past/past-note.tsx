import { isPast } from '../../../../contract/location.ts'
import { text } from '../../../strings/text.ts'
import type { ListingIndex } from '../index/listing-index.ts'
import type { Tab } from '../pane-state.ts'

/** Shown below a past folder: what restoring it would change. */
export function PastNote({ tab }: { readonly tab: Tab }) {
  if (!isPast(tab.location) || tab.listing.kind !== 'ready' || tab.view.index.count === 0) return null
  return <p className="border-t border-line px-3 py-1.5 text-small text-ink-2">{wouldText(tab.view.index)}</p>
}

/** For a folder, the listing tells only that something in it has changed. */
function wouldText(index: ListingIndex): string {
  const [deleted, changed] = [index.marked('deleted'), index.marked('changed')]
  const back = [
    deleted.others > 0 && text('past.files', { count: deleted.others }),
    deleted.folders > 0 && text('past.folders', { count: deleted.folders }),
  ].filter(Boolean)
  const values = { back: back.join(` ${text('past.and')} `), changed: text('past.files', { count: changed.others }) }
  const sentences = [
    back.length > 0 && changed.others > 0 && text('past.would-both', values),
    back.length > 0 && changed.others === 0 && text('past.would-bring-back', values),
    back.length === 0 && changed.others > 0 && text('past.would-change', values),
    changed.folders > 0 && text('past.in-folders', { count: changed.folders }),
  ].filter(Boolean)
  return sentences.length === 0 ? text('past.would-nothing') : [...sentences, text('past.nothing-lost')].join(' ')
}
