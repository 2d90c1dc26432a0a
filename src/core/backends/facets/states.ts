/** Types for removing files with all the versions a store keeps of them. */
import type { Failure } from '../../../contract/failure.ts'

export interface StatesTarget {
  readonly path: string
  readonly kind: 'file' | 'folder'
}
export interface StatesRemoved {
  /** The path of the target. */
  readonly path: string
  /**
   * How many versions were removed since the last result, deletions included. 0 if the store keeps only the current
   * one.
   */
  readonly versions: number
  readonly failures: readonly FailedState[]
}
/** A version of the target, or of something below it, that could not be removed. */
export interface FailedState {
  readonly path: string
  readonly failure: Failure
}
