/** One run of a pair: it is planned, its guards are checked, and its transfer is started and followed to the end. */
import { said } from '../../../contract/sentences/said.ts'
import type { TransfersEvent } from '../../../contract/api/transfers.ts'
import { failureOf, StorageError } from '../../../contract/failure.ts'
import type { Pair, RunOutcome, RunPair } from '../../../contract/sync/pairs.ts'
import type { PlanItem, PlanTotals, SyncGuard, SyncSettings } from '../../../contract/sync/plan.ts'
import type { Transfer } from '../../../contract/transfer.ts'
import { known } from '../../../lib/known.ts'
import type { Waits } from '../../backends/backend.ts'
import { pairId, readPlanName } from '../pair/pairs.ts'
import type { StartedPlan, StartWish } from '../pair/start-plan.ts'
import type { RunFacts } from './pair-rows.ts'

/** Plans and carries out; see `sync.plan` and `sync.start`. */
export interface SyncCalls {
  plan(settings: SyncSettings, waits: Waits): AsyncIterable<PlanItem>
  start(wish: StartWish, waits: Waits): Promise<StartedPlan>
}

export interface RunPairDeps {
  readonly calls: SyncCalls
  readonly watchTransfers: (waits: Waits) => AsyncIterable<TransfersEvent>
  /** Records what is known so far. */
  readonly note: (change: { readonly outcome?: RunOutcome; readonly transfer?: number } & RunFacts) => void
  /** Receives the number of examined names. */
  readonly onLooked: (looked: number) => void
}

export type PairWish = Omit<RunPair, 'name'> & { readonly isUnasked?: boolean }
type Wish = Pick<RunPair, 'withoutDeletions' | 'despite'>
type PlanEnd = Extract<PlanItem, { kind: 'end' }>

/** A user cancelled the run. */
export class RunCancelled extends Error {}

/** The largest number of plans in one run. Entries that change between planning and execution are planned again. */
const mostRounds = 3

/** Records how the run ended. Throws only if that fails or the program ends. */
export async function runPair(deps: RunPairDeps, { settings }: Pair, wish: PairWish, { signal }: Waits): Promise<void> {
  const { note } = deps
  try {
    let started = await startSeen(deps, settings, wish, { signal })
    const { withoutDeletions, isUnasked } = wish
    // The user accepted guards only for the plan that was reviewed.
    const later = wish.plan === undefined ? wish : { ...known({ withoutDeletions, isUnasked }) }
    for (let round = 1; ; round += 1) {
      started ??= await planAndStart(deps, settings, later, { signal })
      if (!started) return note({ outcome: 'stopped' })
      const { transfer, totals } = started
      if (transfer === undefined) return note({ outcome: leftTo(totals) ?? (round === 1 ? 'nothing' : 'done') })
      note({ transfer })
      const ended = await followTransfer(deps, transfer, { signal })
      const changed = ended.skips?.changed ?? 0
      if (changed === 0 || round >= mostRounds || ended.isCancelled)
        return note({ outcome: outcomeOf(ended, totals, changed) })
      started = undefined
    }
  } catch (error) {
    signal.throwIfAborted()
    if (error instanceof RunCancelled) return note({ outcome: 'cancelled' })
    note({ outcome: 'failed', failure: failureOf(error, 'pairs.run') })
  }
}

/** Starts the plan that the user reviewed. Undefined without such a plan, and if another plan replaced it. */
async function startSeen(
  { calls, note }: RunPairDeps,
  settings: SyncSettings,
  { plan, ...wish }: PairWish,
  waits: Waits,
) {
  if (plan === undefined) return undefined
  if (readPlanName(plan)?.pair !== pairId(settings)) {
    throw new StorageError({ kind: 'bad-input', ...said('pair.other-folders'), operation: 'pairs.run' })
  }
  try {
    const started = await calls.start({ plan, ...wish }, waits)
    note({ plan, totals: started.totals, guards: [] })
    return started
  } catch (error) {
    if (failureOf(error, 'pairs.run').kind === 'not-found') return undefined
    throw error
  }
}

/** Undefined if a guard applies. */
async function planAndStart(deps: RunPairDeps, settings: SyncSettings, wish: PairWish, waits: Waits) {
  const end = await planned(deps, settings, waits)
  const guards = openGuards(end.guards, wish)
  deps.note({ plan: end.plan, totals: end.totals, guards })
  return guards.length > 0 ? undefined : deps.calls.start({ ...wish, plan: end.plan }, waits)
}

/** Resumes a run whose program is gone. If it had no transfer, nothing was changed yet. */
export async function goOnWithRun(
  deps: RunPairDeps,
  run: { readonly transfer?: number | undefined; readonly totals?: PlanTotals | undefined },
  { signal }: Waits,
): Promise<void> {
  if (run.transfer === undefined) return deps.note({ outcome: 'interrupted' })
  try {
    const ended = await followTransfer(deps, run.transfer, { signal })
    deps.note({ outcome: outcomeOf(ended, run.totals, ended.skips?.changed ?? 0) })
  } catch (error) {
    signal.throwIfAborted()
    deps.note({ outcome: 'failed', failure: failureOf(error, 'pairs.run') })
  }
}

export function openGuards(guards: readonly SyncGuard[], { despite = [], withoutDeletions }: Wish): SyncGuard[] {
  const isMoot = ({ kind }: SyncGuard) => withoutDeletions === true && kind === 'deletions'
  return guards.filter((guard) => !despite.includes(guard.kind) && !isMoot(guard))
}

async function planned({ calls, onLooked }: RunPairDeps, settings: SyncSettings, waits: Waits): Promise<PlanEnd> {
  for await (const item of calls.plan(settings, waits)) {
    if (item.kind === 'progress') onLooked(item.looked)
    if (item.kind === 'end') return item
  }
  throw new StorageError({ kind: 'internal', ...said('sync.plan-incomplete'), operation: 'pairs.run' })
}

async function followTransfer({ watchTransfers, note }: RunPairDeps, id: number, waits: Waits): Promise<Transfer> {
  for await (const event of watchTransfers(waits)) {
    const transfer = event.transfers.find((each) => each.id === id)
    if (transfer?.state === 'ended') {
      const { done, skipped, failed, cancelled } = transfer.counts
      note({ items: { done, skipped, failed, cancelled }, bytesCopied: transfer.bytes.copied })
      return transfer
    }
    if (event.kind === 'all' ? !transfer : event.removed.includes(id)) break
  }
  waits.signal.throwIfAborted()
  throw new StorageError({
    kind: 'not-found',
    ...said('pair.transfer-gone'),
    operation: 'pairs.run',
  })
}

function outcomeOf({ isCancelled, counts }: Transfer, totals: PlanTotals | undefined, changed: number): RunOutcome {
  if (isCancelled) return 'cancelled'
  if (counts.failed > 0 || changed > 0) return 'needs-you'
  return leftTo(totals) ?? 'done'
}

/** Tells whether a user has to decide about some names. */
function leftTo(totals: PlanTotals | undefined): 'needs-you' | undefined {
  return totals && totals.asks > 0 ? 'needs-you' : undefined
}
