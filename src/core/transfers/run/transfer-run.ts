/**
 * A transfer under way: plans, decides, copies and settles, until every item has its end or it is stopped. What is under
 * way when it is stopped is left so that it can go on. Knows nothing of other transfers.
 */
import { failureOf } from '../../../contract/failure.ts'
import type { Failure } from '../../../contract/failure.ts'
import type { CopyTransferRequest, Route, SkipWhy } from '../../../contract/transfer.ts'
import { nextTask } from '../../../lib/next-task.ts'
import { known } from '../../../lib/known.ts'
import { type DecideDeps } from '../decide/decide.ts'
import { emptyMovedFolders } from './empty-moved-folders.ts'
import type { ItemOutcome } from '../journal/item-outcome.ts'
import { bytesChange, patchOf, withStage } from '../journal/item-patch.ts'
import type { RunStatus } from './run-status.ts'
import { createItemLocations } from '../journal/item-locations.ts'
import {
  copyBatch,
  makeBatches,
  canBeBatched,
  type BatchDeps,
  type SmallFile,
  type FileBatch,
} from '../copy/file-batch.ts'
import { createBatchPools } from '../copy/batch-pools.ts'
import { planAll } from '../plan/plan-run.ts'
import { createLanes } from '../../../lib/lanes.ts'
import { createPool } from '../../../lib/pool.ts'
import { createRemover } from '../copy/remover.ts'
import { createBulkCopies } from '../../operations/batched-calls.ts'
import type { ItemRecord, TransferCounts, TransferRecord } from '../journal/records.ts'
import { createRetries } from './retries.ts'
import { parseRule } from '../decide/rule.ts'
import type { RunDeps } from '../journal/run-deps.ts'
import { type FileDeps, runFile } from '../copy/run-file.ts'
import { createJournalWriter } from '../journal/journal-writer.ts'
import { openLocation } from '../../operations/opened-location.ts'
import { createBandwidth } from '../../../lib/bandwidth.ts'
import { lateSignal } from './late-signal.ts'
import { tidyAfterCrash } from '../stages/tidy-after-crash.ts'

export interface TransferRun {
  readonly status: () => RunStatus
  /** Resolves when it has ended, or can't go on before somebody answers; or was stopped. Throws only what is a fault. */
  readonly finished: Promise<'ended' | 'asking' | 'stopped'>
  /** Leaves everything so that it can go on later. */
  stop(): Promise<void>
  setLimits(limits: TransferRecord['limits']): void
  /** So many of its items ask no more: looks at all of them again. */
  answered(count: number): void
}

/** So many are begun, and said to be begun, at a time. */
const claimedAtOnce = 1000
const begunInATurn = 32
/** Files side by side, where nothing else is said. */
const defaultJobs = 16
/** So many are decided about, read, sent or written at a time; most of them wait for others of their batch. */
const mostUnderWay = 768

