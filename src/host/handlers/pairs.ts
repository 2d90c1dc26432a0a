import type { Contract } from '../../contract/contract.ts'
import type { SavedPairs } from '../../core/sync/saved-pairs/saved-pairs.ts'
import type { Handlers } from '../../rpc/server.ts'

/** The list of pairs is opened when it is first needed. */
export function pairsHandlers(pairs: () => SavedPairs): Handlers<Contract>['pairs'] {
  return {
    watch: (_, { signal }) => pairs().watch({ signal }),
    async save({ pair, was }) {
      pairs().save(pair, was)
      return {}
    },
    async remove({ name }) {
      pairs().remove(name)
      return {}
    },
    async setPaused({ name, isPaused }) {
      pairs().setPaused(name, isPaused)
      return {}
    },
    run: (wish) => Promise.resolve(pairs().run(wish)),
    async cancel({ name }) {
      await pairs().cancel(name)
      return {}
    },
    history: ({ name, ...page }) => Promise.resolve(pairs().history(name, page)),
  }
}
