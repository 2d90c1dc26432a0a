import type { PlanTotals, SyncSettings } from '../../../../contract/sync/plan.ts'
import { text } from '../../../strings/text.ts'
import { formatCount, formatSize } from '../../../ui/format/size.ts'

export interface PairTotalsProps {
  readonly totals: PlanTotals
  readonly settings: SyncSettings
  readonly places: readonly [left: string, right: string]
}

interface Line {
  readonly what: string
  readonly count: string
  readonly more: string
  readonly tone?: string
}

/** Shows what the last run planned, with one line for each kind of change. */
export function PairTotals({ totals, settings, places }: PairTotalsProps) {
  const lines = linesOf(totals, settings, places)
  return (
    <table className="pair-totals" aria-label={text('pairs.plan')}>
      <tbody>
        {lines.map(({ what, count, more, tone = '' }) => (
          <tr key={what}>
            <th scope="row" className={tone}>
              {what}
            </th>
            <td className={tone}>{count}</td>
            <td>{more}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function linesOf(totals: PlanTotals, { deleted }: SyncSettings, places: PairTotalsProps['places']): readonly Line[] {
  const sides = [
    { changes: totals.right, place: places[1] },
    { changes: totals.left, place: places[0] },
  ]
  const copies = sides.flatMap(({ changes: { added, changed, moved, bytes }, place }): Line[] => {
    const parts = [
      ...(added > 0 ? [text('pairs.row.new', { n: formatCount(added) })] : []),
      ...(changed > 0 ? [text('pairs.row.changed', { n: formatCount(changed) })] : []),
      ...(moved > 0 ? [text('pairs.row.renamed', { n: formatCount(moved) })] : []),
    ]
    if (parts.length === 0) return []
    return [{ what: text('pairs.row.to', { place }), count: parts.join(' · '), more: formatSize(bytes) }]
  })
  const deletions = sides.flatMap(({ changes, place }): Line[] =>
    changes.deleted === 0
      ? []
      : [
          {
            what: text('pairs.row.delete', { place }),
            count: formatCount(changes.deleted),
            more: text(`pairs.row.kept-${deleted}`),
            tone: 'text-bad',
          },
        ],
  )
  const { both, asks, same } = totals
  const line = (what: string, count: number, more: string, tone = 'text-warn'): Line[] =>
    count === 0 ? [] : [{ what, count: formatCount(count), more, tone }]
  return [
    ...copies,
    ...deletions,
    ...line(text('pairs.row.both'), both, text('pairs.row.keep-both')),
    ...line(text('pairs.row.asks'), asks, text('pairs.row.asks-note')),
    { what: text('pairs.row.alike'), count: formatCount(same), more: '', tone: 'text-ink-2' },
  ]
}