export function startTransfer(deps: RunDeps, row: TransferRecord, request: CopyTransferRequest): TransferRun {
  const { journal } = deps
  const { id, token } = row
  const stopping = new AbortController()
  const { signal } = stopping
  const running = new Map<number, number>()
  /** One signal with a listener of each item would be searched through for each. */
  const controls = new Set<AbortController>()
  signal.addEventListener('abort', () => {
    for (const control of controls) control.abort(signal.reason)
  })
  const routes: Partial<Record<Route, number>> = { ...row.facts.routes }
  const skips: Partial<Record<SkipWhy, number>> = { ...row.facts.skips }
  const skipped = (why: SkipWhy) => (skips[why] = (skips[why] ?? 0) + 1)
  let lastNumber = row.lastNumber
  let claimed = row.claimed
  const claimedBefore = row.claimed
  let cursor = 0
  let isPlanned = row.isPlanned
  let isFaulty: unknown
  let wakeUp: (() => void) | undefined
  let current: RunStatus['current']
  let answers = row.answers
  const wake = () => wakeUp?.()
  const writer = createJournalWriter(journal, id, {
    counts: row.counts,
    more: () => ({ counts: countsAtRest(), lastNumber, claimed, isPlanned, facts: { ...row.facts, routes, skips } }),
    onError: (error) => {
      isFaulty = error
      stopping.abort(error)
    },
  })
  const paths = createItemLocations(journal.items, id, request)
  const own = createBandwidth()
  own.setLimit(row.limits.bytesPerSecond)
  const pool = createPool(mostUnderWay)
  let jobs = row.limits.jobs ?? defaultJobs
  const lanes = createLanes(jobs)
  const batchPools = createBatchPools(jobs)
  const late = lateSignal(signal)
  const retries = createRetries(deps)
  const rule = request.policy.skip === 'rule' ? parseRule(request.policy.rule ?? '') : undefined
  const decide: DecideDeps = {
    policy: request.policy,
    verb: request.verb,
    get answers() {
      return answers
    },
    ...(rule && { rule }),
    compare: { localSums: deps.localSums, mayDownload: request.policy.mayDownload === true },
  }
  async function pass(bytes: number, either: AbortSignal) {
    await own.pass(bytes, either)
    await deps.bandwidth.pass(bytes, either)
  }
  const plain: BatchDeps = {
    mounts: deps.mounts,
    paths,
    pass,
    buffers: deps.buffers,
    id: `${token}b`,
    late,
    lanes,
    onDone(items, patches) {
      retries.wentWell()
      const bytes = items.reduce((sum, { sizeBytes = 0 }) => sum + sizeBytes, 0)
      for (const { number } of items) running.delete(number)
      writer.change({ done: items.length, bytesSettled: bytes, bytesCopied: bytes })
      routes.bulk = (routes.bulk ?? 0) + bytes
      for (const patch of patches) writer.patch(patch)
    },
  }
  const files: FileDeps = {
    isMove: request.verb === 'move',
    remover: createRemover({ signal }),
    wasBegun: ({ number, detail }) => number <= claimedBefore || detail.attempts !== undefined,
    decide,
    async saveCopied(item, toName, detail) {
      writer.patch({
        number: item.number,
        detail: { ...detail, isCopied: true },
        ...(toName !== undefined && { toName }),
      })
      await writer.saved()
    },
    copy: {
      token,
      moved(item, bytes) {
        running.set(item.number, (running.get(item.number) ?? 0) + bytes)
        writer.change({ bytesCopied: bytes, bytesSettled: bytes })
      },
      pass,
      isHeldBack: () => own.isLimited() || deps.bandwidth.isLimited(),
      buffers: deps.buffers,
      lanes,
      bulk: createBulkCopies(`${token}b`, late),
      outOfReach: new Set(),
      noteStage(item, stage) {
        writer.patch({ number: item.number, detail: withStage(item, stage) })
      },
      async saveStage(item, stage) {
        writer.patch({ number: item.number, detail: withStage(item, stage) })
        await writer.saved()
      },
      now: deps.now,
      boot: deps.boot,
    },
  }

  /** Without what is copied of items that have no end: after a crash it is counted when they go on. */
  function countsAtRest(): TransferCounts {
    const counts = writer.counts()
    const underWay = [...running.values()].reduce((sum, bytes) => sum + bytes, 0)
    return {
      ...counts,
      bytesSettled: counts.bytesSettled - underWay,
      bytesCopied: counts.bytesCopied - underWay,
    }
  }

  async function runItem(item: ItemRecord): Promise<void> {
    const places = paths.of(item)
    current = places.from
    running.set(item.number, 0)
    let end: ItemOutcome | undefined
    const control = new AbortController()
    controls.add(control)
    const itemSignal = control.signal
    try {
      const from = await openLocation(deps.mounts, places.from, { signal: itemSignal })
      const to = await openLocation(deps.mounts, places.to, { signal: itemSignal })
      end = await runFile(files, item, { from, to }, { signal: itemSignal })
    } catch (error) {
      if (signal.aborted) return
      const failure = failureOf(error, 'transfer')
      if (await later(item, failure, itemSignal)) return
      end = { kind: 'failed', failure }
    } finally {
      controls.delete(control)
      const moved = running.get(item.number) ?? 0
      running.delete(item.number)
      settle(item, end, moved)
    }
  }

  /** What it leaves is done file by file. */
  async function runBatch(group: FileBatch): Promise<void> {
    const { items } = group
    current = paths.of(items[0] as SmallFile).from
    let left = items
    try {
      left = await copyBatch(plain, group, { signal })
    } catch {
      left = items.filter(({ number }) => running.has(number)) // why is found out with each of them
    }
    try {
      for (const item of left) await pool.begin(() => runItem(item), signal)
    } catch {
      for (const { number } of left) running.delete(number) // it is stopped
    }
  }
  const isIdle = () => batchPools.isIdle() && pool.isIdle()
  async function idle() {
    await batchPools.idle() // gives the other one its work
    await pool.idle()
  }

  /** What may pass is tried again after a while; while its mount rests, for as long as that takes. */
  async function later(item: ItemRecord, failure: Failure, itemSignal: AbortSignal): Promise<boolean> {
    const before = item.detail.attempts ?? 0
    const isOn = await retries.later(failure, before + 1, {
      mount: paths.of(item).to.mount,
      signal: itemSignal, // any number may wait: each listens to its own
      onWait(counts) {
        const attempts = counts ? before + 1 : before
        writer.patch({ number: item.number, detail: { ...kept(item), attempts } })
      },
    })
    if (!isOn) return false
    cursor = Math.min(cursor, item.number - 1)
    wake()
    return true
  }

  function settle(item: ItemRecord, end: ItemOutcome | undefined, moved: number) {
    const size = item.sizeBytes ?? 0
    if (!end) {
      // what was copied of it is in its stage, and counted when it goes on
      writer.change({ bytesSettled: -moved, bytesCopied: -moved })
      return
    }
    if (end.kind === 'done') retries.wentWell()
    const isOver = end.kind !== 'asking'
    writer.change({ [end.kind]: 1, bytesSettled: (isOver ? size : 0) - moved, ...bytesChange(end, item, moved) })
    if (end.kind === 'done' && end.detail.route) {
      routes[end.detail.route] = (routes[end.detail.route] ?? 0) + (end.sizeBytes ?? 0)
    }
    if (end.kind === 'skipped') skipped(end.why)
    const isKept = end.kind === 'failed' || end.kind === 'asking'
    writer.patch(patchOf(item, end, isKept ? kept(item) : item.detail))
  }
  /** A stage that was begun meanwhile is in the journal, or about to be. */
  function kept(item: ItemRecord) {
    writer.flush()
    return journal.items.get(id, item.number)?.detail ?? item.detail
  }

  const isForMany = (item: ItemRecord): item is SmallFile =>
    request.verb === 'copy' && item.number > claimedBefore && canBeBatched(item)
  async function runItems(planning: Promise<void>) {
    let isPlanBroken = false
    planning.catch(() => (isPlanBroken = true))
    for (;;) {
      signal.throwIfAborted()
      const wasPlanned = isPlanned || isPlanBroken
      writer.flush() // what has its end must not be found again
      const items = journal.items.planned(id, cursor, claimedAtOnce).filter(({ number }) => !running.has(number))
      const last = items.at(-1)
      if (last) {
        cursor = Math.max(cursor, last.number)
        if (last.number > claimed) {
          claimed = last.number
          writer.change({})
          writer.flush({ outlives: 'power' })
        }
        const grouped = await makeBatches(plain, items.filter(isForMany), { signal })
        for (const group of grouped) {
          for (const { number } of group.items) running.set(number, 0)
          await batchPools.begin(group, () => runBatch(group), signal)
          signal.throwIfAborted()
        }
        const together = new Set(grouped.flatMap((group) => group.items.map(({ number }) => number)))
        for (const [at, item] of items.filter(({ number }) => !together.has(number)).entries()) {
          await pool.begin(() => runItem(item), signal)
          // those that only wait for decisions would keep everybody else from having a turn
          if (at % begunInATurn === 0) await nextTask()
          signal.throwIfAborted()
        }
      } else if (wasPlanned && isIdle()) return
      else
        await new Promise<void>((resolve) => {
          wakeUp = resolve
          setTimeout(resolve, 500).unref()
          void pool.change().then(resolve)
          void batchPools.change().then(resolve)
          if (!wasPlanned) void planning.then(resolve, resolve)
        })
    }
  }

  async function work(): Promise<'ended' | 'asking' | 'stopped'> {
    try {
      if (claimedBefore > 0) await tidyAfterCrash(deps, { id, token, claimed, paths }, { signal })
      const planning = isPlanned ? Promise.resolve() : plan()
      planning.catch(() => {}) // awaited below
      await runItems(planning)
      await planning
      writer.flush()
      if (writer.counts().asking > 0) return 'asking'
      if (request.verb === 'move') await emptyMovedFolders({ deps, id, paths, writer, skipped }, { signal })
      writer.flush()
      return 'ended'
    } catch (error) {
      await idle()
      if (isFaulty !== undefined) throw isFaulty
      if (!signal.aborted) throw error
      writer.flush()
      return 'stopped'
    }
  }
  async function plan() {
    await planAll(
      {
        transfer: id,
        deps,
        paths,
        writer,
        request,
        verb: request.verb,
        policy: request.policy,
        get answers() {
          return answers
        },
        withSums: request.policy.skip === 'hash' || request.policy.skip === 'rule',
        lastNumber: () => lastNumber,
        setLastNumber: (number) => (lastNumber = number),
        later: (failure, attempts, mount) => retries.later(failure, attempts, { mount, signal }),
        wake,
        skipped,
        whole: {
          token,
          now: deps.now,
          late,
          isHeldBack: () => own.isLimited() || deps.bandwidth.isLimited(),
          jobs: () => jobs,
          copied(bytes) {
            retries.wentWell()
            routes.bulk = (routes.bulk ?? 0) + bytes
          },
        },
      },
      { signal },
    )
    isPlanned = true
    writer.change({})
    writer.flush()
    wake()
  }

  const finished = work()
  finished.catch(() => {}) // whoever started it looks
  return {
    status: () => ({
      counts: writer.counts(),
      isCounting: !isPlanned,
      running,
      ...(current && { current }),
      ...known({ waitsFor: retries.waitsFor() }),
    }),
    finished,
    async stop() {
      stopping.abort(new DOMException('The transfer was stopped.', 'AbortError'))
      wake()
      await finished.catch(() => {})
    },
    setLimits(limits) {
      own.setLimit(limits.bytesPerSecond)
      jobs = limits.jobs ?? defaultJobs
      lanes.setSize(jobs)
      batchPools.setJobs(jobs)
    },
    answered(count) {
      writer.change({ asking: -count })
      answers = journal.get(id)?.answers ?? answers
      cursor = 0
      wake()
    },
  }
}
