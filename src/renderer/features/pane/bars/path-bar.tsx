import { ChevronRight } from 'lucide-react'
import { type MouseEvent, useRef } from 'react'
import { formatLocation, type Location } from '../../../../contract/location.ts'
import { text } from '../../../strings/text.ts'
import { shownName } from '../../../ui/format/shown-name.ts'
import type { Side } from '../pane-state.ts'
import { type Crumb, crumbsOf } from './crumbs.ts'
import { useCollapsed } from './use-collapsed.ts'

export interface PathBarProps {
  readonly location: Location
  readonly side: Side
  readonly label: string
  readonly onOpen: (location: Location, cameFrom: string | undefined) => void
  /** Opens a menu at the given point, with the folders that do not fit into the bar. */
  readonly onMore: (folders: readonly Crumb[], at: { readonly x: number; readonly y: number }) => void
}

/**
 * The landmarks of both panes have the same name, because their regions tell them apart. Accessibility checkers require
 * different names, so one contains a zero-width space, which screen readers do not speak.
 */
const unspoken = { left: '', right: '\u200b' } as const satisfies Record<Side, string>

/** Shows the location of the pane with one button for each part. Parts in the middle that do not fit are in a menu. */
export function PathBar({ location, side, label, onOpen, onMore }: PathBarProps) {
  const nav = useRef<HTMLElement>(null)
  const [root, ...crumbs] = crumbsOf(location)
  const most = Math.max(0, crumbs.length - 1)
  const hidden = useCollapsed(nav, most, `${label}:${formatLocation(location)}`)

  return (
    <nav
      ref={nav}
      aria-label={text('pane.path') + unspoken[side]}
      className="flex min-w-16 flex-auto items-center justify-start gap-0.5 overflow-hidden"
    >
      {root && (
        <button
          type="button"
          className="chip max-w-40"
          {...dropMark(root.location, location)}
          aria-current={crumbs.length === 0 ? 'location' : undefined}
          onClick={() => onOpen(root.location, crumbs[0]?.name)}
        >
          <span className="truncate">{label}</span>
        </button>
      )}
      {hidden > 0 && <More folders={crumbs.slice(0, hidden)} onMore={onMore} />}
      {crumbs.slice(hidden).map((crumb, place) => {
        const at = place + hidden
        const isLast = at === crumbs.length - 1
        return (
          <span
            key={formatLocation(crumb.location)}
            className={`flex items-center gap-0.5 ${isLast && hidden === most ? 'min-w-8' : 'shrink-0'}`}
          >
            <ChevronRight aria-hidden className="rtl:-scale-x-100 size-3 shrink-0 text-ink-3" />
            <button
              type="button"
              className={`truncate rounded-md px-1 hover:bg-row ${isLast ? 'min-w-0 font-semibold' : 'max-w-40'}`}
              aria-current={isLast ? 'location' : undefined}
              title={crumb.name}
              {...dropMark(crumb.location, location)}
              onClick={() => onOpen(crumb.location, crumbs[at + 1]?.name)}
            >
              {shownName(crumb.name)}
            </button>
          </span>
        )
      })}
    </nav>
  )
}

interface MoreProps extends Pick<PathBarProps, 'onMore'> {
  readonly folders: readonly Crumb[]
}

/** The button for the folders that do not fit. */
function More({ folders, onMore }: MoreProps) {
  const label = text('pane.more-folders', { count: folders.length })
  function show({ currentTarget }: MouseEvent) {
    const { left, bottom } = currentTarget.getBoundingClientRect()
    onMore(folders, { x: left, y: bottom })
  }
  return (
    <>
      <ChevronRight aria-hidden className="rtl:-scale-x-100 size-3 shrink-0 text-ink-3" />
      <button
        type="button"
        className="shrink-0 rounded-md px-1 text-ink-2 hover:bg-row"
        aria-label={label}
        aria-haspopup="menu"
        title={label}
        onClick={show}
      >
        …
      </button>
    </>
  )
}

/** Files can be dropped only on parts of the shown mount. The parts above an archive belong to another mount. */
function dropMark(crumb: Location, shown: Location) {
  return crumb.mount === shown.mount ? { 'data-crumb': crumb.path } : {}
}
