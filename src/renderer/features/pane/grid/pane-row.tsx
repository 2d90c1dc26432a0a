import { CornerUpRight, LockKeyhole, Unlink } from 'lucide-react'
import { memo } from 'react'
import type { EntryKind, SinceThen } from '../../../../contract/entry.ts'
import { text } from '../../../strings/text.ts'
import { FileIcon } from '../../../ui/file-icon.tsx'
import { shownName } from '../../../ui/format/shown-name.ts'
import { nameParts } from './name-parts.ts'
import { MarkedText } from '../../../ui/marked-text.tsx'

export interface PaneRowProps {
  readonly id: string
  /** The index among all rows; the header is 1. */
  readonly rowIndex: number
  readonly position: number
  readonly topPx: number
  readonly heightPx: number
  /** The accessible label: all texts of the row, the name first. */
  readonly label: string
  readonly name: string
  readonly kind: EntryKind
  /**
   * The texts of the columns, one per line. It is a string, so that a row with the same texts is not rendered again.
   */
  readonly cells: string
  /** The column ids, separated by spaces. */
  readonly columns: string
  /** Why the row cannot be opened, or the target of a link. */
  readonly note: string
  /** The line number and the text of a match in the content of the file. */
  readonly found: string
  /** The change since the shown moment, if it is known. */
  readonly since: SinceThen | undefined
  readonly mark: 'none' | 'link' | 'locked' | 'broken'
  readonly isCut: boolean
  readonly isSelected: boolean
  readonly isCursor: boolean
  /** The search words to highlight in the name, one per line. */
  readonly sought: string
}

const noWords: readonly string[] = []

/** A name with more characters than this has a tooltip with the full name. */
const longName = 24

/** One row of the grid. */
export const PaneRow = memo(function PaneRow(props: PaneRowProps) {
  const { kind, mark, note, columns } = props
  const cells = props.cells.split('\n')
  const [start, end] = nameParts(shownName(props.name), kind === 'folder')
  const words = props.sought === '' ? noWords : props.sought.split('\n')
  return (
    <div
      id={props.id}
      role="row"
      aria-label={props.isCut ? text('row.cut', { label: props.label }) : props.label}
      className="grid-line grid-row"
      aria-rowindex={props.rowIndex}
      aria-selected={props.isSelected}
      data-position={props.position}
      data-since={props.since}
      data-cut={props.isCut || undefined}
      data-cursor={props.isCursor || undefined}
      data-quiet={mark === 'locked' || mark === 'broken' || undefined}
      title={note || props.found || undefined}
      style={{ height: props.heightPx, transform: `translateY(${props.topPx}px)` }}
    >
      <div role="gridcell" className="cell-name">
        <span aria-hidden data-mark className="mark-box">
          <FileIcon name={props.name} kind={kind} />
        </span>
        <span dir="auto" className="name" title={props.name.length > longName ? props.name : undefined}>
          <span className="name-start">
            <MarkedText text={start} words={words} />
          </span>
          <span className="name-end">
            <MarkedText text={end} words={words} />
          </span>
        </span>
        {props.found !== '' && <span className="found">{props.found}</span>}
        {mark === 'link' && <CornerUpRight aria-hidden className="size-3 flex-none text-ink-3" />}
        {mark === 'locked' && <LockKeyhole aria-hidden className="size-3 flex-none text-warn" />}
        {mark === 'broken' && <Unlink aria-hidden className="size-3 flex-none text-bad" />}
      </div>
      {(columns === '' ? [] : columns.split(' ')).map((column, place) => (
        <div key={column} role="gridcell" className={`cell-${column}`}>
          {cells[place] ?? ''}
        </div>
      ))}
    </div>
  )
})
