import type { Difference } from '../../../contract/sync/compare.ts'
import type { Sums } from '../../../contract/entry.ts'
import { compareListed } from '../../transfers/decide/compare-sums.ts'
import { compareTimes, type TimeRules } from './compare-times.ts'

/** What listings tell about two files. Unknown values are NaN. */
export interface ListedPair {
  readonly sizes: readonly [left: number, right: number]
  readonly times: readonly [leftMs: number, rightMs: number]
  readonly sums?: readonly [left: Sums, right: Sums]
}

/** Compares two files by size and time. Checksums in the listings take precedence over times. */
export function compareListedFiles({ sizes: [left, right], times, sums }: ListedPair, rules: TimeRules): Difference {
  const newer = compareTimes(times[0], times[1], rules)
  if (left !== right && !Number.isNaN(left) && !Number.isNaN(right)) return differing(newer)
  const listed = sums && compareListed(...sums)
  if (listed?.kind === 'same') return 'same'
  // Different checksums normally prove nothing. But if times are useless too, they are the only sign of a change.
  if (listed && !rules.isSetLeft && !rules.isSetRight) return differing(newer)
  if (newer === 'unknown') return 'differ'
  return newer === 'same' || newer === 'agree' ? 'same' : differing(newer)
}

/** Returns the difference of two files that are known to differ. */
export function differing(newer: ReturnType<typeof compareTimes>): Difference {
  if (newer === 'left') return 'newer-left'
  return newer === 'right' ? 'newer-right' : 'differ'
}
