import { useStore } from 'zustand'
import type { Location } from '../../../contract/location.ts'
import { text } from '../../strings/text.ts'
import { placeStyle } from '../../ui/place-style.ts'
import type { PlacesStore } from './places-store.ts'

export interface PinnedListProps {
  readonly places: PlacesStore
  /** The folder that the active pane shows. */
  readonly current: Location
  /** Returns the display text of a folder. */
  readonly title: (place: Location) => string
  readonly color: (mount: string) => string
  readonly onOpen: (place: Location) => void
}

/** Lists the pinned folders, below the mounts. */
export function PinnedList({ places, current, title, color, onOpen }: PinnedListProps) {
  const { pins } = useStore(places.state)
  if (pins.length === 0) return null
  return (
    <>
      <h2 className="mx-2 mt-3 mb-1 text-tiny font-semibold tracking-[0.3px] text-ink-3">{text('places.pinned')}</h2>
      <ul>
        {pins.map((pin, at) => {
          const isCurrent = pin.mount === current.mount && pin.path === current.path
          return (
            <li key={`${pin.mount}:${pin.path}`} data-pin={at}>
              <button
                type="button"
                aria-current={isCurrent ? 'true' : undefined}
                title={title(pin)}
                className={`flex h-7.5 w-full min-w-0 items-center gap-2.25 rounded-[7px] px-2 hover:bg-row ${isCurrent ? 'bg-row' : ''}`}
                style={placeStyle(color(pin.mount))}
                onClick={() => onOpen(pin)}
              >
                <i aria-hidden className="flag" />
                <span className="truncate">{title(pin)}</span>
              </button>
            </li>
          )
        })}
      </ul>
    </>
  )
}
