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
  /** What syncs carry out. */
  readonly pairs: Pairs
  readonly bandwidth: Bandwidth
  /** Bytes held in memory. */
  readonly buffers: Budget
  readonly now: () => number
  readonly random: () => number
  readonly boot: string
  /** This program, among those that share the queue. */
  readonly owner: string
  /**
   * How long items wait for a mount that does not answer before they fail; undefined: as long as it takes. For a command
   * somebody waits for.
   */
  readonly patienceMs?: number
  /** Before the first retry of an item; later ones wait longer. */
  readonly firstWaitMs: number
}
