/** What a shelf keeps of the versions that were replaced or deleted. Without a rule it keeps all of them. */
import { z } from 'zod'
import type { History } from '../history/history.ts'

export const retentionSchema = z.object({
  /** Of each file, so many of the newest versions; the current one counts. */
  newest: z.number().int().positive().exactOptional(),
  /** Versions that were replaced or deleted not longer ago than this. */
  days: z.number().positive().exactOptional(),
  /** All versions of the last day, the last of each day for 30 days, and the last of each week for a year. */
  staggered: z.literal(true).exactOptional(),
  /** Other versions go only while all contents together have more bytes than this, the oldest first. */
  mostBytes: z.number().int().positive().exactOptional(),
})
export type Retention = Readonly<z.infer<typeof retentionSchema>>

const key = 'retention'

export function readRetention(history: Pick<History, 'fact'>): Retention {
  const text = history.fact(key)
  return text === undefined ? {} : retentionSchema.parse(JSON.parse(text))
}

export function writeRetention(history: Pick<History, 'setFact'>, retention: Retention): void {
  history.setFact(key, JSON.stringify(retention))
}

export function hasRules(retention: Retention): boolean {
  return Object.keys(retention).length > 0
}
