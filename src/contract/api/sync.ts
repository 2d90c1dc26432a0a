import { stream } from '../../lib/call-shape.ts'
import { compareItemSchema, compareRequestSchema } from '../sync/compare.ts'

export const syncApi = {
  /**
   * Two folders and all below them, folder by folder; in each folder the names are in the order of their bytes. Fails when one of the two
   * folders can't be listed; one below that can't be is a row. Links are compared by their targets and not followed.
   */
  compare: stream(compareRequestSchema, compareItemSchema),
}
