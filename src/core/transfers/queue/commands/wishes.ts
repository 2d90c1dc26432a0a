/** Requests between programs that share the queue. They are stored with the transfer, for the program that runs it. */
import type { Journal } from '../../journal/journal.ts'
import type { Wish } from '../../journal/records.ts'
import type { TransferStates } from '../states/transfer-states.ts'

export interface Wishes {
  /** Returns whether another program still runs the transfer. */
  tellOther(id: number, wish: Wish): boolean
  /** Carries out what other programs requested of a transfer that this program or no program runs. */
  fulfil(id: number): void
  fulfilAll(): void
}

export function createWishes(
  journal: Journal,
  state: TransferStates,
  {
    perform,
    onFulfilled,
  }: { readonly perform: (id: number, wish: Wish) => Promise<void>; readonly onFulfilled: () => void },
): Wishes {
  function fulfil(id: number) {
    const wishes = state.atOnce(() => {
      const record = journal.get(id)
      if (!record?.wish || state.ownerOf(record) === 'other') return []
      journal.patch(id, { wish: undefined })
      return record.wish
    })
    void performAll(id, wishes)
  }
  async function performAll(id: number, wishes: readonly Wish[]) {
    for (const wish of wishes) await perform(id, wish).catch(() => {}) // The requesting program sees that the transfer did not change.
    onFulfilled()
  }
  return {
    tellOther: (id, wish) =>
      state.atOnce(() => {
        const record = state.mustGet(id)
        if (state.ownerOf(record) !== 'other') return false
        journal.patch(id, { wish: [...(record.wish ?? []), wish] })
        return true
      }),
    fulfil,
    fulfilAll() {
      for (const { id, wish } of journal.open()) if (wish) fulfil(id)
    },
  }
}
