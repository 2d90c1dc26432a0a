import type { Contract } from '../../contract/contract.ts'
import { find } from '../../core/find/find.ts'
import type { Mounts } from '../../core/mounts/mounts.ts'
import type { Handlers } from '../../rpc/server.ts'

export function findHandlers(mounts: Mounts): Handlers<Contract>['find'] {
  return {
    async *find({ location, ...wish }, { signal }) {
      const { backend } = await mounts.open(location.mount, { signal })
      yield* find(backend, location.path, { ...wish, nowMs: Date.now(), signal })
    },
  }
}
