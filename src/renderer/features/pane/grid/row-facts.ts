import type { Capabilities } from '../../../../contract/capabilities.ts'
import type { DeletedFacts, EntryKind, SinceThen } from '../../../../contract/entry.ts'
import type { EntryExtra } from '../../../../contract/entry-page.ts'
import { baseName, parentPath, pathSegments } from '../../../../contract/location.ts'
import { failureReason } from '../../../strings/failures.ts'
import { text } from '../../../strings/text.ts'
import type { DateFormat } from '../../../ui/format/date.ts'
import { shownName } from '../../../ui/format/shown-name.ts'
import { formatSize } from '../../../ui/format/size.ts'
import type { ColumnId } from '../columns/columns.ts'
import { factLabel } from '../columns/extra-columns.ts'
import type { ListingIndex } from '../index/listing-index.ts'
import { kindLabel } from './kind-label.ts'

export interface RowFacts {
  /** The accessible label: all texts of the row, the name first. */
  readonly label: string
  readonly name: string
  readonly kind: EntryKind
  /** The texts of the columns, separated by line breaks. */
  readonly cells: string
  readonly note: string
  /** The line number and the text of a match in the content of the file. */
  readonly found: string
  /** The change since the shown moment, if it is known. */
  readonly since: SinceThen | undefined
  readonly mark: 'none' | 'link' | 'locked' | 'broken'
}

/** The columns of a pane beside the name, and the terms of its mount for their values. */
export interface RowColumns {
  readonly offered: readonly ColumnId[]
  readonly shown: readonly ColumnId[]
  readonly capabilities: Capabilities | undefined
  /** The sizes of folders that were measured. */
  readonly folderSizes?: ReadonlyMap<string, number> | undefined
}

/** Returns the texts of a row. */
export function rowFacts(
  index: ListingIndex,
  row: number,
  dates: DateFormat,
  { offered, shown, capabilities, folderSizes }: RowColumns,
): RowFacts {
  const path = index.name(row)
  const name = baseName(path)
  const kind = index.kind(row)
  const extra = index.extra(row)
  const opensAs = extra?.link?.leadsTo === 'folder' ? 'folder' : kind
  const size = opensAs === 'folder' ? formatSize(folderSizes?.get(name) ?? Number.NaN) : formatSize(index.size(row))
  const modified = dates.short(index.modified(row))
  const kindText = kindLabel(name, kind)
  const note = rowNote(extra) || keptText(extra?.deleted, dates)
  const found = extra?.found ? text('find.line', { n: extra.found.line, text: extra.found.text }) : ''
  const told = offered.length > 3 ? index.facts(row) : {} // There are more columns than size, time and kind.
  const cell = (column: ColumnId) => {
    if (column === 'size') return size
    if (column === 'modified') return modified
    if (column === 'kind') return kindText
    if (column === 'folder') return pathSegments(parentPath(path)).join(' › ')
    if (column === 'since' && extra?.deleted) return deletedText(extra.deleted, dates)
    const value = told[column]
    // In a column of marks, the cell is empty if there is no mark.
    if (column === 'since' && value === undefined) return ''
    return value === undefined ? '—' : factLabel(column, value, capabilities)
  }
  const others = offered.filter((column) => column !== 'kind' && column !== 'size' && column !== 'modified')
  return {
    // The order in the label does not depend on the shown columns.
    label: [shownName(name), kindText, size, modified, ...others.map(cell), note, found]
      .filter((part) => part !== '' && part !== '—')
      .join(', '),
    name,
    kind: opensAs,
    cells: shown.map(cell).join('\n'),
    note,
    found,
    since: told.since,
    mark: rowMark(extra),
  }
}

/** Returns when the entry was deleted, if the store gives a time. */
export function deletedText({ deletedMs }: DeletedFacts, dates: DateFormat): string {
  return deletedMs === undefined
    ? text('since.deleted-once')
    : text('since.deleted-at', { when: dates.short(deletedMs) })
}

/** Returns until when the entry can be restored; empty if the store does not tell. */
export function keptText(deleted: DeletedFacts | undefined, dates: DateFormat): string {
  const { goneMs } = deleted ?? {}
  return goneMs === undefined ? '' : text('deleted.kept-until', { when: dates.short(goneMs) })
}

/** Returns why a row cannot be opened, or the target of its link; empty for most rows. */
export function rowNote(extra: Pick<EntryExtra, 'link' | 'failure'> | undefined): string {
  if (extra?.failure) return text('row.locked', { reason: failureReason(extra.failure) })
  if (!extra?.link) return ''
  const { target, leadsTo } = extra.link
  if (leadsTo === 'nothing') return text('row.link-broken', { target })
  if (leadsTo === 'outside') return text('row.link-outside', { target })
  if (leadsTo === 'unknown') return text('row.link-unknown', { target })
  return text('row.link', { target })
}

function rowMark(extra: EntryExtra | undefined): RowFacts['mark'] {
  if (extra?.failure) return 'locked'
  if (!extra?.link) return 'none'
  return extra.link.leadsTo === 'nothing' ? 'broken' : 'link'
}

export const parentFacts: RowFacts = {
  // The texts of panes are not loaded yet when this module is.
  get label() {
    return `.., ${text('row.parent')}`
  },
  name: '..',
  kind: 'folder',
  cells: '',
  note: '',
  found: '',
  since: undefined,
  mark: 'none',
}
