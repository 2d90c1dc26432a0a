import { CornerUpRight, LockKeyhole, Unlink } from 'lucide-react'
import { memo, type ReactNode } from 'react'
import type { EntryKind, SinceThen } from '../../../../contract/entry.ts'
import { Thumbnail } from '../../../content/thumbnails/thumbnail.tsx'
import type { Thumbnails } from '../../../content/thumbnails/thumbnails.ts'
import { text } from '../../../strings/text.ts'
import { FileIcon } from '../../../ui/file-icon.tsx'
import { shownName } from '../../../ui/format/shown-name.ts'
import { MarkedText } from '../../../ui/marked-text.tsx'
import { nameParts } from './name-parts.ts'
import type { RowFacts } from './row-facts.ts'

export interface PictureTileProps {
  readonly id: string
  readonly position: number
  readonly column: number
  /** The accessible label: all texts of the tile, the name first. */
  readonly label: string
  readonly name: string
  readonly kind: EntryKind
  readonly note: string
  readonly since: SinceThen | undefined
  readonly mark: RowFacts['mark']
  readonly isCut: boolean
  readonly isSelected: boolean
  readonly isCursor: boolean
  /** The search words to highlight in the name, one per line. */
  readonly sought: string
  /** For a picture: the source of its thumbnail, and the location and state of the file. */
  readonly thumbnails?: Thumbnails
  readonly mount?: string
  readonly path?: string
  readonly sizeBytes?: number
  readonly modifiedMs?: number
}

/** A tile for one file: its thumbnail or icon, and its name. */
export const PictureTile = memo(function PictureTile(props: PictureTileProps) {
  const { name, kind, mark } = props
  const [start, end] = nameParts(shownName(name), kind === 'folder')
  const words = props.sought === '' ? noWords : props.sought.split('\n')
  return (
    <Tile {...props}>
      <span className="tile-picture">
        <Look {...props} />
      </span>
      <span aria-hidden data-mark className="tile-mark" />
      <span className="tile-name">
        <span dir="auto" className="name" title={name}>
          <span className="name-start">
            <MarkedText text={start} words={words} />
          </span>
          <span className="name-end">
            <MarkedText text={end} words={words} />
          </span>
        </span>
        {mark === 'link' && <CornerUpRight aria-hidden className="size-3 flex-none text-ink-3" />}
        {mark === 'locked' && <LockKeyhole aria-hidden className="size-3 flex-none text-warn" />}
        {mark === 'broken' && <Unlink aria-hidden className="size-3 flex-none text-bad" />}
      </span>
    </Tile>
  )
})

function Look({ thumbnails, mount = '', path = '', sizeBytes = 0, modifiedMs = 0, name, kind }: PictureTileProps) {
  const sign = <FileIcon name={name} kind={kind} />
  if (!thumbnails) return sign
  return <Thumbnail {...{ thumbnails, mount, path, sizeBytes, modifiedMs }}>{sign}</Thumbnail>
}

const noWords: readonly string[] = []

type TileProps = Pick<PictureTileProps, 'id' | 'position' | 'column' | 'label' | 'note' | 'since' | 'mark'> &
  Pick<PictureTileProps, 'isCut' | 'isSelected' | 'isCursor'> & { readonly children: ReactNode }

function Tile(props: TileProps) {
  const { mark } = props
  return (
    <div
      id={props.id}
      role="gridcell"
      aria-label={props.isCut ? text('row.cut', { label: props.label }) : props.label}
      aria-selected={props.isSelected}
      aria-colindex={props.column + 1}
      className="tile"
      data-position={props.position}
      data-since={props.since}
      data-cut={props.isCut || undefined}
      data-cursor={props.isCursor || undefined}
      data-quiet={mark === 'locked' || mark === 'broken' || undefined}
      title={props.note || undefined}
    >
      {props.children}
    </div>
  )
}
