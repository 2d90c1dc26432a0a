import { ChevronRight } from 'lucide-react'
import { type MouseEvent, useRef } from 'react'
import { type Location, pathSegments } from '../../../../contract/location.ts'
import { text } from '../../../strings/text.ts'
import { shownName } from '../../../ui/format/shown-name.ts'
import type { Side } from '../pane-state.ts'
import { useCollapsed } from './use-collapsed.ts'

export interface PathBarProps {
  readonly location: Location
  readonly side: Side
  readonly label: string
  readonly onOpen: (location: Location, cameFrom: string | undefined) => void
  /** Offers folders for which there is no room, in a menu at a place of the window. */
  readonly onMore: (folders: readonly Location[], at: { readonly x: number; readonly y: number }) => void
}

/** Both panes' landmarks are called the same and are told apart by their regions; checkers ask for two names, so one has a
 * zero-width space, which nothing speaks. */
const unspoken = { left: '', right: '\u200b' } as const satisfies Record<Side, string>

/** Where the pane is, as a button per part; those in the middle for which there is no room are in a menu. */
export function PathBar({ location, side, label, onOpen, onMore }: PathBarProps) {
  const { mount, path } = location
  const nav = useRef<HTMLElement>(null)
  const segments = pathSegments(path)
  const most = Math.max(0, segments.length - 1)
  const hidden = useCollapsed(nav, most, `${label}:${path}`)
  const folderAt = (at: number) => ({ mount, path: segments.slice(0, at + 1).join('/') })

  function showMore({ currentTarget }: MouseEvent) {
    const { left, bottom } = currentTarget.getBoundingClientRect()
    onMore(
      segments.slice(0, hidden).map((_, at) => folderAt(at)),
      { x: left, y: bottom },
    )
  }

  return (
    <nav
      ref={nav}
      aria-label={text('pane.path') + unspoken[side]}
      className="flex min-w-16 flex-auto items-center justify-start gap-0.5 overflow-hidden"
    >
      <button
        type="button"
        className="chip max-w-40"
        data-crumb=""
        aria-current={segments.length === 0 ? 'location' : undefined}
        onClick={() => onOpen({ mount, path: '' }, segments[0])}
      >
        <span className="truncate">{label}</span>
      </button>
      {hidden > 0 && (
        <>
          <ChevronRight aria-hidden className="size-3 shrink-0 text-ink-3" />
          <button
            type="button"
            className="shrink-0 rounded-md px-1 text-ink-2 hover:bg-row"
            aria-label={text('pane.more-folders', { count: hidden })}
            aria-haspopup="menu"
            title={text('pane.more-folders', { count: hidden })}
            onClick={showMore}
          >
            …
          </button>
        </>
      )}
      {segments.slice(hidden).map((segment, place) => {
        const at = place + hidden
        const isLast = at === segments.length - 1
        const folder = folderAt(at)
        return (
          <span
            key={folder.path}
            className={`flex items-center gap-0.5 ${isLast && hidden === most ? 'min-w-8' : 'shrink-0'}`}
          >
            <ChevronRight aria-hidden className="size-3 shrink-0 text-ink-3" />
            <button
              type="button"
              className={`truncate rounded-md px-1 hover:bg-row ${isLast ? 'min-w-0 font-semibold' : 'max-w-40'}`}
              aria-current={isLast ? 'location' : undefined}
              title={segment}
              data-crumb={folder.path}
              onClick={() => onOpen(folder, segments[at + 1])}
            >
              {shownName(segment)}
            </button>
          </span>
        )
      })}
    </nav>
  )
}
