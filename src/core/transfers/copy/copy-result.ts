import type { Sums } from '../../../contract/entry.ts'
import type { Route } from '../../../contract/transfer.ts'
import type { Stored } from '../../backends/backend.ts'

/** How a file was copied, and how the copy was verified. */
export interface CopyResult {
  readonly route: Route
  readonly bytes: number
  readonly stored: Stored
  /** Checksums of the bytes that passed through this computer. */
  readonly sums?: Sums
}
