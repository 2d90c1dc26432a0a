import type { Entry } from '../../../contract/entry.ts'

/** A path of this computer for `node:fs`: text if that is exact, else bytes. */
export type OsPath = string | Buffer

/** The entry a store has after a write, and how that is verified. */
export type Stored = Entry & {
  /** The version that was written, if the store keeps replaced and deleted versions. */
  readonly version?: string
  /**
   * `sum`: the store calculated a checksum of its bytes, and it matches the bytes that were sent. `size`: the store was
   * asked afterwards and reported the right size. Absent if neither is known.
   */
  readonly proof?: 'sum' | 'size'
}
