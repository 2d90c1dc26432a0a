import type { FindItem } from '../../contract/api/find.ts'
import { packEntries } from '../../contract/entry-page.ts'
import type { Entry } from '../../contract/entry.ts'
import type { Failure } from '../../contract/failure.ts'
import { type AsyncQueue, createAsyncQueue } from '../../lib/flow/async-queue.ts'

const mostRows = 1000
const mostWaiting = 16
const pauseMs = 100

/** Collects the results of a search into few items. It holds a limited number of rows: `found` waits for the reader. */
export interface FindReport {
  readonly items: AsyncQueue<FindItem>
  found(entries: readonly Entry[]): Promise<void>
  looked(count: number): void
  skipped(path: string, failure: Failure): Promise<void>
  /** Sends the remaining results and ends the items, with an error if one is given. */
  end(error?: { readonly error: unknown }): void
}

export function createFindReport(): FindReport {
  const items = createAsyncQueue<FindItem>(mostWaiting)
  let waiting: Entry[] = []
  let looked = 0
  let toldLooked = 0
  let timer: ReturnType<typeof setTimeout> | undefined

  async function tell() {
    clearTimeout(timer)
    timer = undefined
    const entries = waiting
    waiting = []
    if (looked > toldLooked) items.offer({ kind: 'progress', looked: (toldLooked = looked) })
    if (entries.length > 0) await items.push({ kind: 'found', page: packEntries(entries) })
  }
  /** Sends the first report at once after the current work, and later ones after a short pause. */
  function tellSoon() {
    timer ??= setTimeout(() => void tell(), toldLooked === 0 ? 0 : pauseMs)
  }

  return {
    items,
    async found(entries) {
      for (let at = 0; at < entries.length; at += mostRows) {
        waiting.push(...entries.slice(at, at + mostRows))
        if (waiting.length >= mostRows) await tell()
      }
      if (waiting.length > 0) tellSoon()
    },
    looked(count) {
      looked += count
      tellSoon()
    },
    skipped: (path, failure) => items.push({ kind: 'skipped', path, failure }),
    end(error) {
      clearTimeout(timer)
      if (waiting.length > 0) void items.push({ kind: 'found', page: packEntries(waiting) })
      if (looked > toldLooked) void items.push({ kind: 'progress', looked })
      if (error) items.fail(error.error)
      else items.end()
    },
  }
}
