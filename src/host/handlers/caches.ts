import type { Contract } from '../../contract/contract.ts'
import type { Caches } from '../../core/caches/caches.ts'
import type { Handlers } from '../../rpc/server.ts'

export function cachesHandlers(caches: Caches | undefined): Handlers<Contract>['caches'] {
  return {
    async status({ mount }) {
      if (!caches) return { mounts: [] }
      return { mounts: [...(await caches.status(mount))], folder: caches.folder, most: caches.bounds }
    },
    async clear({ mount }) {
      caches?.clear(mount)
      return {}
    },
  }
}
