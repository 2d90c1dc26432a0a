/** Saved pairs with a real queue, and the results of their runs. */
import { join } from 'node:path'
import type { MountList } from '../../../contract/api/mounts.ts'
import type { Pair, PairDraft, PairRun } from '../../../contract/sync/pairs.ts'
import { newOwner } from '../../transfers/queue/states/owner-id.ts'
import type { Transfers } from '../../transfers/transfers.ts'
import type { Rig } from '../../transfers/transfers.test-support.ts'
import { planPair } from '../pair/plan-pair.ts'
import { startPlan } from '../pair/start-plan.ts'
import type { SyncCalls } from './run-pair.ts'
import { createSavedPairs, type SavedPairs, type SavedPairsDeps } from './saved-pairs.ts'

export const settings: PairDraft['settings'] = {
  left: { mount: 'local', path: 'a' },
  right: { mount: 'memory', path: '' },
  mode: 'two-way',
  onConflict: 'keep-both',
  by: 'size-and-time',
  deleted: 'archive',
}

export function callsOf({ mounts }: Pick<Rig, 'mounts'>, transfers: Transfers): SyncCalls {
  const deps = { mounts, pairs: transfers.pairs, isOpen: (id: number) => transfers.isOpen(id), now: Date.now }
  return {
    plan: (wish, waits) => planPair(deps, wish, waits),
    start: (wish, waits) => startPlan({ ...deps, enqueue: (request) => transfers.start(request) }, wish, waits),
  }
}

export function openSavedPairs(
  rig: Pick<Rig, 'mounts' | 'folder'>,
  transfers: Transfers,
  more: Partial<SavedPairsDeps> = {},
): SavedPairs {
  const info = { type: 'memory', readOnly: false, builtIn: false } as const
  const list = {
    mounts: [
      { ...info, name: 'local', group: 'computer' },
      { ...info, name: 'memory', group: 'other' },
    ],
  } as unknown as MountList
  return createSavedPairs({
    folder: join(rig.folder, '../data'),
    owner: newOwner(),
    mounts: {
      open: (name, waits) => rig.mounts.open(name, waits),
      async *changes({ signal }) {
        yield list
        await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }))
      },
    },
    calls: callsOf(rig, transfers),
    watchTransfers: (waits) => transfers.watch(waits),
    resumeTransfer: (id) => transfers.resume(id),
    cancelTransfer: (id) => transfers.cancel(id),
    runsSchedules: false,
    lookEveryMs: 20,
    ...more,
  })
}

/** Waits until a condition is true for a pair. */
export async function untilPair(saved: SavedPairs, name: string, is: (pair: Pair) => boolean): Promise<Pair> {
  const latest = () => saved.history(name, { limit: 10 }).runs[0]
  for await (const { pairs } of saved.watch({ signal: AbortSignal.timeout(50_000) })) {
    const pair = pairs.find((each) => each.name === name)
    if (pair && is(pair)) return pair
  }
  throw new Error(`the pair did not get there: ${JSON.stringify(latest())}`)
}

export async function untilRun(saved: SavedPairs, name: string, run?: number): Promise<PairRun> {
  const isOver = ({ last }: Pair) => last !== undefined && last.outcome !== 'running' && (run ?? last.id) === last.id
  const { last } = await untilPair(saved, name, isOver)
  if (!last) throw new Error('there was no run')
  return last
}
