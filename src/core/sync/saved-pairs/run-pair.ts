/** One run of a pair: it is planned, its guards are looked at, the transfer is started and followed to its end. */
import type { TransfersEvent } from '../../../contract/api/transfers.ts'
import { failureOf, StorageError } from '../../../contract/failure.ts'
import type { Pair, RunOutcome, RunPair } from '../../../contract/sync/pairs.ts'
import type { PlanItem, PlanTotals, SyncGuard, SyncSettings } from '../../../contract/sync/plan.ts'
import type { Transfer } from '../../../contract/transfer.ts'
import type { Waits } from '../../backends/backend.ts'
import type { StartWish } from '../pair/start-plan.ts'
import type { RunFacts } from './pair-rows.ts'

/** Plans and carries out; see `sync.plan` and `sync.start`. */
export interface SyncCalls {
  plan(settings: SyncSettings, waits: Waits): AsyncIterable<PlanItem>
  start(wish: StartWish, waits: Waits): Promise<{ readonly transfer?: number }>
}

export interface RunPairDeps {
  readonly calls: SyncCalls
  readonly watchTransfers: (waits: Waits) => AsyncIterable<TransfersEvent>
  /** What is known by now is written down. */
  readonly note: (change: { readonly outcome?: RunOutcome; readonly transfer?: number } & RunFacts) => void
  /** How many names were looked at. */
  readonly onLooked: (looked: number) => void
}

type Wish = Pick<RunPair, 'withoutDeletions' | 'despite'>
type PlanEnd = Extract<PlanItem, { kind: 'end' }>

/** What changed between a plan and its turn is planned anew, so often at the most. */
const mostRounds = 3

/** Writes down how it ended; throws only when that can't be done, or the program ends. */
export async function runPair(deps: RunPairDeps, { settings }: Pair, wish: Wish, { signal }: Waits): Promise<void> {
  const { calls, note } = deps
  try {
    for (let round = 1; ; round += 1) {
      const end = await planned(deps, settings, { signal })
      const guards = openGuards(end.guards, wish)
      note({ plan: end.plan, totals: end.totals, guards })
      if (guards.length > 0) return note({ outcome: 'stopped' })
      const { transfer } = await calls.start({ plan: end.plan, ...wish }, { signal })
      if (transfer === undefined) return note({ outcome: leftTo(end.totals) ?? (round === 1 ? 'nothing' : 'done') })
      note({ transfer })
      const ended = await followTransfer(deps, transfer, { signal })
      const changed = ended.skips?.changed ?? 0
      if (changed > 0 && round < mostRounds && !ended.isCancelled) continue
      return note({ outcome: outcomeOf(ended, end.totals, changed) })
    }
  } catch (error) {
    signal.throwIfAborted()
    note({ outcome: 'failed', failure: failureOf(error, 'pairs.run') })
  }
}

/** Goes on with a run whose program is gone. Nothing was changed yet where it had no transfer. */
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
  throw new StorageError({ kind: 'internal', message: 'The plan did not come to its end.', operation: 'pairs.run' })
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
    message:
      'Its transfer is no longer in the list, so what became of it is not known. Run the pair again to see what differs.',
    operation: 'pairs.run',
  })
}

function outcomeOf({ isCancelled, counts }: Transfer, totals: PlanTotals | undefined, changed: number): RunOutcome {
  if (isCancelled) return 'cancelled'
  if (counts.failed > 0 || changed > 0) return 'needs-you'
  return leftTo(totals) ?? 'done'
}

/** Does a person have to decide about some names? */
function leftTo(totals: PlanTotals | undefined): 'needs-you' | undefined {
  return totals && totals.asks > 0 ? 'needs-you' : undefined
}
