import type { Contract } from '../../../../contract/contract.ts'
import { type Failure, failureOf } from '../../../../contract/failure.ts'
import type { Item, ItemState } from '../../../../contract/transfer.ts'
import type { Client } from '../../../../rpc/client.ts'

export interface ReadItems {
  readonly items: readonly Item[]
  readonly hasMore: boolean
  readonly isRead: boolean
  readonly failure: Failure | undefined
}

export const noItems: ReadItems = { items: [], hasMore: false, isRead: false, failure: undefined }

/** Reads the items of a transfer that are shown, and reads them again when they may have changed. */
export interface ItemReader {
  /** Reads the items again when the stamp has changed, but at most once a second. */
  readonly changed: (stamp: string) => void
  /** Reads more items than the `known` number. */
  readonly more: (known: number) => void
  readonly stop: () => void
}

export interface ItemReaderDeps {
  readonly client: () => Client<Contract>
  readonly now: () => number
  readonly onRead: (read: ReadItems) => void
}

const pageSize = 200
const mostAtOnce = 1000
const restMs = 1000

export function createItemReader(
  { client, now, onRead }: ItemReaderDeps,
  id: number,
  states: readonly ItemState[] | undefined,
): ItemReader {
  const leaving = new AbortController()
  let wanted = pageSize
  let lastMs = -Infinity
  let lastStamp: string | undefined
  let isReading = false
  let isStale = false
  let timer: ReturnType<typeof setTimeout> | undefined

  async function read() {
    timer = undefined
    isReading = true
    isStale = false
    lastMs = now()
    try {
      onRead({ ...(await readUpTo(wanted)), isRead: true, failure: undefined })
    } catch (error) {
      if (!leaving.signal.aborted) onRead({ ...noItems, isRead: true, failure: failureOf(error, 'transfers.items') })
    }
    isReading = false
    if (isStale) schedule()
  }

  async function readUpTo(count: number) {
    const items: Item[] = []
    let after: string | undefined
    do {
      const page = await client().transfers.items(
        {
          id,
          order: 'needs-you',
          limit: Math.min(mostAtOnce, count - items.length),
          ...(states && { states: [...states] }),
          ...(after !== undefined && { after }),
        },
        { signal: leaving.signal },
      )
      items.push(...page.items)
      after = page.next
    } while (after !== undefined && items.length < count)
    return { items, hasMore: after !== undefined }
  }

  function schedule() {
    if (leaving.signal.aborted || timer) return
    timer = setTimeout(() => void read(), Math.max(0, lastMs + restMs - now()))
  }

  return {
    changed(stamp) {
      if (stamp === lastStamp) return
      lastStamp = stamp
      isStale = true
      if (!isReading) schedule()
    },
    more(known) {
      if (wanted > known) return
      wanted = known + pageSize
      lastMs = -Infinity
      isStale = true
      if (!isReading) schedule()
    },
    stop() {
      clearTimeout(timer)
      leaving.abort()
    },
  }
}
