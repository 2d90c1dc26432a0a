/** Removing files with all the states a store keeps of them. */
import type { Failure } from '../../contract/failure.ts'

export interface StatesTarget {
  readonly path: string
  readonly kind: 'file' | 'folder'
}
export interface StatesRemoved {
  /** Of the target. */
  readonly path: string
  /** How many states went since the last result, deletions among them; none where the store keeps only the current one. */
  readonly versions: number
  readonly failures: readonly FailedState[]
}
/** A state of the target itself, or of something below it, that stays. */
export interface FailedState {
  readonly path: string
  readonly failure: Failure
}
