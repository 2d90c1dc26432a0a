import type { ActivityEntry } from '../contract/api/activity.ts'
import type { CallRecord } from '../core/layers/tracing/logging.ts'
import { pause } from '../lib/flow/pause.ts'

/** The recent calls, for windows that show them; the log file has more. */
export interface RecentActivity {
  add(record: CallRecord): void
  watch(signal: AbortSignal): AsyncGenerator<{ entries: ActivityEntry[] }>
}

const mostEntries = 1000
const coalesceMs = 250

export function createRecentActivity(): RecentActivity {
  const entries: ActivityEntry[] = []
  const wakes = new Set<() => void>()
  let lastNumber = 0

  return {
    add(record) {
      lastNumber += 1
      entries.push({ number: lastNumber, ...record })
      if (entries.length > 2 * mostEntries) entries.splice(0, entries.length - mostEntries) // Removed in groups instead of one by one.
      for (const wake of wakes) wake()
    },
    async *watch(signal) {
      let seen = 0
      for (;;) {
        signal.throwIfAborted()
        if (lastNumber > seen) {
          const fresh = entries.slice(-Math.min(mostEntries, lastNumber - seen))
          seen = lastNumber
          yield { entries: fresh }
          await pause(coalesceMs, signal)
        } else if (seen === 0) {
          seen = -1
          yield { entries: [] } // Nothing has happened yet.
        } else await nextEntry(signal)
      }
    },
  }

  async function nextEntry(signal: AbortSignal): Promise<void> {
    let wake = () => {}
    try {
      await new Promise<void>((resolve) => {
        wake = resolve
        wakes.add(wake)
        signal.addEventListener('abort', wake, { once: true })
      })
    } finally {
      wakes.delete(wake)
      signal.removeEventListener('abort', wake)
    }
  }
}
