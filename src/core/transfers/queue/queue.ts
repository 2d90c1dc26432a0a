/**
 * All transfers: which run now, which wait, what another program does. Knows concurrency and order, not bytes. What it is
 * told takes effect at once, and is in the journal before the answer.
 */
import { type Failure, failureOf, StorageError } from '../../../contract/failure.ts'
import type { Answer, Limits, Transfer, TransferRequest } from '../../../contract/transfer.ts'
import { answerQuestion } from './answer.ts'
import { checkRequest, searchedOf } from './check-request.ts'
import { cancelItems } from './cancel.ts'
import { positionBefore } from './position.ts'
import { createOwners } from './owners.ts'
import { createForgetting } from './forget.ts'
import { journalFailure } from '../journal/queue-database.ts'
import { createRates, type Rates } from '../report/rates.ts'
import type { QueuedRequest, TransferRecord } from '../journal/records.ts'
import type { RunDeps } from '../journal/run-deps.ts'
import { settledOf, showTransfer } from '../report/show-transfer.ts'
import { startRun } from '../run/start-run.ts'
import type { TransferRun } from '../run/transfer-run.ts'

export interface QueueDeps extends RunDeps {
  /** Runs whatever is in the queue, also what is left from before; else only what it is given itself. */
  readonly runsAll: boolean
  /** Of ended ones, so many are kept; the oldest are forgotten. */
  readonly mostKept?: number
}

export interface Queue {
  start(request: TransferRequest): { readonly id: number }
  startUndo(of: number): { readonly id: number }
  get(id: number): Transfer | undefined
  list(): { readonly transfers: readonly Transfer[]; readonly order: readonly number[]; readonly limits: Limits }
  /** Changes with everything there is to show. */
  readonly version: () => number
  /** Resolves at the next change that should be shown at once. */
  changed(): Promise<void>
  /** How much of each item under way is copied. */
  running(id: number): ReadonlyMap<number, number>
  pause(id: number | 'all'): Promise<void>
  resume(id: number | 'all'): Promise<void>
  cancel(id: number | 'all'): Promise<void>
  retryFailed(id: number): Promise<void>
  reorder(id: number, before: number | undefined): void
  setLimits(id: number | 'all', limits: Limits): void
  answer(id: number, item: number, answer: Answer, options: { readonly forAll: boolean }): Promise<void>
  /** What failed copies left staged is taken back, for some seconds at the most; the rest of it another time. */
  forget(id: number | 'all'): Promise<void>
  /** What runs is left so that it goes on another time. */
  close(): Promise<void>
}

interface Running {
  readonly run: TransferRun
  readonly rates: Rates
}

const mostRunning = 3
const mostShown = 50
const pollMs = 500

