import { useMemo } from 'react'
import type { MountInfo } from '../../../../contract/api/mounts.ts'
import type { FacetName } from '../../../../contract/capabilities.ts'
import { text } from '../../../strings/text.ts'
import { createDateFormat } from '../../../ui/format/date.ts'
import { formatCount, formatDuration, formatSize } from '../../../ui/format/size.ts'
import { stopListing } from '../list-folder.ts'
import type { Pane } from '../pane.ts'
import type { Tab } from '../pane-state.ts'
import { ViewSwitch } from './view-switch.tsx'
import { isSearching, selectedBytes } from '../tab-rows.ts'

/** The facets, and tags, that are worth showing to the user, in this order. */
const shownAbilities = ['versions', 'links', 'serverCopy', 'tags', 'trash', 'watch'] as const satisfies readonly (
  FacetName | 'tags'
)[]

export function StatusLine({
  pane,
  tab,
  mount,
  isActive,
}: {
  readonly pane: Pane
  readonly tab: Tab
  readonly mount: MountInfo | undefined
  /**
   * Screen readers announce only the active pane. Otherwise a copy into the other pane would be announced every few
   * seconds.
   */
  readonly isActive: boolean
}) {
  const { selection, view } = tab
  const bytes = useMemo(() => selectedBytes(selection, view.index), [selection, view.index])
  const isLoading = tab.listing.kind === 'loading'
  return (
    <div className="flex h-6.5 min-w-0 items-center gap-2.5 border-t border-line px-3 text-small text-ink-2">
      <div
        role="status"
        aria-live={isActive ? 'polite' : 'off'}
        className={`${tab.pictures ? 'max-w-[55%]' : 'max-w-[70%]'} shrink-0 truncate`}
      >
        {statusText(tab, bytes)}
      </div>
      {isLoading && !isSearching(tab) && (
        <button
          type="button"
          className="shrink-0 rounded-sm text-sea underline"
          onClick={() => stopListing(pane, tab.id)}
        >
          {text('status.stop')}
        </button>
      )}
      <ul className="ms-auto flex h-4.5 min-w-0 @max-[14rem]:hidden flex-wrap justify-end gap-1.5 overflow-hidden">
        {abilitiesOf(mount).map((ability) => (
          <li
            key={ability}
            className="max-w-full truncate rounded-lg border border-line px-1.5 text-[0.65625rem] text-ink-3"
            title={text(`ability.${ability}.about`)}
          >
            {text(`ability.${ability}`)}
          </li>
        ))}
      </ul>
      <ViewSwitch pane={pane} tab={tab} />
    </div>
  )
}

type Ability = 'read-only' | (typeof shownAbilities)[number]

function abilitiesOf(mount: MountInfo | undefined): readonly Ability[] {
  const { capabilities } = mount ?? {}
  const hasTags = capabilities?.properties?.changeable.includes('tags')
  const abilities = shownAbilities.filter((each) => (each === 'tags' ? hasTags : capabilities?.facets.includes(each)))
  const isReadOnly = mount && (mount.readOnly || capabilities?.canWrite === false)
  return isReadOnly ? ['read-only', ...abilities] : abilities
}

function statusText(tab: Tab, bytes: number): string {
  const { listing, view, selection } = tab
  const count = view.index.count - view.hidden
  const shown = view.order.length
  if (listing.kind === 'loading') {
    if (isSearching(tab)) return text('find.searching', { count })
    return count === 0 ? text('status.listing') : text('status.still-listing', { count })
  }
  const parts: string[] = []
  if (selection.count > 0) {
    parts.push(text('status.selected', { selected: formatCount(selection.count), count }))
    parts.push(formatSize(bytes))
  } else if (tab.filter !== '' || shown < count) {
    parts.push(text('status.shown', { shown: formatCount(shown), count }))
  } else {
    parts.push(text('status.items', { count }))
  }
  const asOf =
    listing.asOfMs === undefined
      ? undefined
      : text('status.as-of', { time: createDateFormat(Date.now()).short(listing.asOfMs) })
  if (asOf && listing.kind === 'failed') return [...parts, asOf, text('status.not-reached')].join(' · ')
  if (listing.kind === 'failed') return count === 0 ? text('status.failed') : text('status.incomplete', { count })
  if (isSearching(tab)) return parts.join(' · ')
  if (asOf) return [...parts, asOf].join(' · ')
  parts.push(
    listing.isStopped ? text('status.stopped') : text('status.listed', { duration: formatDuration(listing.tookMs) }),
  )
  return parts.join(' · ')
}
