import type { CommandId } from '../../../../contract/command-list.ts'
import { isPast } from '../../../../contract/location.ts'
import { text } from '../../../strings/text.ts'
import type { Tab } from '../pane-state.ts'

export interface DeletedBarProps {
  readonly tab: Tab
  readonly run: (command: CommandId) => void
}

/** Tells that deleted entries are shown, and restores the selected ones. */
export function DeletedBar({ tab, run }: DeletedBarProps) {
  if (!tab.showsDeleted || isPast(tab.location)) return null
  const { folders, others } = tab.view.index.marked('deleted')
  const count = folders + others
  const isLooking = tab.listing.kind === 'loading'
  return (
    <div
      role="group"
      aria-label={text('deleted.bar')}
      className="flex flex-wrap items-center gap-2 border-b border-line bg-[color-mix(in_srgb,var(--warn)_14%,var(--panel))] px-3 py-1.5"
    >
      <p role="status" className="min-w-32 flex-1 font-semibold text-warn @max-[20rem]/pane:basis-full">
        {count > 0 ? text('deleted.count', { count }) : text(isLooking ? 'deleted.looking' : 'deleted.none')}
      </p>
      {count > 0 && (
        <button type="button" className="btn" onClick={() => run('file.restore')}>
          {text('past.restore')}
        </button>
      )}
      <button type="button" className="btn" onClick={() => run('view.deleted')}>
        {text('deleted.hide')}
      </button>
    </div>
  )
}
