import type { Mounts } from '../core/mounts/mounts.ts'
import { planPair } from '../core/sync/pair/plan-pair.ts'
import { startPlan } from '../core/sync/pair/start-plan.ts'
import type { SyncCalls } from '../core/sync/saved-pairs/run-pair.ts'
import { createSavedPairs, type SavedPairs } from '../core/sync/saved-pairs/saved-pairs.ts'
import { newOwner } from '../core/transfers/queue/states/owner-id.ts'
import type { Transfers } from '../core/transfers/transfers.ts'
import { pairsHandlers } from './handlers/pairs.ts'
import { syncHandlers } from './handlers/sync.ts'

interface SyncDeps {
  readonly mounts: Mounts
  /** Opened when they are first needed. */
  readonly transfers: () => Transfers
  readonly folder: string
  /** True if this program runs the schedules of saved pairs. */
  readonly staysOpen: boolean
}

/** Builds comparing, syncing, and saved pairs. */
export function composeSync({ mounts, transfers, folder, staysOpen }: SyncDeps) {
  const planDeps = () => {
    const all = transfers()
    return { mounts, pairs: all.pairs, isOpen: (id: number) => all.isOpen(id), now: Date.now }
  }
  const calls: SyncCalls = {
    plan: (settings, waits) => planPair(planDeps(), settings, waits),
    start: (wish, waits) => startPlan({ ...planDeps(), enqueue: (request) => transfers().start(request) }, wish, waits),
  }
  let opened: SavedPairs | undefined
  const saved = () =>
    (opened ??= createSavedPairs({
      folder,
      owner: newOwner(),
      mounts,
      calls,
      watchTransfers: (waits) => transfers().watch(waits),
      resumeTransfer: (id) => transfers().resume(id),
      cancelTransfer: (id) => transfers().cancel(id),
      runsSchedules: staysOpen,
    }))
  if (staysOpen) saved()
  return {
    handlers: { sync: syncHandlers(mounts, calls), pairs: pairsHandlers(saved) },
    close: async () => opened?.close(),
  }
}
