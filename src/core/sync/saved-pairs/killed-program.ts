/**
 * A separate process for `saved-pairs.test.ts`. It runs a pair, reports when it has reached a certain call, and never
 * ends.
 */
import { join } from 'node:path'
import { localDescriptor } from '../../backends/local/index.ts'
import { intercept } from '../../layers/intercept.ts'
import { newOwner } from '../../transfers/queue/states/owner-id.ts'
import { createTransfers } from '../../transfers/transfers.ts'
import { planPair } from '../pair/plan-pair.ts'
import { startPlan } from '../pair/start-plan.ts'
import { createSavedPairs } from './saved-pairs.ts'

const [folder = '', where = ''] = process.argv.slice(2)
const { signal } = new AbortController()
const local = await localDescriptor.open({ path: folder }, {}, { signal })
const copies: ReadonlySet<string> = new Set(['write', 'bulk.write', 'bulk.copy', 'bulk.copyFolders', 'staging.begin'])
const isThere = (operation: string) => (where === 'list' ? operation === 'list' : copies.has(operation))
const backend = intercept(local, {
  async before({ operation }) {
    if (!isThere(operation)) return
    process.stdout.write('there\n')
    await new Promise(() => {})
  },
})
const info = { name: 'local', type: 'local', group: 'computer', readOnly: false, builtIn: false } as const
const mounts = { open: async () => ({ info, backend }), changes: async function* none() {} }
const data = join(folder, '../data')
const transfers = createTransfers({ mounts, folder: data, runsAll: true })
const deps = { mounts, pairs: transfers.pairs, isOpen: (id: number) => transfers.isOpen(id), now: Date.now }
const saved = createSavedPairs({
  folder: data,
  owner: newOwner(),
  mounts,
  calls: {
    plan: (settings, waits) => planPair(deps, settings, waits),
    start: (wish, waits) => startPlan({ ...deps, enqueue: (request) => transfers.start(request) }, wish, waits),
  },
  watchTransfers: (waits) => transfers.watch(waits),
  resumeTransfer: (id) => transfers.resume(id),
  cancelTransfer: (id) => transfers.cancel(id),
  runsSchedules: false,
})
saved.run({ name: 'p' })
setInterval(() => {}, 1000)
