import { randomUUID } from 'node:crypto'
import type { Contract } from '../../contract/contract.ts'
import { StorageError } from '../../contract/failure.ts'
import type { PrunePlan } from '../../core/backends/facets/history.ts'
import type { Mounts } from '../../core/mounts/mounts.ts'
import type { Handlers } from '../../rpc/server.ts'
import { facetOf } from '../facet-of.ts'
import { said } from '../../contract/sentences/said.ts'

const pageFiles = 500

export function historyHandlers(mounts: Mounts): Handlers<Contract>['history'] {
  const plans = new Map<string, { readonly id: string; readonly plan: PrunePlan }>()
  const historyOf = (mount: string, operation: string, signal: AbortSignal) =>
    facetOf(mounts, { mount, path: '' }, 'history', { operation: `history.${operation}`, signal })

  return {
    status: async ({ mount }, { signal }) => (await historyOf(mount, 'status', signal)).status('', { signal }),
    async setRetention({ mount, retention }, { signal }) {
      await (await historyOf(mount, 'setRetention', signal)).setRetention('', retention, { signal })
      return {}
    },
    async *planPrune({ mount }, { signal }) {
      const plan = await (await historyOf(mount, 'planPrune', signal)).planPrune('', { signal })
      const id = randomUUID()
      plans.set(mount, { id, plan })
      for (let at = 0; at < plan.files.length; at += pageFiles)
        yield { kind: 'files', files: plan.files.slice(at, at + pageFiles) }
      const { versions, freedBytes, contentBytes } = plan
      yield { kind: 'end', plan: id, versions, freedBytes, contentBytes }
    },
    async *prune({ mount, plan: id }, { signal }) {
      const known = plans.get(mount)
      if (known?.id !== id) {
        throw new StorageError({ kind: 'changed', ...said('history.preview-outdated'), operation: 'history.prune' })
      }
      plans.delete(mount)
      for await (const files of (await historyOf(mount, 'prune', signal)).prune('', known.plan, { signal }))
        yield [...files]
    },
    async *verify({ mount }, { signal }) {
      for await (const some of (await historyOf(mount, 'verify', signal)).verify('', { signal })) yield [...some]
    },
    async *repair({ mount, removesLost }, { signal }) {
      const history = await historyOf(mount, 'repair', signal)
      for await (const each of history.repair('', { signal, removesLost })) yield [each]
    },
  }
}
