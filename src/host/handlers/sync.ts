import { StorageError } from '../../contract/failure.ts'
import type { Contract } from '../../contract/contract.ts'
import type { Mounts } from '../../core/mounts/mounts.ts'
import { openLocation } from '../../core/operations/opened-location.ts'
import { compare } from '../../core/sync/compare/compare.ts'
import type { Handlers } from '../../rpc/server.ts'

export function syncHandlers(mounts: Mounts): Handlers<Contract>['sync'] {
  return {
    async *compare({ left, right, ...wish }, { signal }) {
      const opened = await Promise.all([
        openLocation(mounts, left, { signal }),
        openLocation(mounts, right, { signal }),
      ])
      yield* compare(opened[0], opened[1], { ...wish, nowMs: Date.now(), signal })
    },
    // eslint-disable-next-line require-yield
    async *plan() {
      throw new StorageError({ kind: 'unsupported', message: 'Not here yet.', operation: 'sync.plan' })
    },
    start: () =>
      Promise.reject(new StorageError({ kind: 'unsupported', message: 'Not here yet.', operation: 'sync.start' })),
  }
}
