import type { CopyEvent } from '../../contract/api/files.ts'
import type { EntryKind } from '../../contract/entry.ts'
import { failureOf } from '../../contract/failure.ts'
import { formatLocation, type Location } from '../../contract/location.ts'
import type { AsyncQueue } from '../../lib/async-queue.ts'

const progressMs = 100

/** Tells what becomes of each item, and counts. */
export interface CopyReport {
  done(from: Location, to: Location, entry: EntryKind, sizeBytes?: number): Promise<void>
  skipped(from: Location, to: Location, entry: EntryKind, reason: string): Promise<void>
  failed(from: Location, to: Location, entry: EntryKind, error: unknown): Promise<void>
  /** So many bytes more of `current` were taken over. */
  moved(bytes: number, current: Location): void
  end(): Promise<void>
}

export function createCopyReport(events: AsyncQueue<CopyEvent>): CopyReport {
  const counts = { done: 0, skipped: 0, failed: 0 }
  let doneBytes = 0
  let lastProgress = performance.now()

  async function item(
    outcome: keyof typeof counts,
    from: Location,
    to: Location,
    facts: Pick<Extract<CopyEvent, { kind: 'item' }>, 'entry' | 'sizeBytes' | 'reason' | 'failure'>,
  ) {
    counts[outcome] += 1
    await events.push({ kind: 'item', from: locationOf(from), to: locationOf(to), outcome, ...facts })
    tellProgress()
  }
  function tellProgress(current?: string) {
    if (performance.now() - lastProgress < progressMs) return
    lastProgress = performance.now()
    events.offer(progress(current))
  }
  function progress(current?: string): CopyEvent {
    return { kind: 'progress', doneItems: counts.done, doneBytes, ...(current !== undefined && { current }) }
  }

  return {
    done: (from, to, entry, sizeBytes) =>
      item('done', from, to, { entry, ...(sizeBytes !== undefined && { sizeBytes }) }),
    skipped: (from, to, entry, reason) => item('skipped', from, to, { entry, reason }),
    failed: (from, to, entry, error) => item('failed', from, to, { entry, failure: failureOf(error, 'copy') }),
    moved(bytes, current) {
      doneBytes += bytes
      tellProgress(formatLocation(current))
    },
    async end() {
      await events.push(progress())
      await events.push({ kind: 'end', ...counts, doneBytes })
    },
  }
}

function locationOf({ mount, path }: Location): Location {
  return { mount, path }
}
