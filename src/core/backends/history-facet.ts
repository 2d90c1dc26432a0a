import type { ContentCheck, FilePrune, HistoryStatus, Repaired, Retention } from '../../contract/history.ts'

interface Waits {
  readonly signal: AbortSignal
}

/** What pruning would remove, made by the backend for itself. */
export interface PrunePlan {
  /** By path. */
  readonly files: readonly FilePrune[]
  readonly versions: number
  /** Room that this frees; a content that another version has stays. */
  readonly freedBytes: number
  /** What all contents have together, before it. */
  readonly contentBytes: number
}

/** Looking after the old versions that a store keeps by itself. The path is the root: a history is one for the whole mount. */
export interface HistoryFacet {
  status(path: string, options: Waits): Promise<HistoryStatus>
  setRetention(path: string, retention: Retention, options: Waits): Promise<void>
  planPrune(path: string, options: Waits): Promise<PrunePlan>
  /** Removes what was planned, as far as it is still no current version. Gives what went. */
  prune(path: string, plan: PrunePlan, options: Waits): AsyncIterable<readonly FilePrune[]>
  /** Reads the content of every version. What comes meanwhile may be left out. */
  verify(path: string, options: Waits): AsyncIterable<readonly ContentCheck[]>
  /** Nothing that can still be read is removed. */
  repair(path: string, options: Waits & { readonly removesLost: boolean }): AsyncIterable<Repaired>
}
