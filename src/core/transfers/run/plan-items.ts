import type { Waits } from '../../backends/backend.ts'
import { nextTask } from '../../../lib/flow/next-task.ts'
import type { NewItem } from '../journal/item-record.ts'
import type { Run } from './run.ts'

/** So many are written down in one statement. */
const addedAtOnce = 250

/** Writes items into the journal that stand each for itself, and come in the same order every time. */
export async function planItems(
  run: Run,
  pages: AsyncIterable<readonly NewItem[]> | Iterable<readonly NewItem[]>,
  { signal }: Waits,
): Promise<void> {
  const known = run.journal.lastNumber() // what was planned before it was stopped
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
    await nextTask() // others have their turn
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
