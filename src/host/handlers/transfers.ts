import type { Contract } from '../../contract/contract.ts'
import { checkPlaces } from '../../core/transfers/report/check.ts'
import type { Mounts } from '../../core/mounts/mounts.ts'
import type { Transfers } from '../../core/transfers/transfers.ts'
import type { Handlers } from '../../rpc/server.ts'

export function transfersHandlers(transfers: () => Transfers, mounts: Mounts): Handlers<Contract>['transfers'] {
  return {
    preview: (request, { signal }) => transfers().preview(request, { signal }),
    start: async (request) => transfers().start(request),
    watch: (_, { signal }) => transfers().watch({ signal }),
    async items(wish) {
      const { items, ...rest } = transfers().items(wish)
      return { items: [...items], ...rest }
    },
    async history(wish) {
      const { transfers: found, ...rest } = transfers().history(wish)
      return { transfers: [...found], ...rest }
    },
    async pause({ id }) {
      await transfers().pause(id)
      return {}
    },
    async resume({ id }) {
      await transfers().resume(id)
      return {}
    },
    async cancel({ id }) {
      await transfers().cancel(id)
      return {}
    },
    async retryFailed({ id }) {
      await transfers().retryFailed(id)
      return {}
    },
    async reorder({ id, before }) {
      transfers().reorder(id, before)
      return {}
    },
    async setLimits({ id, limits }) {
      transfers().setLimits(id, limits)
      return {}
    },
    async answer({ id, item, answer, forAll = false }) {
      await transfers().answer(id, item, answer, { forAll })
      return {}
    },
    report: ({ id, format }) => transfers().report(id, format),
    check: (request, { signal }) => checkPlaces({ mounts, localSums: transfers().localSums }, request, { signal }),
    undo: async ({ id }) => transfers().startUndo(id),
    async forget({ id }) {
      await transfers().forget(id)
      return {}
    },
  }
}
