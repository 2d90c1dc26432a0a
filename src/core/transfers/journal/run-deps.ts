import type { Mounts } from '../../mounts/mounts.ts'
import type { Bandwidth } from '../../../lib/flow/bandwidth.ts'
import type { Budget } from '../../../lib/flow/budget.ts'
import type { Pairs } from '../../sync/pair/pairs.ts'
import type { Journal } from './journal.ts'
import type { LocalSums } from './local-sums.ts'
import type { SkipRules } from './skip-rules.ts'

/** What all transfers of a program share. */
export interface RunDeps {
  readonly mounts: Pick<Mounts, 'open'>
  readonly journal: Journal
  readonly localSums: LocalSums
  /** Rules that policies refer to by name. */
  readonly skipRules: SkipRules
  /** The pairs that sync transfers carry out. */
  readonly pairs: Pairs
  readonly bandwidth: Bandwidth
  /** The budget of bytes held in memory. */
  readonly buffers: Budget
  readonly now: () => number
  readonly random: () => number
  readonly boot: string
  /** The id of this program among those that share the queue. */
  readonly owner: string
  /**
   * How long items wait for a mount that does not answer before they fail; undefined for no limit. It is set for
   * commands that a user waits for.
   */
  readonly patienceMs?: number
  /** The time before the first retry of an item; later retries wait longer. */
  readonly firstWaitMs: number
}
