/** Collects results of items and writes them a few times a second in one transaction. */
import type { DoneRun, ItemPatch } from './items/item-writes.ts'
import type { Journal, TransferPatch } from './journal.ts'
import type { TransferCounts } from './records.ts'
import type { Durability } from '../../files/statements.ts'

const flushMs = 250
const mostWaiting = 1000

export interface JournalWriter {
  readonly counts: () => TransferCounts
  /** The counts include items in progress. */
  change(by: Partial<TransferCounts>): void
  patch(patch: ItemPatch | DoneRun): void
  /** Resolves when everything so far would survive a crash. */
  saved(): Promise<void>
  /**
   * Writes at once. The data survives the end of the program, and with `power` also a power failure. Throws `TakenOver`
   * and writes nothing if another program runs the transfer by now.
   */
  flush(options?: Durability): void
}

export function createJournalWriter(
  journal: Journal,
  transfer: number,
  given: {
    readonly owner: string
    readonly counts: TransferCounts
    readonly more: () => TransferPatch
    readonly onError: (error: unknown) => void
    /** Called when there is something new to show. */
    readonly onChange: () => void
  },
): JournalWriter {
  let { counts } = given
  let waiting: (ItemPatch | DoneRun)[] = []
  let isChanged = false
  let timer: NodeJS.Timeout | undefined
  let asked: Promise<void> | undefined

  function flush(options: Durability = { outlives: 'program' }) {
    clearTimeout(timer)
    timer = undefined
    if (!isChanged && options.outlives !== 'power') return
    const patches = waiting
    waiting = []
    isChanged = false
    journal.atOnce(() => {
      journal.mustOwn(transfer, given.owner)
      journal.items.patch(transfer, patches)
      journal.patch(transfer, { counts, ...given.more() })
    }, options)
  }
  function later() {
    isChanged = true
    given.onChange()
    timer ??= setTimeout(() => {
      try {
        flush()
      } catch (error) {
        given.onError(error)
      }
    }, flushMs)
  }
  return {
    counts: () => counts,
    change(by) {
      const next: Record<string, number> = { ...counts }
      for (const [name, more] of Object.entries(by)) next[name] = (next[name] ?? 0) + more
      counts = next as unknown as TransferCounts
      later()
    },
    patch(patch) {
      waiting.push(patch)
      later()
      if (waiting.length >= mostWaiting) flush()
    },
    async saved() {
      asked ??= new Promise<void>((resolve, reject) => {
        setImmediate(() => {
          asked = undefined
          try {
            flush({ outlives: 'power' })
            resolve()
          } catch (error) {
            reject(error)
          }
        })
      })
      return asked
    },
    flush,
  }
}
