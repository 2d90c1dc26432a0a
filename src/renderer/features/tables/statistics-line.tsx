import { X } from 'lucide-react'
import type { Cell } from '../../../contract/api/tables.ts'
import { text } from '../../strings/text.ts'
import { formatCount } from '../../ui/format/size.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import type { Statistics } from './table-state.ts'

/** Shows the statistics of a column, over all rows and not only the shown ones. */
export function StatisticsLine({
  statistics,
  onClose,
}: {
  readonly statistics: Statistics
  readonly onClose: () => void
}) {
  const { column, cells } = statistics
  return (
    <div
      role="status"
      className="flex flex-wrap items-center gap-x-4 gap-y-1 rounded-lg border border-line bg-sunk px-2.5 py-1.5"
    >
      {cells ? (
        <>
          <b className="max-w-60 truncate">{column}</b>
          <Fact label={text('tables.min')} value={shown(cells[0])} />
          <Fact label={text('tables.max')} value={shown(cells[1])} />
          <Fact label={text('tables.distinct')} value={count(cells[2])} />
          <Fact label={text('tables.nulls')} value={count(cells[3])} />
          <Fact label={text('tables.of-rows')} value={count(cells[4])} />
        </>
      ) : (
        <span>{text('tables.counting', { name: column })}</span>
      )}
      <span className="ms-auto">
        <IconButton label={text('tables.close-statistics')} icon={X} onClick={onClose} />
      </span>
    </div>
  )
}

function Fact({ label, value }: { readonly label: string; readonly value: string }) {
  return (
    <span className="flex max-w-70 min-w-0 gap-1.5">
      <span className="shrink-0 text-ink-2">{label}</span>
      <span className="truncate tabular-nums select-text" title={value}>
        {value}
      </span>
    </span>
  )
}

function shown(cell: Cell | undefined): string {
  return cell === null || cell === undefined ? text('tables.null') : String(cell)
}

function count(cell: Cell | undefined): string {
  return formatCount(Number(cell))
}
