/** The items of a transfer whose every item stands for itself, one after the other or a few at a time. */
import { failureOf } from '../../../contract/failure.ts'
import type { Waits } from '../../backends/backend.ts'
import { createBandwidth } from '../../../lib/bandwidth.ts'
import type { ItemEnd } from '../journal/item-end.ts'
import type { Live } from './live.ts'
import { createPool } from '../../../lib/pool.ts'
import type { ItemRow, NewItem, TransferRow } from '../journal/rows.ts'
import type { RunDeps } from '../journal/run-deps.ts'
import { createSettler, type Settler } from '../journal/settler.ts'
import type { TransferRun } from './transfer-run.ts'
import { waitBeforeRetry } from './wait-before-retry.ts'
import { pause } from '../../../lib/pause.ts'

export interface ItemLoop {
  readonly jobs: number
  /** In pages, from the beginning: asked only when there are none yet. */
  plan(waits: Waits): AsyncIterable<readonly NewItem[]>
  runItem(
    item: ItemRow,
    waits: Waits & { readonly settler: Settler; readonly moved: (bytes: number) => void },
  ): Promise<ItemEnd>
}

const pageSize = 200
const mostAttempts = 4

export function startItemLoop(deps: RunDeps, row: TransferRow, loop: ItemLoop): TransferRun {
  const { journal } = deps
  const { id } = row
  const stopping = new AbortController()
  const { signal } = stopping
  const running = new Map<number, number>()
  const pool = createPool(row.limits.jobs ?? loop.jobs)
  const own = createBandwidth()
  let { lastNumber, isPlanned } = row
  let current: Live['current']
  const settler = createSettler(journal, id, {
    counts: row.counts,
    more: () => ({ lastNumber, isPlanned, claimed: lastNumber }),
    onError: (error) => stopping.abort(error),
  })

  async function run(item: ItemRow) {
    running.set(item.number, 0)
    current = item.detail.places?.from
    const moved = (bytes: number) => {
      running.set(item.number, (running.get(item.number) ?? 0) + bytes)
      settler.change({ bytesCopied: bytes })
    }
    try {
      settle(item, await attempts(item, moved))
    } catch (error) {
      if (!signal.aborted) settle(item, { kind: 'failed', failure: failureOf(error, 'transfer') })
    } finally {
      running.delete(item.number)
    }
  }
  async function attempts(item: ItemRow, moved: (bytes: number) => void): Promise<ItemEnd> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await loop.runItem(item, { signal, settler, moved })
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
  function settle(item: ItemRow, end: ItemEnd) {
    const { detail } = item
    settler.change({ [end.kind]: 1, bytesSettled: item.sizeBytes ?? 0 })
    const more =
      end.kind === 'done'
        ? end.detail
        : end.kind === 'skipped'
          ? { why: end.why, reason: end.reason }
          : end.kind === 'failed'
            ? { failure: end.failure }
            : { question: end.question }
    settler.patch({ number: item.number, state: end.kind, detail: { ...detail, ...more } })
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
            settler.change({
              total: fresh.length,
              bytesTotal: fresh.reduce((sum, { sizeBytes = 0 }) => sum + sizeBytes, 0),
            })
            settler.flush()
          })
        }
        isPlanned = true
        settler.change({})
      }
      for (let after = 0; ;) {
        settler.flush()
        const items = journal.items.page(id, { states: ['planned'], after, limit: pageSize })
        const last = items.at(-1)
        if (!last) break
        for (const item of items) await pool.begin(() => run(item), signal)
        after = last.number
      }
      await pool.idle()
      signal.throwIfAborted()
      settler.flush()
      return 'ended'
    } catch (error) {
      await pool.idle()
      if (!signal.aborted) throw error
      settler.flush()
      return 'stopped'
    }
  }

  const finished = work()
  finished.catch(() => {}) // whoever started it looks
  return {
    live: () => ({ counts: settler.counts(), isCounting: !isPlanned, running, ...(current && { current }) }),
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
