import type { Pair, PairRun } from '../../../contract/sync/pairs.ts'
import type { ChangeSignal } from '../../../lib/flow/change-signal.ts'

/** What the automatic triggers of pairs need. */
export interface Following {
  /** Returns the pairs that use this trigger and are not paused. */
  readonly pairs: (key: 'onMount' | 'onChange') => readonly Pair[]
  /** Starts a run unless one is in progress. Returns false if the trigger must try again later. */
  readonly begin: (name: string, by: PairRun['begunBy']) => boolean
  /** Emits when the list of pairs or the state of a pair changes. */
  readonly changed: ChangeSignal
  readonly signal: AbortSignal
}
