import type { Sums } from '../../../contract/entry.ts'
import type { Route } from '../../../contract/transfer.ts'
import type { Stored } from '../../backends/backend.ts'

/** How a file was copied, and how it is known that it was. */
export interface CopyResult {
  readonly route: Route
  readonly bytes: number
  readonly stored: Stored
  /** Of the bytes that passed through here. */
  readonly sums?: Sums
}
