import { hasRules, type Retention } from '../../contract/history.ts'
import { formatSize } from '../output/format.ts'

/** Describes the retention rules of a shelf in a sentence. */
export function retentionText(retention: Retention): string {
  if (!hasRules(retention)) return 'It keeps every version.'
  const { newest, days, staggered, mostBytes } = retention
  const kept = [
    newest !== undefined && `the newest ${newest} of each file`,
    days !== undefined && `those replaced or deleted in the last ${days} ${days === 1 ? 'day' : 'days'}`,
    staggered && 'all of the last day, the last of each day for 30 days, the last of each week for a year',
  ].filter(Boolean)
  const rules = kept.length > 0 ? `Pruning keeps ${kept.join(', and ')}.` : 'Pruning keeps the current versions.'
  return mostBytes === undefined
    ? rules
    : `${rules} Others are removed only while the versions use more than ${formatSize(mostBytes)}.`
}
