import { type Failure, failureOf } from '../../../contract/failure.ts'
import { isOpen, type OpenItem } from '../journal/item-record.ts'
import type { Run } from './run.ts'
import type { Work } from './work.ts'

/** Runs single items, and retries them after a while if the failure may be temporary. */
export interface ItemAttempts {
  /** Never throws. */
  run(item: OpenItem): Promise<void>
}

export function createItemAttempts(run: Run, work: Work): ItemAttempts {
  const { deps, journal, locations, retries, signal } = run
  /** If every item added a listener to one signal, each removal would search all of them. */
  const controls = new Set<AbortController>()
  signal.addEventListener('abort', () => {
    for (const control of controls) control.abort(signal.reason)
  })

  /** Runs the item once. Returns the item if it must be tried again. */
  async function attempt(item: OpenItem, itemSignal: AbortSignal): Promise<OpenItem | undefined> {
    journal.begin(item, locations.of(item).from)
    try {
      const outcome = await work.runItem(item, { signal: itemSignal })
      if (outcome.kind === 'asking' && journal.answers()[outcome.question.kind] !== undefined) {
        journal.leave(item)
        return item // In the meantime, the user answered all questions of this kind.
      }
      journal.settle(item, outcome)
      if (outcome.kind === 'done') retries.wentWell()
      return undefined
    } catch (error) {
      if (!signal.aborted) return later(item, failureOf(error, 'transfer'), itemSignal)
      journal.leave(item)
      return undefined
    }
  }
  async function later(item: OpenItem, failure: Failure, itemSignal: AbortSignal): Promise<OpenItem | undefined> {
    const attempts = (item.detail.attempts ?? 0) + 1
    const isTriedAgain = await retries.later(failure, attempts, {
      mount: locations.of(item).to.mount,
      signal: itemSignal, // Any number of items may wait, each with its own signal.
      onWait(counts) {
        journal.noteDetail(item, { ...journal.detailOf(item), attempts: counts ? attempts : attempts - 1 })
      },
    })
    if (!isTriedAgain) {
      journal.settle(item, { kind: 'failed', failure })
      return undefined
    }
    journal.leave(item)
    if (signal.aborted) return undefined
    journal.writer.flush()
    const again = deps.journal.items.get(journal.id, item.number)
    return again && isOpen(again) ? again : undefined
  }

  return {
    async run(first) {
      const control = new AbortController()
      controls.add(control)
      try {
        for (let item: OpenItem | undefined = first; item;) item = await attempt(item, control.signal)
      } catch (error) {
        if (!signal.aborted) run.fail(error)
      } finally {
        controls.delete(control)
      }
    },
  }
}
