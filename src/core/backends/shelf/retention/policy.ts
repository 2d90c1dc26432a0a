/** The retention rules of a shelf are stored as a setting in its index. */
import { type Retention, retentionSchema } from '../../../../contract/history.ts'
import type { History } from '../history/history.ts'

const key = 'retention'

export function readRetention(history: Pick<History, 'fact'>): Retention {
  const text = history.fact(key)
  return text === undefined ? {} : retentionSchema.parse(JSON.parse(text))
}

export function writeRetention(history: Pick<History, 'setFact'>, retention: Retention): void {
  history.setFact(key, JSON.stringify(retention))
}
