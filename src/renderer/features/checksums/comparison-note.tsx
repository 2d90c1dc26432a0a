import { sumTitles } from '../../../lib/sums/sum-names.ts'
import { text } from '../../strings/text.ts'
import type { Comparison } from './comparing.ts'

/**
 * Tells whether the pasted checksum belongs to one of the files. A match is shown at once, a mismatch only when all
 * checksums are computed.
 */
export function ComparisonNote({
  comparison,
  isRunning,
}: {
  readonly comparison: Comparison
  readonly isRunning: boolean
}) {
  if (comparison.kind === 'nothing') return null
  if (comparison.kind === 'no-sum') {
    return (
      <p role="alert" className="text-small text-warn">
        {text('checksums.no-sum')}
      </p>
    )
  }
  const { given } = comparison
  const [first, second] = given.kinds.map((kind) => sumTitles[kind])
  const kind =
    second === undefined
      ? text('checksums.is-kind', { kind: first ?? '' })
      : text('checksums.may-be', { first: first ?? '', second })
  const isSure = comparison.kind === 'same' || (comparison.kind === 'different' && !isRunning)
  return (
    <p role="status" className="break-words">
      {isSure && (
        <strong className={comparison.kind === 'same' ? 'text-ok' : 'text-bad'}>{outcomeText(comparison)}</strong>
      )}{' '}
      <span className="text-small text-ink-2">{kind}</span>
    </p>
  )
}

function outcomeText(comparison: Exclude<Comparison, { readonly kind: 'nothing' | 'no-sum' | 'unknown' }>): string {
  const { names, kind } = comparison
  if (kind === 'same') return text('checksums.same', { name: names.join(', ') })
  const [name = ''] = names
  return names.length === 1 ? text('checksums.different-one', { name }) : text('checksums.different')
}
