import type { Contract } from '../../contract/contract.ts'
import type { Mounts } from '../../core/mounts/mounts.ts'
import { openLocation } from '../../core/operations/opened-location.ts'
import { compare } from '../../core/sync/compare/compare.ts'
import type { SyncCalls } from '../../core/sync/saved-pairs/run-pair.ts'
import type { Handlers } from '../../rpc/server.ts'

export function syncHandlers(mounts: Mounts, calls: SyncCalls): Handlers<Contract>['sync'] {
  return {
    async *compare({ left, right, ...wish }, { signal }) {
      const opened = await Promise.all([
        openLocation(mounts, left, { signal }),
        openLocation(mounts, right, { signal }),
      ])
      yield* compare(opened[0], opened[1], { ...wish, nowMs: Date.now(), signal })
    },
    plan: ({ settings }, { signal }) => calls.plan(settings, { signal }),
    async start(wish, { signal }) {
      const { transfer } = await calls.start(wish, { signal })
      return transfer === undefined ? {} : { transfer }
    },
  }
}
