import { Copy } from 'lucide-react'
import { type SumKind, sumTitles } from '../../../lib/sums/sum-names.ts'
import { text } from '../../strings/text.ts'
import type { MadeRow } from './comparing.ts'

/** At most this number of files is rendered. */
const mostShown = 200

interface SumsListProps {
  readonly rows: readonly MadeRow[]
  readonly kinds: readonly SumKind[]
  readonly onCopy: (sum: string) => void
}

/** Lists the checksums of each file, and whether the store or this computer computed them. */
export function SumsList({ rows, kinds, onCopy }: SumsListProps) {
  if (rows.length === 0) return null
  return (
    <ul aria-label={text('checksums.results')} className="flex flex-col gap-2 rounded-lg border border-line p-2.5">
      {rows.slice(0, mostShown).map((row, at) => (
        // oxlint-disable-next-line react/no-array-index-key -- rows only come behind, and names may be there twice
        <li key={at}>
          <p className="break-words">
            {row.name}{' '}
            <span className={`text-small ${row.problem === undefined ? 'text-ink-3' : 'text-bad'}`}>
              {row.problem ?? text(row.source === 'store' ? 'checksums.from-store' : 'checksums.from-bytes')}
            </span>
          </p>
          {kinds.map((kind) => {
            const sum = row.sums[kind]
            return sum === undefined ? null : (
              <p key={kind} className="flex items-baseline gap-2 text-small">
                <span className="w-16 shrink-0 text-ink-2">{sumTitles[kind]}</span>
                <code className="min-w-0 flex-1 text-tiny break-all select-text">{sum}</code>
                <button
                  type="button"
                  className="icon-btn -my-1"
                  aria-label={text('checksums.copy', { kind: sumTitles[kind], name: row.name })}
                  onClick={() => onCopy(sum)}
                >
                  <Copy aria-hidden className="size-3.5" />
                </button>
              </p>
            )
          })}
        </li>
      ))}
      {rows.length > mostShown && (
        <li className="text-small text-ink-2">{text('checksums.more', { count: rows.length - mostShown })}</li>
      )}
    </ul>
  )
}
