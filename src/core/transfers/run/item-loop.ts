import { setTimeout as sleep } from 'node:timers/promises'
import { nextTask } from '../../../lib/flow/next-task.ts'
import { createWorkerPool } from '../../../lib/flow/worker-pool.ts'
import type { OpenItem } from '../journal/item-record.ts'
import { createItemAttempts } from './item-attempts.ts'
import type { Run } from './run.ts'
import type { ItemBatch, Work } from './work.ts'

/** Starts the items of a transfer in order, with as many in parallel as the work allows. */
export interface ItemLoop {
  /** Resolves when every planned item has a result or asks. Throws when the run is stopped. */
  runAll(planning: Promise<void>): Promise<void>
  /** There may be more items to start. */
  wake(): void
  /** Looks at all items again, because some questions were answered. */
  again(): void
  setJobs(jobs: number | undefined): void
  idle(): Promise<void>
}

/** The number of items that are started together and recorded as started. */
const claimedAtOnce = 1000
const begunInATurn = 32
/**
 * While planning continues, a group smaller than this waits this long for more items, because each group is recorded
 * before it starts.
 */
const fewest = 250
const gatherMs = 25
/** How long a waiting loop sleeps before it looks for items again. */
const lookAgainMs = 500

export function createItemLoop(run: Run, work: Work): ItemLoop {
  const { journal, signal } = run
  const workers = createWorkerPool(work.itemsAtOnce(run.limits.jobs()))
  const attempts = createItemAttempts(run, work)
  let cursor = 0
  run.more.lookAgain = () => {
    cursor = 0
    run.more.tell()
  }
  const begin = (item: OpenItem) => workers.begin(() => attempts.run(item), signal)

  /** Runs a batch, then the remaining items one by one. */
  async function runBatch(batch: ItemBatch): Promise<void> {
    let left = batch.items
    try {
      left = await batch.run({ signal })
    } catch {
      left = batch.items.filter(({ number }) => journal.running.has(number)) // The reason is found again with each single item.
    }
    for (const item of left) await begin(item).catch(() => journal.leave(item))
  }
  async function beginBatches(items: readonly OpenItem[]): Promise<ReadonlySet<OpenItem>> {
    const batches = (await work.batches?.(items, { signal })) ?? []
    for (const batch of batches) {
      for (const item of batch.items) journal.begin(item, run.locations.of(item).from)
      await batch.begin(() => runBatch(batch))
      signal.throwIfAborted()
    }
    return new Set(batches.flatMap((batch) => batch.items))
  }
  async function beginAll(items: readonly OpenItem[]): Promise<void> {
    const together = await beginBatches(items)
    for (const [at, item] of items.filter((each) => !together.has(each)).entries()) {
      await begin(item)
      // Without this, items that only wait for decisions would block all other work.
      if (at % begunInATurn === 0) await nextTask()
      signal.throwIfAborted()
    }
  }
  async function idle(): Promise<void> {
    await work.underWay?.idle() // Batches hand their remaining items to the worker pool.
    await workers.idle()
  }
  const inPhase = createPhaseGate(work, idle, signal)
  const isIdle = () => workers.isIdle() && (work.underWay?.isIdle() ?? true)
  async function change(planEnded: Promise<void> | undefined): Promise<void> {
    await new Promise<void>((resolve) => {
      run.more.tell = resolve
      setTimeout(resolve, lookAgainMs).unref()
      void workers.change().then(resolve)
      void work.underWay?.change().then(resolve)
      void planEnded?.then(resolve)
    })
  }

  return {
    async runAll(planning) {
      let isPlanOver = false
      const planEnded = planning.catch(() => {}).then(() => void (isPlanOver = true))
      for (;;) {
        signal.throwIfAborted()
        const wasPlanOver = isPlanOver
        journal.writer.flush() // Items with a result must not be found again.
        const next = plannedAfter(cursor, run, work)
        // Without a wait in between: an answer could arrive during it, and then all items are looked at again.
        const found = work.phases ? await inPhase(next) : next
        const last = found.at(-1)
        if (last) {
          cursor = last.number
          journal.claim(last.number)
          await beginAll(found.filter(({ number }) => !journal.running.has(number)))
          if (found.length < fewest && !isPlanOver) await Promise.race([planEnded, sleep(gatherMs)])
        } else if (wasPlanOver && isIdle()) return
        else await change(wasPlanOver ? undefined : planEnded)
      }
    },
    wake: () => run.more.tell(),
    again: () => run.more.lookAgain(),
    setJobs(jobs) {
      work.setJobs?.(jobs)
      workers.setSize(work.itemsAtOnce(jobs))
    },
    idle,
  }
}

function plannedAfter(number: number, { deps, journal }: Run, { runsFolders }: Work): readonly OpenItem[] {
  return deps.journal.items.planned(journal.id, number, claimedAtOnce, { folders: runsFolders })
}

/**
 * Returns the planned items of the same phase as the first one. Before the first item of a new phase, it waits for all
 * items in progress.
 */
function createPhaseGate({ phases }: Work, idle: () => Promise<void>, signal: AbortSignal) {
  let phase = 0
  return async (items: readonly OpenItem[]): Promise<readonly OpenItem[]> => {
    const [first] = items
    if (!phases || !first) return items
    const its = phases.of(first)
    if (its !== phase) {
      await idle()
      signal.throwIfAborted()
      await phases.ended({ signal })
      phase = its
    }
    return items.filter((item) => phases.of(item) === its)
  }
}
