/**
 * All transfers: which ones run now, which ones wait, and what other programs do. It knows concurrency and order, not
 * bytes. Before a method returns, its effect is in the journal.
 */
import type { Answer, Limits, Transfer, TransferRequest } from '../../../contract/transfer.ts'
import { isFailure } from '../../operations/opened-location.ts'
import type { QueuedRequest, SyncTransferRequest, TransferRecord } from '../journal/records.ts'
import { unlessUnwritable } from '../journal/queue-database.ts'
import { createChanges, type Changes } from './changes.ts'
import { checkRequest, searchedOf } from './check-request.ts'
import { type Commands, createCommands } from './commands/commands.ts'
import { followWindows, type Windows } from './follow-windows.ts'
import { createForgetting } from './forget.ts'
import { positionBefore } from './states/position.ts'
import { createTransferStates, type QueueDeps, type TransferStates } from './states/transfer-states.ts'
import type { OwnerKind } from './states/transition.ts'
import { createRuns, type Runs } from './runs.ts'
import { showRecord } from './show-record.ts'
import { createScheduler, type Scheduler } from './scheduler.ts'

export interface Queue {
  start(request: TransferRequest | SyncTransferRequest): { readonly id: number }
  startUndo(of: number): { readonly id: number }
  /** Returns transfers that the same command started and that were stopped before their end, the latest first. */
  interrupted(command: string): readonly { readonly id: number; readonly request: QueuedRequest }[]
  get(id: number): Transfer | undefined
  list(): { readonly transfers: readonly Transfer[]; readonly order: readonly number[]; readonly limits: Limits }
  readonly changes: Changes
  /** Returns the copied bytes of each item in progress. */
  running(id: number): ReadonlyMap<number, number>
  pause(id: number | 'all'): Promise<void>
  resume(id: number | 'all'): Promise<void>
  /** Resumes, and also scans the sources again: new, changed and failed files are copied too. */
  resumeAnew(id: number): Promise<void>
  cancel(id: number | 'all'): Promise<void>
  retryFailed(id: number): Promise<void>
  reorder(id: number, before: number | undefined): void
  setLimits(id: number | 'all', limits: Limits): void
  answer(id: number, item: number, answer: Answer, options: { readonly forAll: boolean }): Promise<void>
  /** Discards the stages of failed copies for at most a few seconds; the rest is discarded later. */
  forget(id: number | 'all'): Promise<void>
  /** Stops running transfers so that they can be resumed later. */
  close(): Promise<void>
}

const mostShown = 50
const pollMs = 500
const mostForgotten = 10_000

