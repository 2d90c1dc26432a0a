import { X } from 'lucide-react'
import type { RefObject } from 'react'
import { text } from '../../../strings/text.ts'
import { setFilter } from '../choose.ts'
import type { Pane } from '../pane.ts'
import type { Tab } from '../pane-state.ts'

export interface FilterBoxProps {
  readonly pane: Pane
  readonly tab: Tab
  readonly filter: RefObject<HTMLInputElement | null>
  readonly onFocusGrid: () => void
}

/** Shows only the entries whose names contain the typed text. */
export function FilterBox({ pane, tab, filter, onFocusGrid }: FilterBoxProps) {
  return (
    <div className="relative w-30 min-w-14 shrink-[99]">
      <input
        ref={filter}
        type="search"
        className="h-6 w-full appearance-none rounded-md border border-line bg-paper px-2 [&::-webkit-search-cancel-button]:hidden"
        aria-label={text('pane.filter')}
        placeholder={text('pane.filter')}
        value={tab.filter}
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => setFilter(pane, event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') setFilter(pane, '')
          else if (event.key !== 'Enter' && event.key !== 'ArrowDown') return
          event.preventDefault()
          event.stopPropagation()
          onFocusGrid()
        }}
      />
      {tab.filter !== '' && (
        <button
          type="button"
          className="absolute top-0.5 end-0.5 grid size-5 place-items-center rounded-sm text-ink-2 hover:bg-row"
          aria-label={text('empty.filter.clear')}
          onClick={() => setFilter(pane, '')}
        >
          <X aria-hidden className="size-3.5" />
        </button>
      )}
    </div>
  )
}
