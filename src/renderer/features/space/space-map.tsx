import type { FolderMeasure, MeasuredPart } from '../../../contract/api/listing.ts'
import { text } from '../../strings/text.ts'
import { shownName } from '../../ui/format/shown-name.ts'
import { formatSize } from '../../ui/format/size.ts'
import { placeStyle } from '../../ui/place-style.ts'
import { treemap } from './treemap.ts'

export interface SpaceMapProps {
  readonly measure: FolderMeasure
  readonly color: string
  readonly onOpen: (name: string) => void
}

/** More tiles would be too small to see. */
const mostTiles = 60
const ratio = 1.9

/** Shows the parts of a folder as tiles whose areas match their sizes. Folders can be opened. */
export function SpaceMap({ measure, color, onOpen }: SpaceMapProps) {
  const parts = measure.parts.filter(({ bytes }) => bytes > 0)
  const shown = parts.slice(0, mostTiles)
  const others = parts.slice(mostTiles).reduce((sum, { bytes }) => sum + bytes, measure.rest.bytes)
  const sizes = [...shown.map(({ bytes }) => bytes), ...(others > 0 ? [others] : [])]
  const rects = treemap(sizes, ratio)
  if (sizes.length === 0) {
    return <p className="mt-3 text-ink-2">{measure.isDone ? text('space.nothing') : ''}</p>
  }
  return (
    <ul aria-label={text('space.parts')} className="relative mt-3 aspect-[1.9] w-full" style={placeStyle(color)}>
      {rects.map(({ left, top, width, height }, at) => {
        const part = shown[at]
        const place = { left: `${left}%`, top: `${top}%`, width: `${width}%`, height: `${height}%` }
        return (
          <li
            key={part ? `${part.kind} ${part.name}` : 'others'}
            className="absolute overflow-hidden p-px"
            style={place}
          >
            <Tile part={part} bytes={sizes[at] ?? 0} place={at} isRoomy={width > 6 && height > 6} onOpen={onOpen} />
          </li>
        )
      })}
    </ul>
  )
}

interface TileProps {
  /** Undefined for the tile that stands for all small parts. */
  readonly part: MeasuredPart | undefined
  readonly bytes: number
  readonly place: number
  /** True if the tile has room for a text. */
  readonly isRoomy: boolean
  readonly onOpen: (name: string) => void
}

const tints = ['tile-1', 'tile-2', 'tile-3', 'tile-4', 'tile-5', 'tile-6'] as const

function Tile({ part, bytes, place, isRoomy, onOpen }: TileProps) {
  const name = part ? shownName(part.name) : text('space.others')
  const label = `${name} · ${formatSize(bytes)}`
  const tint = part ? tints[place % tints.length] : 'tile-file'
  const look = `flex size-full items-start overflow-hidden text-start text-small ${isRoomy ? 'p-1.5' : ''} ${tint ?? ''}`
  const shown = <span className={`truncate ${isRoomy ? '' : 'sr-only'}`}>{label}</span>
  if (part?.kind !== 'folder') {
    return (
      <div className={look} title={label}>
        {shown}
      </div>
    )
  }
  return (
    <button type="button" className={`${look} hover:underline`} title={label} onClick={() => onOpen(part.name)}>
      {shown}
    </button>
  )
}
