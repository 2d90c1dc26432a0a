/** The texts of one row as plain strings, so that a row with the same texts is not rendered again. */
import { baseName, parentPath } from '../../../../contract/location.ts'
import { assertNever } from '../../../../lib/assert-never.ts'
import type { ComparedSide } from '../../../../contract/sync/compare.ts'
import type { PlanRow, SyncSettings } from '../../../../contract/sync/plan.ts'
import { failureReason } from '../../../strings/failures.ts'
import { text } from '../../../strings/text.ts'
import type { DateFormat } from '../../../ui/format/date.ts'
import { shownName } from '../../../ui/format/shown-name.ts'
import { formatSize } from '../../../ui/format/size.ts'
import { type Deed, deedOf } from './changes.ts'
import type { Way } from './ways.ts'

export type RowSign = 'right' | 'left' | 'delete' | 'both' | 'nothing' | 'ask'

export interface RowText {
  /** The accessible label: all texts of the row, the path first. */
  readonly label: string
  readonly name: string
  /** The parent folder with a slash; empty if the list is grouped by folder. */
  readonly folder: string
  readonly left: string
  readonly right: string
  readonly sign: RowSign
  readonly deed: string
  /** Why nothing is done. */
  readonly note: string
}

export interface RowTextOptions {
  readonly way: Way
  readonly isTurned: boolean
  readonly isByFolder: boolean
  readonly isSame: boolean
  readonly mode: SyncSettings['mode']
  readonly dates: DateFormat
}

export function rowText(row: PlanRow, options: RowTextOptions): RowText {
  const { path } = row
  const deed = deedOf(row, options.way)
  const said = options.isSame ? text('sync.deed.same') : deedText(row, deed, options.mode)
  const [left, right] = sideTexts(row, options)
  const whole = text('sync.row', {
    path: shownName(path),
    deed: said,
    left: text('sync.side-left', { facts: left }),
    right: text('sync.side-right', { facts: right }),
  })
  return {
    label: options.isTurned ? text('sync.row-turned', { row: whole }) : whole,
    name: shownName(baseName(path)),
    folder: options.isByFolder || parentPath(path) === '' ? '' : `${shownName(parentPath(path))}/`,
    left,
    right,
    sign: signOf(deed),
    deed: said,
    note: whyText(row),
  }
}

/** If the files differ but their times look the same, the times are shown with seconds. */
function sideTexts(row: PlanRow, { dates, isSame }: RowTextOptions): readonly [left: string, right: string] {
  const texts = (when: DateFormat['short']) =>
    [
      row.left ? factsOf(row.left, when) : absentText(row, 'left'),
      row.right ? factsOf(row.right, when) : absentText(row, 'right'),
    ] as const
  const [left, right] = texts(dates.short)
  return left === right && !isSame ? texts(dates.precise) : [left, right]
}

function factsOf({ kind, sizeBytes, modifiedMs }: ComparedSide, when: DateFormat['short']): string {
  if (kind === 'folder') return text('kind.folder')
  const facts = [
    ...(sizeBytes === undefined ? [] : [formatSize(sizeBytes)]),
    ...(modifiedMs === undefined ? [] : [when(modifiedMs)]),
  ]
  return facts.length > 0 ? facts.join(' · ') : '—'
}

function absentText({ move, wasThere, failure }: PlanRow, side: 'left' | 'right'): string {
  if (move?.on === side) return text('sync.now-at', { from: shownName(move.from) })
  if (failure) return failureReason(failure.kind)
  return text(wasThere ? 'sync.deleted-there' : 'sync.not-there')
}

function whyText({ why, failure }: PlanRow): string {
  if (failure) return failure.message
  return why ? text(`sync.why.${why}`) : ''
}

export function deedText(row: PlanRow, deed: Deed, mode: SyncSettings['mode']): string {
  switch (deed.do) {
    case 'both':
    case 'nothing':
    case 'ask':
      return text(`sync.deed.${deed.do}`)
    case 'rename':
      return text(`sync.deed.rename-${deed.on}`, { from: shownName(row.move?.from ?? '') })
    case 'copy':
      if (mode === 'move-into' && deed.on === 'right') return text('sync.deed.move-right')
      return text(`sync.deed.copy-${deed.on}`)
    case 'replace':
    case 'delete':
      return text(`sync.deed.${deed.do}-${deed.on}`)
    default:
      return assertNever(deed)
  }
}

function signOf(deed: Deed): RowSign {
  if (deed.do === 'both' || deed.do === 'nothing' || deed.do === 'ask') return deed.do
  return deed.do === 'delete' ? 'delete' : deed.on
}
