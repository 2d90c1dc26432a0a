/** The items of a transfer whose every item stands for itself, one after the other or a few at a time. */
import { failureOf } from '../../../contract/failure.ts'
import type { Waits } from '../../backends/backend.ts'
import { createBandwidth } from '../../../lib/bandwidth.ts'
import type { ItemOutcome } from '../journal/item-outcome.ts'
import type { RunStatus } from './run-status.ts'
import { createPool } from '../../../lib/pool.ts'
import type { ItemRecord, NewItem, TransferRecord } from '../journal/records.ts'
import type { RunDeps } from '../journal/run-deps.ts'
import { createJournalWriter, type JournalWriter } from '../journal/journal-writer.ts'
import type { TransferRun } from './transfer-run.ts'
import { waitBeforeRetry } from './wait-before-retry.ts'
import { pause } from '../../../lib/pause.ts'

export interface ItemLoop {
  readonly jobs: number
  /** In pages, from the beginning: asked only when there are none yet. */
  plan(waits: Waits): AsyncIterable<readonly NewItem[]>
  runItem(
    item: ItemRecord,
    waits: Waits & { readonly writer: JournalWriter; readonly moved: (bytes: number) => void },
  ): Promise<ItemOutcome>
}

const pageSize = 200
const mostAttempts = 4

export function startItemLoop(deps: RunDeps, row: TransferRecord, loop: ItemLoop): TransferRun {
  const { journal } = deps
  const { id } = row
  const stopping = new AbortController()
  const { signal } = stopping
  const running = new Map<number, number>()
  const pool = createPool(row.limits.jobs ?? loop.jobs)
  const own = createBandwidth()
  let { lastNumber, isPlanned } = row
  let current: RunStatus['current']
  const writer = createJournalWriter(journal, id, {
    counts: row.counts,
    more: () => ({ lastNumber, isPlanned, claimed: lastNumber }),
    onError: (error) => stopping.abort(error),
  })

  async function run(item: ItemRecord) {
    running.set(item.number, 0)
    current = item.detail.places?.from
    const moved = (bytes: number) => {
      running.set(item.number, (running.get(item.number) ?? 0) + bytes)
      writer.change({ bytesCopied: bytes })
    }
    try {
      settle(item, await attempts(item, moved))
    } catch (error) {
      if (!signal.aborted) settle(item, { kind: 'failed', failure: failureOf(error, 'transfer') })
    } finally {
      running.delete(item.number)
    }
  }
  async function attempts(item: ItemRecord, moved: (bytes: number) => void): Promise<ItemOutcome> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await loop.runItem(item, { signal, writer, moved })
      } catch (error) {
        signal.throwIfAborted()
        const isPatient = deps.patienceMs === undefined
        const wait = waitBeforeRetry(failureOf(error), attempt, {
          mostAttempts,
          random: deps.random,
          isPatient,
          firstMs: deps.firstWaitMs,
        })
        if (!wait) throw error
        await pause(wait.ms, signal)
        signal.throwIfAborted()
      }
    }
  }
  function settle(item: ItemRecord, end: ItemOutcome) {
    const { detail } = item
    writer.change({ [end.kind]: 1, bytesSettled: item.sizeBytes ?? 0 })
    const more =
      end.kind === 'done'
        ? end.detail
        : end.kind === 'skipped'
          ? { why: end.why, reason: end.reason }
          : end.kind === 'failed'
            ? { failure: end.failure }
            : { question: end.question }
    writer.patch({ number: item.number, state: end.kind, detail: { ...detail, ...more } })
  }
  async function work(): Promise<'ended' | 'stopped'> {
    try {
      if (!isPlanned) {
        const skipped = lastNumber // what was planned before it was stopped
        let seen = 0
        for await (const items of loop.plan({ signal })) {
          const fresh = items.slice(Math.max(0, Math.min(items.length, skipped - seen)))
          seen += items.length
          if (fresh.length === 0) continue
          journal.atOnce(() => {
            journal.items.add(id, lastNumber + 1, fresh)
            lastNumber += fresh.length
            writer.change({
              total: fresh.length,
              bytesTotal: fresh.reduce((sum, { sizeBytes = 0 }) => sum + sizeBytes, 0),
            })
            writer.flush()
          })
        }
        isPlanned = true
        writer.change({})
      }
      for (let after = 0; ;) {
        writer.flush()
        const items = journal.items.page(id, { states: ['planned'], after, limit: pageSize })
        const last = items.at(-1)
        if (!last) break
        for (const item of items) await pool.begin(() => run(item), signal)
        after = last.number
      }
      await pool.idle()
      signal.throwIfAborted()
      writer.flush()
      return 'ended'
    } catch (error) {
      await pool.idle()
      if (!signal.aborted) throw error
      writer.flush()
      return 'stopped'
    }
  }

  const finished = work()
  finished.catch(() => {}) // whoever started it looks
  return {
    status: () => ({ counts: writer.counts(), isCounting: !isPlanned, running, ...(current && { current }) }),
    finished,
    async stop() {
      stopping.abort(new DOMException('The transfer was stopped.', 'AbortError'))
      await finished.catch(() => {})
    },
    setLimits(limits) {
      own.setLimit(limits.bytesPerSecond)
      pool.setSize(limits.jobs ?? loop.jobs)
    },
    answered() {},
  }
}
