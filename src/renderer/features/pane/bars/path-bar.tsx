import { ChevronRight } from 'lucide-react'
import { type Location, pathSegments } from '../../../../contract/location.ts'
import type { Side } from '../pane-state.ts'
import { text } from '../../../strings/text.ts'

export interface PathBarProps {
  readonly location: Location
  readonly side: Side
  readonly label: string
  readonly onOpen: (location: Location, cameFrom: string | undefined) => void
}

/** Both panes' landmarks are called the same and are told apart by their regions; checkers ask for two names, so one has a
 * zero-width space, which nothing speaks. */
const unspoken = { left: '', right: '\u200b' } as const satisfies Record<Side, string>

/** Where the pane is, as a button per part. */
export function PathBar({ location, side, label, onOpen }: PathBarProps) {
  const segments = pathSegments(location.path)
  return (
    <nav
      aria-label={text('pane.path') + unspoken[side]}
      className="flex min-w-28 flex-auto items-center justify-start gap-0.5 overflow-hidden"
    >
      <button
        type="button"
        className="chip max-w-40"
        data-crumb=""
        aria-current={segments.length === 0 ? 'location' : undefined}
        onClick={() => onOpen({ mount: location.mount, path: '' }, segments[0])}
      >
        <span className="truncate">{label}</span>
      </button>
      {segments.map((segment, at) => {
        const isLast = at === segments.length - 1
        const path = segments.slice(0, at + 1).join('/')
        return (
          <span
            key={path}
            className={`flex items-center gap-0.5 ${isLast ? 'min-w-12' : 'min-w-0 shrink-[4] @max-[20rem]/pane:hidden'}`}
          >
            {isLast && at > 0 && <span className="hidden text-ink-3 @max-[20rem]/pane:block">…</span>}
            <ChevronRight
              aria-hidden
              className={`size-3 shrink-0 text-ink-3 ${at > 0 ? '@max-[20rem]/pane:hidden' : ''}`}
            />
            <button
              type="button"
              className={`min-w-0 truncate rounded-md px-1 hover:bg-row ${isLast ? 'font-semibold' : ''}`}
              aria-current={isLast ? 'location' : undefined}
              title={segment}
              data-crumb={path}
              onClick={() => onOpen({ mount: location.mount, path }, segments[at + 1])}
            >
              {segment}
            </button>
          </span>
        )
      })}
    </nav>
  )
}
