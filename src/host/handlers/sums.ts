import type { Contract } from '../../contract/contract.ts'
import type { Mounts } from '../../core/mounts/mounts.ts'
import { openLocation } from '../../core/operations/opened-location.ts'
import { checkSums } from '../../core/sums/check-sums.ts'
import { makeSums } from '../../core/sums/make-sums.ts'
import type { Handlers } from '../../rpc/server.ts'

export function sumsHandlers(mounts: Mounts): Handlers<Contract>['sums'] {
  return {
    async *make({ locations, ...wish }, { signal }) {
      const opened = await Promise.all(locations.map((each) => openLocation(mounts, each, { signal })))
      yield* makeSums(opened, wish, { signal })
    },
    async *check({ file, ...wish }, { signal }) {
      yield* checkSums(await openLocation(mounts, file, { signal }), wish, { signal })
    },
  }
}
