import type { Waits } from '../../backends/backend.ts'
import { nextTask } from '../../../lib/flow/next-task.ts'
import type { NewItem } from '../journal/item-record.ts'
import type { Run } from './run.ts'

/** The number of items that are written in one statement. */
const addedAtOnce = 250

/** Writes independent items into the journal. They must come in the same order each time. */
export async function planItems(
  run: Run,
  pages: AsyncIterable<readonly NewItem[]> | Iterable<readonly NewItem[]>,
  { signal }: Waits,
): Promise<void> {
  const known = run.journal.lastNumber() // Items that were planned before the run was stopped.
  let seen = 0
  let waiting: NewItem[] = []
  const add = () => {
    addItems(run, waiting)
    waiting = []
  }
  for await (const items of pages) {
    signal.throwIfAborted()
    waiting.push(...items.slice(Math.max(0, Math.min(items.length, known - seen))))
    seen += items.length
    if (waiting.length < addedAtOnce) continue
    add()
    await nextTask() // Gives other work a chance to run.
  }
  add()
}

function addItems({ deps, journal, more }: Run, items: readonly NewItem[]): void {
  if (items.length === 0) return
  const first = journal.lastNumber() + 1
  deps.journal.atOnce(
    () => {
      deps.journal.items.add(journal.id, first, items)
      journal.setLastNumber(first + items.length - 1)
      const bytesTotal = items.reduce((sum, { sizeBytes = 0 }) => sum + sizeBytes, 0)
      journal.writer.change({ total: items.length, bytesTotal })
      journal.writer.flush()
    },
    { outlives: 'program' },
  )
  more.tell()
}