export function createQueue(deps: QueueDeps): Queue {
  const { journal, runsAll, mostKept = 500 } = deps
  const changes = createChanges()
  const forgetting = createForgetting(deps, { mostKept })
  const state = createTransferStates(deps, changes)
  const runs = createRuns(deps, state, {
    onEnded(id) {
      commands.fulfil(id)
      forgetting.prune()
    },
    onStopped: () => scheduler.schedule(),
  })
  const scheduler = createScheduler(deps, state, runs)
  const commands = createCommands(deps, state, runs, scheduler)
  const windows = followWindows(deps, state, { runs, scheduler, commands })
  scheduler.adopt()
  scheduler.schedule()
  windows.lookAtStart()
  if (runsAll) void forgetting.settle()
  const timer = setInterval(() => unlessUnwritable(() => poll({ state, runs, scheduler, commands, windows })), pollMs)
  timer.unref()

  async function each(id: number | 'all', act: (id: number) => Promise<void>) {
    if (id !== 'all') await act(id)
    // Applies to all transfers for which it is possible.
    else for (const { id: one } of journal.open()) await act(one).catch(unlessRefused)
    scheduler.schedule()
  }
  return {
    ...lookingAt(deps, state, runs, changes),
    start(request) {
      checkRequest(request, deps.skipRules)
      const { id } = state.add(request, searchedOf(request))
      scheduler.schedule()
      return { id }
    },
    startUndo(of) {
      const { id } = commands.startUndo(of)
      scheduler.schedule()
      return { id }
    },
    pause: (id) => each(id, (one) => commands.tell(one, { kind: 'pause' })),
    resume: (id) => each(id, (one) => commands.tell(one, { kind: 'resume' })),
    resumeAnew: (id) => each(id, (one) => commands.resumeAnew(one)),
    cancel: (id) => each(id, (one) => commands.tell(one, { kind: 'cancel' })),
    retryFailed: (id) => each(id, (one) => commands.tell(one, { kind: 'retry' })),
    answer: (id, item, answer, { forAll }) =>
      each(id, (one) => commands.tell(one, { kind: 'answer', item, answer, forAll })),
    reorder(id, before) {
      const others = journal.open().filter((record) => record.id !== id)
      if (state.step(id, 'reorder').kind === 'apply') journal.patch(id, { position: positionBefore(others, before) })
      changes.markList()
      scheduler.schedule()
    },
    setLimits(id, wanted) {
      if (id === 'all') state.setLimits(wanted)
      else if (state.step(id, 'limit').kind === 'apply') journal.patch(id, { limits: wanted })
      runs.applyLimits()
      if (id !== 'all') changes.mark(id)
    },
    async forget(id) {
      if (id !== 'all') state.mustBe(state.step(id, 'forget'), 'transfers.forget')
      const ids = id === 'all' ? journal.ended({ limit: mostForgotten }).map((record) => record.id) : [id]
      const forgotten = forgetting.forget(ids)
      changes.markList()
      await forgotten
    },
    async close() {
      clearInterval(timer)
      const settled = forgetting.close()
      await runs.close()
      await commands.settled()
      await settled
    },
  }
}

function unlessRefused(error: unknown): void {
  if (!isFailure(error, 'busy')) throw error
}

function lookingAt(
  deps: QueueDeps,
  state: TransferStates,
  runs: Runs,
  changes: Changes,
): Pick<Queue, 'get' | 'list' | 'changes' | 'running' | 'interrupted'> {
  const { journal } = deps
  const show = (record: TransferRecord) => showRecord(record, deps, { state, runs })
  return {
    changes,
    get(id) {
      const record = journal.get(id)
      return record && show(record)
    },
    list() {
      const open = journal.open()
      const transfers = [...open, ...journal.ended({ limit: mostShown })].map(show)
      return { transfers, order: open.map(({ id }) => id), limits: state.limits() }
    },
    running: (id) => runs.get(id)?.run.status().running ?? new Map(),
    interrupted(command) {
      return journal
        .open()
        .filter((record) => isLeftBy(command, record, state.ownerOf(record)))
        .map(({ id, request }) => ({ id, request }))
        .toReversed()
    },
  }
}

/** Tells whether a command started the transfer and was stopped before its end, by the user or in another way. */
function isLeftBy(command: string, { request, state }: TransferRecord, owner: OwnerKind): boolean {
  if (!('command' in request) || request.command !== command) return false
  if (state === 'paused') return owner !== 'other' // A run of this program is being stopped.
  return state === 'running' && (owner === 'none' || owner === 'dead')
}

/** Reads what other programs did or requested, and records that this program is alive. */
function poll({
  state,
  runs,
  scheduler,
  commands,
  windows,
}: {
  readonly state: TransferStates
  readonly runs: Runs
  readonly scheduler: Scheduler
  readonly commands: Commands
  readonly windows: Windows
}) {
  if (runs.isClosed()) return
  if (state.haveOthersWritten(mostShown)) {
    runs.applyLimits()
    windows.look()
    commands.fulfilWishes()
    scheduler.schedule()
  }
  runs.tick()
  if (!state.beat(runs.ids())) return
  scheduler.adopt()
  windows.look()
  commands.fulfilWishes()
  scheduler.schedule()
}
