import type { ContentCheck, FilePrune, HistoryStatus, Repaired, Retention } from '../../../contract/history.ts'

interface Waits {
  readonly signal: AbortSignal
}

/** The versions that pruning would remove, planned by the backend for its own use. */
export interface PrunePlan {
  /** Sorted by path. */
  readonly files: readonly FilePrune[]
  readonly versions: number
  /** The space this frees. A content that a remaining version uses stays. */
  readonly freedBytes: number
  /** The size of all contents together before pruning. */
  readonly contentBytes: number
}

/** Manages the old versions a store keeps by itself. The path is always the root: a mount has one history. */
export interface HistoryFacet {
  status(path: string, options: Waits): Promise<HistoryStatus>
  setRetention(path: string, retention: Retention, options: Waits): Promise<void>
  planPrune(path: string, options: Waits): Promise<PrunePlan>
  /** Removes the planned versions that are still not current. Yields the removed ones. */
  prune(path: string, plan: PrunePlan, options: Waits): AsyncIterable<readonly FilePrune[]>
  /** Reads the content of every version and checks it. Versions added meanwhile may be left out. */
  verify(path: string, options: Waits): AsyncIterable<readonly ContentCheck[]>
  /** Repairs the history. Never removes anything that can still be read. */
  repair(path: string, options: Waits & { readonly removesLost: boolean }): AsyncIterable<Repaired>
}
