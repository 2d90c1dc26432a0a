import type { Pair, PairRun } from '../../../contract/sync/pairs.ts'
import type { ChangeSignal } from '../../../lib/flow/change-signal.ts'

/** What those need who run pairs by themselves when something happens. */
export interface Following {
  /** Those that want to be run so, and are not paused. */
  readonly pairs: (key: 'onMount' | 'onChange') => readonly Pair[]
  /** Not while a run of it is under way. Tells whether there is nothing to wait for. */
  readonly begin: (name: string, by: PairRun['begunBy']) => boolean
  /** The list of pairs, or what is known of one, is another. */
  readonly changed: ChangeSignal
  readonly signal: AbortSignal
}
