import type { Contract } from '../../contract/contract.ts'
import { failureOf } from '../../contract/failure.ts'
import type { Mounts } from '../../core/mounts/mounts.ts'
import type { Handlers } from '../../rpc/server.ts'

export function mountsHandlers(mounts: Mounts): Handlers<Contract>['mounts'] {
  return {
    list: async () => mounts.list(),
    watch: (_, { signal }) => mounts.changes({ signal }),
    async open({ name }, { signal }) {
      return (await mounts.open(name, { signal })).info
    },
    add: (config, { signal }) => mounts.add(config, { signal }),
    async remove({ name }, { signal }) {
      await mounts.remove(name, { signal })
      return {}
    },
    retryNow: ({ name }, { signal }) => mounts.retryNow(name, { signal }),
    async check({ name }, { signal }) {
      try {
        const { backend } = await mounts.open(name, { signal })
        await backend.stat('', { signal })
        return {}
      } catch (error) {
        signal.throwIfAborted()
        return { failure: failureOf(error, 'mounts.check') }
      }
    },
  }
}
