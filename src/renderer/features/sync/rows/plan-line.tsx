import { ArrowLeft, ArrowLeftRight, ArrowRight, ChevronDown, ChevronRight, Equal, Undo2, X } from 'lucide-react'
import { memo } from 'react'
import type { EntryKind } from '../../../../contract/entry.ts'
import { pathSegments } from '../../../../contract/location.ts'
import { text } from '../../../strings/text.ts'
import { FileIcon } from '../../../ui/file-icon.tsx'
import { shownName } from '../../../ui/format/shown-name.ts'
import type { RowSign, RowText } from './row-text.ts'

interface LinePlace {
  readonly id: string
  /** The index among all lines; the header is 1. */
  readonly rowIndex: number
  readonly position: number
  readonly topPx: number
  readonly heightPx: number
  readonly isCursor: boolean
}

export interface PlanLineProps extends LinePlace, RowText {
  /** The kind of entry on each side; undefined if the side does not have it. */
  readonly leftKind: EntryKind | undefined
  readonly rightKind: EntryKind | undefined
  readonly isTurned: boolean
  /** True if no other action is possible. */
  readonly isFixed: boolean
  readonly isSelected: boolean
}

/** One name: the entry on the left, the action, and the entry on the right. */
export const PlanLine = memo(function PlanLine(props: PlanLineProps) {
  const { sign, deed, name, note } = props
  return (
    <div
      id={props.id}
      role="row"
      aria-label={props.label}
      aria-rowindex={props.rowIndex}
      aria-selected={props.isSelected}
      className="compare-line grid-row"
      data-position={props.position}
      data-cursor={props.isCursor || undefined}
      data-turned={props.isTurned || undefined}
      style={{ height: props.heightPx, transform: `translateY(${props.topPx}px)` }}
    >
      <Cell kind={props.leftKind} facts={props.left} isGoing={sign === 'delete'} name={name} folder={props.folder} />
      <div role="gridcell" className="cell-way" title={note || deed}>
        <button
          type="button"
          tabIndex={-1}
          data-turn
          data-sign={sign}
          disabled={props.isFixed}
          className="way-sign"
          aria-label={text('sync.turn', { deed, name })}
          title={note === '' ? deed : `${deed}. ${note}`}
        >
          <Sign sign={sign} />
        </button>
        {props.isTurned && (
          <button
            type="button"
            tabIndex={-1}
            data-back
            className="way-back"
            aria-label={text('sync.put-back-row', { name })}
            title={text('sync.put-back')}
          >
            <Undo2 aria-hidden className="size-3" />
          </button>
        )}
      </div>
      <Cell kind={props.rightKind} facts={props.right} isGoing={sign === 'delete'} name={name} folder={props.folder} />
    </div>
  )
})

interface CellProps {
  readonly kind: EntryKind | undefined
  readonly facts: string
  readonly name: string
  readonly folder: string
  readonly isGoing: boolean
}

function Cell({ kind, facts, name, folder, isGoing }: CellProps) {
  if (kind === undefined) {
    return (
      <div role="gridcell" className="cell-side text-ink-3">
        {facts}
      </div>
    )
  }
  return (
    <div role="gridcell" className="cell-side" data-going={isGoing || undefined}>
      <FileIcon name={name} kind={kind} />
      <span dir="auto" className="name" translate="no" title={`${folder}${name}`}>
        {folder !== '' && <span className="text-ink-3">{folder}</span>}
        {name}
      </span>
      <span className="cell-facts">{facts}</span>
    </div>
  )
}

const icons = {
  right: ArrowRight,
  left: ArrowLeft,
  delete: X,
  both: ArrowLeftRight,
  nothing: Equal,
} as const

function Sign({ sign }: { readonly sign: RowSign }) {
  if (sign === 'ask') return <b aria-hidden>?</b>
  const Icon = icons[sign]
  return <Icon aria-hidden className="rtl:-scale-x-100 size-3.5" strokeWidth={2.25} />
}

export interface FolderLineRowProps extends LinePlace {
  readonly path: string
  readonly rows: number
  readonly isOpen: boolean
}

/** The name of a folder, above the differences in it. */
export const FolderLineRow = memo(function FolderLineRow(props: FolderLineRowProps) {
  const { path, rows, isOpen } = props
  const label = text('sync.folder-line', { path: shownName(path), count: rows })
  const Icon = isOpen ? ChevronDown : ChevronRight
  return (
    <div
      id={props.id}
      role="row"
      aria-label={isOpen ? label : text('sync.folder-closed', { label })}
      aria-rowindex={props.rowIndex}
      className="compare-folder grid-row"
      data-position={props.position}
      data-folder
      data-cursor={props.isCursor || undefined}
      style={{ height: props.heightPx, transform: `translateY(${props.topPx}px)` }}
    >
      <div role="gridcell" aria-colspan={3} className="flex items-center gap-1.5" translate="no">
        <Icon aria-hidden className="size-3 shrink-0 rtl:-scale-x-100" />
        <span className="truncate font-semibold text-ink-2">{pathSegments(shownName(path)).join(' › ')}</span>
        <span className="text-tiny text-ink-3">{rows}</span>
      </div>
    </div>
  )
})
