import type { Entry } from '../../contract/entry.ts'

/** A path of this computer for `node:fs`: text where that is exact, else bytes. */
export type OsPath = string | Buffer

/** What a store has after a write, and how that is known. */
export type Stored = Entry & {
  /** Where replaced and deleted states are kept: of the state that was written. */
  readonly version?: string
  /**
   * `sum`: the store summed the bytes it has, and the sum is that of the bytes that were sent. `size`: it was asked
   * afterwards, and has as many. Absent when neither could be known.
   */
  readonly proof?: 'sum' | 'size'
}
