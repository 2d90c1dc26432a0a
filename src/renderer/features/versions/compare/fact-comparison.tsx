import { useState } from 'react'
import type { Contract } from '../../../../contract/contract.ts'
import type { Client } from '../../../../rpc/client.ts'
import { text } from '../../../strings/text.ts'
import { FailureNote } from '../../../ui/failure-note.tsx'
import { formatCount, formatSize } from '../../../ui/format/size.ts'
import { useAnswer } from '../../../ui/hooks/use-answer.ts'
import { useDateFormat } from '../../../ui/hooks/use-date-format.ts'
import { type FileState, stateKey } from '../../../content/read/file-state.ts'

/** The content of larger files is compared only on request. */
const readUnaskedBytes = 64_000_000

export interface FactComparisonProps {
  readonly client: () => Client<Contract>
  readonly left: FileState
  readonly right: FileState
  readonly labels: readonly [left: string, right: string]
}

/** Compares the facts about two files, and tells whether their bytes are the same. */
export function FactComparison({ client, left, right, labels }: FactComparisonProps) {
  const dates = useDateFormat()
  const [isAsked, setIsAsked] = useState(false)
  const bytes = (left.sizeBytes ?? Number.NaN) + (right.sizeBytes ?? Number.NaN)
  const isRead = isAsked || bytes <= readUnaskedBytes
  const rows = [
    [text('inspector.size'), sizeText(left.sizeBytes), sizeText(right.sizeBytes)],
    [text('inspector.modified'), dates.full(left.modifiedMs ?? Number.NaN), dates.full(right.modifiedMs ?? Number.NaN)],
    ...(left.version?.author === undefined && right.version?.author === undefined
      ? []
      : [[text('compare.author'), left.version?.author ?? '—', right.version?.author ?? '—']]),
  ]
  const [leftLabel, rightLabel] = labels
  return (
    <>
      <table className="w-full table-fixed border-collapse">
        <thead className="text-start text-small text-ink-3">
          <tr>
            <th scope="col" className="w-28">
              <span className="sr-only">{text('compare.fact')}</span>
            </th>
            <th scope="col" className="px-2 py-1 font-normal">
              {leftLabel}
            </th>
            <th scope="col" className="px-2 py-1 font-normal">
              {rightLabel}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(([label, before, after]) => (
            <tr key={label} className="border-t border-line">
              <th scope="row" className="py-1 text-start font-normal text-ink-2">
                {label}
              </th>
              <td className="px-2 py-1 select-text">{before}</td>
              <td className="px-2 py-1 select-text">{after}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {isRead ? (
        <Sums client={client} left={left} right={right} />
      ) : (
        <button type="button" className="btn mt-2 self-start" onClick={() => setIsAsked(true)}>
          {text('compare.read-bytes', { size: formatSize(bytes) })}
        </button>
      )}
    </>
  )
}

function sizeText(bytes: number | undefined): string {
  if (bytes === undefined) return '—'
  return bytes < 1000 ? formatSize(bytes) : `${formatSize(bytes)} (${formatCount(bytes)} B)`
}

function Sums({ client, left, right }: Pick<FactComparisonProps, 'client' | 'left' | 'right'>) {
  const [answer, again] = useAnswer(
    (signal) => Promise.all([left, right].map((state) => sumOf(client(), state, signal))),
    `${stateKey(left)} ${stateKey(right)}`,
  )
  if (answer.kind === 'failed') return <FailureNote failure={answer.failure} onAgain={again} />
  if (answer.kind === 'loading') return <p role="status">{text('compare.reading')}</p>
  const [a, b] = answer.value
  return (
    <div className="mt-2">
      <p role="status" className="font-semibold">
        {text(a === b ? 'compare.same-bytes' : 'compare.other-bytes')}
      </p>
      {[...new Set([a, b])].map((sum) => (
        <p key={sum} className="font-mono text-tiny break-all text-ink-3 select-text">
          SHA-256 {sum}
        </p>
      ))}
    </div>
  )
}

async function sumOf(client: Client<Contract>, { location, version }: FileState, signal: AbortSignal): Promise<string> {
  const { sha256 } = await client.versions.sum({ location, ...(version && { version: version.id }) }, { signal })
  return sha256
}
