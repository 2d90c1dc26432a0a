/** The open databases of pairs: one file for each two places. */
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { formatLocation, type Location } from '../../../contract/location.ts'
import { type BaseDatabase, openBaseDatabase, type PairIdentity } from '../base/base-database.ts'
import { createPlanStore, type PlanStore } from './plan-store.ts'

export interface Pair {
  readonly id: string
  readonly base: BaseDatabase
  readonly plans: PlanStore
}

export interface Pairs {
  /** Opens the pair of an id from `pairId` or `readPlanName`. Stores the identity if it has none yet. */
  open(id: string, identity?: PairIdentity): Pair
  close(): void
}

export function pairId({ left, right }: { readonly left: Location; readonly right: Location }): string {
  const text = JSON.stringify([formatLocation(left), formatLocation(right)])
  return createHash('sha256').update(text).digest('hex').slice(0, 24)
}

/** Returns the id of a plan as `sync.start` uses it. */
export function planName({ id }: Pick<Pair, 'id'>, plan: number): string {
  return `${id}.${plan}`
}

export function readPlanName(name: string): { readonly pair: string; readonly plan: number } | undefined {
  const [, pair, plan] = /^([0-9a-f]{24})\.(\d{1,15})$/.exec(name) ?? []
  return pair === undefined ? undefined : { pair, plan: Number(plan) }
}

export function createPairs(folder: string): Pairs {
  const opened = new Map<string, Pair>()
  const close = () => {
    for (const { base } of opened.values()) base.close()
    opened.clear()
  }
  return {
    open(id, identity) {
      const found = opened.get(id)
      if (found) return found
      const base = openBaseDatabase(join(folder, `${id}.db`), identity)
      const plans = createPlanStore(base.statements)
      if (base.notice !== undefined) plans.writeFact('notice', base.notice)
      const pair = { id, base, plans }
      opened.set(id, pair)
      return pair
    },
    close,
  }
}
