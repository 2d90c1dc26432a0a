import type { Contract } from '../../../../contract/contract.ts'
import type { Pair, PairRun } from '../../../../contract/sync/pairs.ts'
import type { Client } from '../../../../rpc/client.ts'
import { text } from '../../../strings/text.ts'
import { FailureNote } from '../../../ui/failure-note.tsx'
import { formatSize } from '../../../ui/format/size.ts'
import { useDateFormat } from '../../../ui/hooks/use-date-format.ts'
import { usePages } from '../../../ui/hooks/use-pages.ts'
import { outcomeTone } from './outcome.ts'

export interface PairRunsProps {
  readonly client: () => Client<Contract>
  readonly pair: Pair
  readonly onReport: (transfer: number) => void
}

const pageSize = 50

/** Lists the runs of a pair, the latest first. */
export function PairRuns({ client, pair, onReport }: PairRunsProps) {
  const { name, last } = pair
  const read = (signal: AbortSignal) => readRuns(client(), name, signal)
  const pages = usePages(read, `${name} ${last?.id ?? 0} ${last?.outcome ?? ''}`)
  return (
    <section aria-label={text('pairs.history')} className="mt-1">
      <h4 className="mb-1 text-small text-ink-2">{text('pairs.history')}</h4>
      {pages.failure && <FailureNote failure={pages.failure} onAgain={pages.again} />}
      {pages.phase === 'done' && pages.items.length === 0 && <p className="text-ink-2">{text('pairs.history-none')}</p>}
      <ul aria-busy={pages.phase === 'loading'}>
        {pages.items.map((run) => (
          <RunRow key={run.id} run={run} onReport={onReport} />
        ))}
      </ul>
      {pages.phase === 'more' && (
        <button type="button" className="btn mt-2" onClick={pages.more}>
          {text('history.more')}
        </button>
      )}
    </section>
  )
}

function RunRow({ run, onReport }: { readonly run: PairRun; readonly onReport: (transfer: number) => void }) {
  const { outcome, items, bytesCopied, transfer } = run
  const time = useDateFormat().full(run.startedMs)
  const facts = [
    ...(run.failure ? [run.failure.message] : []),
    text(`pairs.by.${run.begunBy}`),
    ...(items ? [text('pairs.changes', { count: items.done })] : []),
    ...(bytesCopied === undefined ? [] : [formatSize(bytesCopied)]),
  ]
  return (
    <li className="flex flex-wrap items-baseline gap-x-3 border-b border-line py-1">
      <span className="tabular-nums">{time}</span>
      <span className={outcomeTone({ last: run })}>{text(`pairs.outcome.${outcome}`)}</span>
      <span className="min-w-0 text-small break-words text-ink-3">{facts.join(' · ')}</span>
      {transfer !== undefined && outcome !== 'running' && (
        <button
          type="button"
          className="ms-auto text-sea-ink underline"
          aria-label={text('pairs.report', { time })}
          onClick={() => onReport(transfer)}
        >
          {text('transfers.report')}
        </button>
      )}
    </li>
  )
}

async function* readRuns(client: Client<Contract>, name: string, signal: AbortSignal) {
  for (let before: number | undefined; ;) {
    const wish = { name, limit: pageSize, ...(before !== undefined && { before }) }
    const { runs, next } = await client.pairs.history(wish, { signal })
    yield runs
    if (next === undefined) return
    before = next
  }
}
