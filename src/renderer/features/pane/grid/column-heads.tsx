import { ArrowDown, ArrowUp } from 'lucide-react'
import { text } from '../../../strings/text.ts'
import { sortBy } from '../choose.ts'
import { extraCell, type ExtraColumn } from './extra-columns.ts'
import type { Sort, SortColumn } from '../index/sort-column.ts'
import type { Pane } from '../pane.ts'

/** What the first extra column tells, where it is wider than others. */
export type RowMarks = 'since' | 'deleted' | 'folder' | 'text' | undefined

export interface ColumnHeadsProps {
  readonly pane: Pane
  readonly sort: Sort
  readonly extra: readonly ExtraColumn[]
  /** Which words the rows are marked with, if any. */
  readonly marks: RowMarks
}

export function ColumnHeads({ pane, sort, extra, marks }: ColumnHeadsProps) {
  const columns: (readonly [SortColumn | 'folder', string])[] = [
    ['name', 'cell-name'],
    ['size', 'cell-size'],
    ['modified', 'cell-modified'],
    ...extra.map((column, place) => [column, extraCell(place)] as const),
  ]
  return (
    <div role="rowgroup" className="grid-head">
      <div role="row" aria-rowindex={1} className="grid-line h-full">
        {columns.map(([column, cell]) => (
          <div
            key={column}
            role="columnheader"
            className={`${cell} min-w-0`}
            aria-sort={sort.column === column ? (sort.descending ? 'descending' : 'ascending') : 'none'}
          >
            {column === 'folder' ? (
              text('column.folder')
            ) : (
              <ColumnButton
                column={column}
                label={text(column === 'since' && marks === 'deleted' ? 'column.deleted' : `column.${column}`)}
                sort={sort}
                onSort={() => sortBy(pane, column)}
              />
            )}
          </div>
        ))}
      </div>
    </div>
  )
}

interface ColumnButtonProps {
  readonly column: SortColumn
  readonly label: string
  readonly sort: Sort
  readonly onSort: () => void
}

function ColumnButton({ column, label, sort, onSort }: ColumnButtonProps) {
  const Arrow = sort.descending ? ArrowDown : ArrowUp
  return (
    <button
      type="button"
      className="inline-flex max-w-full items-center gap-0.5 rounded-sm hover:text-ink"
      onClick={onSort}
    >
      {label}
      {sort.column === column && <Arrow aria-hidden className="size-3" />}
    </button>
  )
}
