import type { Contract } from '../../contract/contract.ts'
import type { Mounts } from '../../core/mounts/mounts.ts'
import { openLocation } from '../../core/operations/opened-location.ts'
import { compare } from '../../core/sync/compare/compare.ts'
import { planPair } from '../../core/sync/pair/plan-pair.ts'
import { startPlan } from '../../core/sync/pair/start-plan.ts'
import type { Transfers } from '../../core/transfers/transfers.ts'
import type { Handlers } from '../../rpc/server.ts'

export function syncHandlers(mounts: Mounts, transfers: () => Transfers): Handlers<Contract>['sync'] {
  const deps = () => {
    const all = transfers()
    return { mounts, pairs: all.pairs, isOpen: (id: number) => all.isOpen(id), now: Date.now }
  }
  return {
    async *compare({ left, right, ...wish }, { signal }) {
      const opened = await Promise.all([
        openLocation(mounts, left, { signal }),
        openLocation(mounts, right, { signal }),
      ])
      yield* compare(opened[0], opened[1], { ...wish, nowMs: Date.now(), signal })
    },
    plan: ({ settings }, { signal }) => planPair(deps(), settings, { signal }),
    start: (wish, { signal }) =>
      startPlan({ ...deps(), enqueue: (request) => transfers().start(request) }, wish, { signal }),
  }
}
