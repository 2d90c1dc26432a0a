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
  /** Everything the row says, the name first. */
  readonly label: string
  readonly name: string
  readonly kind: EntryKind
  /** What the columns say, one after the other, with a line break between. */
  readonly cells: string
  readonly note: string
  /** Where text was found that was looked for. */
  readonly found: string
  /** What became of it, where that is told. */
  readonly since: SinceThen | undefined
  readonly mark: 'none' | 'link' | 'locked' | 'broken'
}

/** The columns of a pane beside the name, and what its mount calls the things in them. */
export interface RowColumns {
  readonly offered: readonly ColumnId[]
  readonly shown: readonly ColumnId[]
  readonly capabilities: Capabilities | undefined
  /** Sizes of folders, where they were measured. */
  readonly folderSizes?: ReadonlyMap<string, number> | undefined
}

/** What a row says, in words. */
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
  const told = offered.length > 3 ? index.facts(row) : {} // more than size, time and kind
  const cell = (column: ColumnId) => {
    if (column === 'size') return size
    if (column === 'modified') return modified
    if (column === 'kind') return kindText
    if (column === 'folder') return pathSegments(parentPath(path)).join(' › ')
    if (column === 'since' && extra?.deleted) return deletedText(extra.deleted, dates)
    const value = told[column]
    // a column of marks is empty where there is nothing to mark
    if (column === 'since' && value === undefined) return ''
    return value === undefined ? '—' : factLabel(column, value, capabilities)
  }
  const others = offered.filter((column) => column !== 'kind' && column !== 'size' && column !== 'modified')
  return {
    // said in the same order whatever is shown
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

/** When it was deleted, where the store tells. */
export function deletedText({ deletedMs }: DeletedFacts, dates: DateFormat): string {
  return deletedMs === undefined
    ? text('since.deleted-once')
    : text('since.deleted-at', { when: dates.short(deletedMs) })
}

/** Until when it can be brought back, where the store tells; else empty. */
export function keptText(deleted: DeletedFacts | undefined, dates: DateFormat): string {
  const { goneMs } = deleted ?? {}
  return goneMs === undefined ? '' : text('deleted.kept-until', { when: dates.short(goneMs) })
}

/** Why a row can't be opened, or where its link leads; empty for most. */
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
  label: `.., ${text('row.parent')}`,
  name: '..',
  kind: 'folder',
  cells: '',
  note: '',
  found: '',
  since: undefined,
  mark: 'none',
}
