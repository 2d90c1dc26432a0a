/** Gathers what becomes of items, and writes it down a few times a second, all or nothing. */
import type { ItemPatch } from './item-journal.ts'
import type { Journal, TransferPatch } from './journal.ts'
import type { TransferCounts } from './rows.ts'

const flushMs = 100
const mostWaiting = 500

export interface Settler {
  readonly counts: () => TransferCounts
  /** Of what is under way too. */
  change(by: Partial<TransferCounts>): void
  patch(patch: ItemPatch): void
  /** Resolves when all until now would outlive a crash. */
  saved(): Promise<void>
  /** At once. */
  flush(): void
}

export function createSettler(
  journal: Journal,
  transfer: number,
  options: {
    readonly counts: TransferCounts
    readonly more: () => TransferPatch
    readonly onError: (error: unknown) => void
  },
): Settler {
  let counts = options.counts
  let waiting: ItemPatch[] = []
  let isChanged = false
  let timer: NodeJS.Timeout | undefined
  let asked: Promise<void> | undefined

  function flush() {
    clearTimeout(timer)
    timer = undefined
    if (!isChanged) return
    const patches = waiting
    waiting = []
    isChanged = false
    journal.atOnce(() => {
      journal.items.patch(transfer, patches)
      journal.patch(transfer, { counts, ...options.more() })
    })
  }
  function later() {
    isChanged = true
    timer ??= setTimeout(() => {
      try {
        flush()
      } catch (error) {
        options.onError(error)
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
            flush()
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