export function createQueue(deps: QueueDeps): Queue {
  const { journal, now, runsAll, mostKept = 500 } = deps
  const owners = createOwners(journal, { now, runsAll })
  const running = new Map<number, Running>()
  /** Wait for nothing but an answer. */
  const asking = new Set<number>()
  /** Stopped by a fault, which may not be written down. */
  const stuck = new Map<number, Failure>()
  /** Given to this program by who uses it, and so run whatever else is in the queue. */
  const own = new Set<number>()
  let limits = (journal.readSetting('limits') as Limits | undefined) ?? {}
  let version = 1
  let isClosed = false
  const forgetting = createForgetting(deps, { mostKept })
  deps.bandwidth.setLimit(limits.bytesPerSecond)
  let tell: () => void = () => {}
  let told = new Promise<void>((resolve) => (tell = resolve))
  function change() {
    version += 1
    tell()
    told = new Promise<void>((resolve) => (tell = resolve))
  }

  /** What is done unasked is tried again sooner or later; when it can't be written down now, nothing else ends for it. */
  function unlessFull(work: () => void) {
    try {
      work()
    } catch (error) {
      if (journalFailure(error) === error) throw error
    }
  }

  function mustGet(id: number): TransferRecord {
    const row = journal.get(id)
    if (row) return row
    throw new StorageError({ kind: 'not-found', message: `There is no transfer ${id}.`, operation: 'transfers' })
  }

  function schedule() {
    if (isClosed) return
    const busy = () => [...running.keys()].filter((id) => !asking.has(id)).length
    for (const row of journal.open()) {
      const isWanted = row.state === 'waiting' && (own.has(row.id) || (runsAll && row.facts.isFromCommandLine !== true))
      if (!isWanted || running.has(row.id)) continue
      if (busy() >= mostRunning && !row.facts.isFromCommandLine) return
      begin(row.id)
    }
  }

  function begin(id: number) {
    if (!owners.take(id)) return
    stuck.delete(id)
    const row = mustGet(id)
    journal.patch(id, {
      state: 'running',
      wish: undefined,
      pausedBy: undefined,
      problem: undefined,
      ...(row.startedMs === undefined && { startedMs: now() }),
    })
    let run: TransferRun
    try {
      run = startRun(deps, mustGet(id))
    } catch (error) {
      end(id, failureOf(error, 'transfers'))
      return
    }
    run.setLimits(effective(row.limits))
    running.set(id, { run, rates: createRates() })
    change()
    void follow(id, run)
  }

  async function follow(id: number, run: TransferRun) {
    try {
      const how = await run.finished
      if (running.get(id)?.run !== run) return
      running.delete(id)
      if (how === 'ended') end(id)
      else if (how === 'asking') asking.add(id)
    } catch (error) {
      if (running.get(id)?.run === run) running.delete(id)
      const problem = failureOf(journalFailure(error), 'transfers')
      stuck.set(id, problem)
      unlessFull(() => journal.patch(id, { state: 'paused', pausedBy: 'interrupted', problem, owner: undefined }))
    } finally {
      change()
      unlessFull(schedule)
    }
  }

  function end(id: number, problem?: ReturnType<typeof failureOf>) {
    asking.delete(id)
    journal.patch(id, {
      state: 'ended',
      endedMs: now(),
      owner: undefined,
      wish: undefined,
      ...(problem && { problem }),
    })
    forgetting.prune()
    change()
  }

  function effective({ jobs, bytesPerSecond }: Limits): Limits {
    const least = Math.min(jobs ?? Infinity, limits.jobs ?? Infinity)
    return { ...(least !== Infinity && { jobs: least }), ...(bytesPerSecond !== undefined && { bytesPerSecond }) }
  }

  /** What other programs did or wish; and that this one is still there. */
  function poll() {
    if (isClosed) return
    if (owners.haveWritten()) {
      change()
      for (const row of journal.open()) {
        if (!owners.isMine(row)) continue
        if (row.wish !== undefined) void fulfil(row)
        else if (asking.has(row.id) && row.counts.asking === 0) wakeUp(row.id)
      }
      schedule()
    }
    if (!owners.beat([...running.keys(), ...asking])) return
    owners.adopt(own)
    schedule()
  }
  async function fulfil({ id, wish }: TransferRecord) {
    journal.patch(id, { wish: undefined })
    if (wish === 'pause') await pauseOne(id)
    else if (wish === 'cancel') await cancelOne(id)
  }

  async function stopRun(id: number) {
    const found = running.get(id)
    running.delete(id)
    asking.delete(id)
    await found?.run.stop()
  }
  async function pauseOne(id: number) {
    const row = mustGet(id)
    if (row.state === 'ended' || row.state === 'paused' || owners.wish(row, 'pause')) return
    journal.patch(id, { state: 'paused', pausedBy: 'person' })
    await stopRun(id)
    journal.patch(id, { owner: undefined })
    change()
    schedule()
  }
  async function cancelOne(id: number) {
    const row = mustGet(id)
    if (row.state === 'ended' || owners.wish(row, 'cancel')) return
    await stopRun(id)
    if (!owners.take(id)) return
    await cancelItems(deps, mustGet(id))
    journal.patch(id, { isCancelled: true, isPlanned: true })
    end(id)
    schedule()
  }
  function resumeOne(id: number) {
    const row = mustGet(id)
    if (owners.isElsewhere(row)) {
      throw new StorageError({
        kind: 'busy',
        message: 'Another program is running this transfer.',
        operation: 'transfers.resume',
      })
    }
    if (row.state !== 'paused' && !(row.state === 'running' && !running.has(id) && !asking.has(id))) {
      own.add(id)
      return
    }
    own.add(id)
    journal.patch(id, { state: 'waiting', owner: undefined, pausedBy: undefined, wish: undefined })
  }
  function wakeUp(id: number) {
    asking.delete(id)
    journal.patch(id, { state: 'waiting' })
    own.add(id)
    change()
    schedule()
  }
  async function each(id: number | 'all', act: (id: number) => Promise<void> | void) {
    try {
      for (const one of id === 'all' ? journal.open().map((row) => row.id) : [id]) await act(one)
    } catch (error) {
      throw journalFailure(error)
    }
    change()
    schedule()
  }
  function add(request: QueuedRequest, searched: readonly string[], facts: TransferRecord['facts'] = {}) {
    const asked = 'limits' in request ? request.limits : undefined
    const row = journal.add(request, { limits: asked ?? {}, search: searched.join('\n'), nowMs: now() })
    if (!runsAll) journal.patch(row.id, { facts: { ...facts, isFromCommandLine: true } })
    else if (Object.keys(facts).length > 0) journal.patch(row.id, { facts })
    own.add(row.id)
    change()
    schedule()
    return { id: row.id }
  }
  /** Nobody runs it, though whoever did never said that it stopped. */
  const isLeft = (row: TransferRecord) =>
    row.state === 'running' && !running.has(row.id) && !asking.has(row.id) && !owners.isElsewhere(row)
  const show = (row: TransferRecord): Transfer => {
    const found = running.get(row.id)
    const status = found?.run.status()
    if (found && status) {
      found.rates.note(now(), { bytes: status.counts.bytesCopied, items: settledOf(status.counts) })
    }
    const problem = stuck.get(row.id)
    const left = { ...row, state: 'paused', pausedBy: 'interrupted', ...(problem && { problem }) } as const
    return showTransfer(isLeft(row) ? left : row, {
      ...(found && status && { status, rates: found.rates }),
      isElsewhere: owners.isElsewhere(row),
      requestOf: (id) => journal.get(id)?.request,
    })
  }

  owners.adopt(own)
  schedule()
  if (runsAll) void forgetting.settle()
  const timer = setInterval(() => unlessFull(poll), pollMs)
  timer.unref()

  return {
    start(request) {
      checkRequest(request)
      try {
        return add(request, searchedOf(request))
      } catch (error) {
        throw journalFailure(error)
      }
    },
    startUndo(of) {
      const row = mustGet(of)
      const { undo } = show(row)
      if (undo?.can !== true) {
        const message = undo?.can === false ? undo.why : 'It has not ended yet.'
        throw new StorageError({ kind: 'unsupported', message, operation: 'transfers.undo' })
      }
      const added = add({ verb: 'undo', of }, [])
      journal.patch(of, { facts: { ...row.facts, undoneBy: added.id } })
      return added
    },
    get(id) {
      const row = journal.get(id)
      return row && show(row)
    },
    list() {
      const open = journal.open()
      const transfers = [...open, ...journal.ended({ limit: mostShown })].map(show)
      return { transfers, order: open.map(({ id }) => id), limits }
    },
    changed: () => told,
    version: () => (running.size > 0 ? (version += 1) : version),
    running: (id) => running.get(id)?.run.status().running ?? new Map(),
    pause: (id) => each(id, pauseOne),
    resume: (id) => each(id, resumeOne),
    cancel: (id) => each(id, cancelOne),
    async retryFailed(id) {
      await stopRun(id)
      const row = mustGet(id)
      const bytes = journal.items.sumOfBytes(id, 'failed')
      const folders = journal.items.retryFailed(id)
      journal.patch(id, {
        state: 'waiting',
        isCancelled: false,
        endedMs: undefined,
        owner: undefined,
        isPlanned: row.isPlanned && folders === 0,
        counts: { ...row.counts, failed: 0, bytesSettled: row.counts.bytesSettled - bytes },
      })
      own.add(id)
      change()
      schedule()
    },
    reorder(id, before) {
      journal.patch(id, {
        position: positionBefore(
          journal.open().filter((row) => row.id !== id),
          before,
        ),
      })
      change()
      schedule()
    },
    setLimits(id, wanted) {
      if (id === 'all') {
        limits = wanted
        journal.writeSetting('limits', wanted)
        deps.bandwidth.setLimit(wanted.bytesPerSecond)
        for (const [each_, { run }] of running) run.setLimits(effective(mustGet(each_).limits))
      } else {
        journal.patch(id, { limits: wanted })
        running.get(id)?.run.setLimits(effective(wanted))
      }
      change()
    },
    async answer(id, item, answer, { forAll }) {
      const { count, hasFolders } = answerQuestion(journal, mustGet(id), item, answer, { forAll })
      if (count === 0) return
      const found = running.get(id)
      if (found && !hasFolders) found.run.answered(count)
      else {
        await stopRun(id)
        const row = mustGet(id)
        const counts = { ...row.counts, asking: Math.max(0, row.counts.asking - count) }
        journal.patch(id, { counts, isPlanned: row.isPlanned && !hasFolders })
        if (!owners.isElsewhere(row) && row.state === 'running') wakeUp(id)
      }
      change()
    },
    async forget(id) {
      const ids = id === 'all' ? journal.ended({ limit: 10_000 }).map((row) => row.id) : [id]
      const forgotten = forgetting.forget(ids)
      change()
      await forgotten
    },
    async close() {
      isClosed = true
      clearInterval(timer)
      const settled = forgetting.close()
      await Promise.all([...running.values()].map(({ run }) => run.stop()))
      await settled
      // those that ran come back running
      unlessFull(() => {
        for (const row of journal.open()) if (owners.isMine(row)) journal.patch(row.id, { owner: undefined })
      })
      running.clear()
    },
  }
}
