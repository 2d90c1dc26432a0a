/** All that can be asked of transfers, over the queue and its journal. */
import { join } from 'node:path'
import Database from 'libsql'
import type { Preview, TransfersEvent } from '../../contract/api/transfers.ts'
import { StorageError } from '../../contract/failure.ts'
import type { CopyTransferRequest, Item, ItemState, Transfer } from '../../contract/transfer.ts'
import type { Waits } from '../backends/backend.ts'
import type { DroppedFiles } from '../dropped/dropped-files.ts'
import type { Mounts } from '../mounts/mounts.ts'
import { createBandwidth } from '../../lib/bandwidth.ts'
import { createBudget } from '../../lib/budget.ts'
import { openJournal } from './journal/journal.ts'
import { createLocalSums, type LocalSums } from './journal/local-sums.ts'
import { bootOf, newOwner } from './queue/states/owner-id.ts'
import { createItemLocations } from './journal/item-locations.ts'
import { previewCopy } from './plan/preview.ts'
import { createQueue, type Queue } from './queue/queue.ts'
import { watchQueue } from './queue/watch.ts'
import { reportText } from './report/report.ts'
import { showItem, showTransfer } from './report/show-transfer.ts'

export interface TransfersDeps {
  readonly mounts: Pick<Mounts, 'open'>
  /** What browser windows hold, which `mounts` opens. */
  readonly dropped?: Pick<DroppedFiles, 'has' | 'onChange'>
  /** Where the queue and what it remembers of files are kept. */
  readonly folder: string
  readonly runsAll: boolean
  readonly patienceMs?: number
  readonly now?: () => number
  /** Before the first retry of an item. */
  readonly firstWaitMs?: number
  /** So many transfers that ended are kept. */
  readonly mostKept?: number
}

export interface ItemsWish {
  readonly id: number
  readonly states?: readonly ItemState[]
  readonly order: 'plan' | 'needs-you'
  readonly after?: string
  readonly limit: number
}

export interface Transfers extends Omit<Queue, 'changes' | 'running' | 'list' | 'get' | 'close'> {
  preview(request: CopyTransferRequest, waits: Waits): AsyncIterable<Preview>
  watch(waits: Waits): AsyncIterable<TransfersEvent>
  get(id: number): Transfer
  items(wish: ItemsWish): { readonly items: readonly Item[]; readonly next?: string }
  history(wish: { readonly search?: string; readonly before?: number; readonly limit: number }): {
    readonly transfers: readonly Transfer[]
    readonly next?: number
  }
  report(id: number, format: 'json' | 'csv'): AsyncIterable<string>
  readonly localSums: LocalSums
  close(): Promise<void>
}

/** Held at a time for files that are copied in pieces. */
const heldBytes = 96 * 1024 ** 2

export function createTransfers({
  mounts,
  dropped,
  folder,
  runsAll,
  patienceMs,
  now = Date.now,
  firstWaitMs = 1000,
  mostKept,
}: TransfersDeps): Transfers {
  const journal = openJournal(join(folder, 'transfers.db'))
  const localSums = createLocalSums(openSums(join(folder, 'sums.db')))
  const queue = createQueue({
    mounts,
    journal,
    localSums,
    bandwidth: createBandwidth(),
    buffers: createBudget(heldBytes),
    now,
    random: Math.random,
    boot: bootOf(),
    owner: newOwner(),
    runsAll,
    firstWaitMs,
    ...(patienceMs !== undefined && { patienceMs }),
    ...(mostKept !== undefined && { mostKept }),
    ...(dropped && { dropped }),
  })

  let isClosed = false
  function get(id: number): Transfer {
    const found = queue.get(id)
    if (found) return found
    throw new StorageError({ kind: 'not-found', message: `There is no transfer ${id}.`, operation: 'transfers' })
  }
  function shownItems(
    id: number,
    wish: { readonly states?: readonly ItemState[]; readonly after?: number; readonly limit: number },
  ) {
    const record = journal.get(id)
    if (!record) return []
    const locations = createItemLocations(journal.items, record)
    const running = queue.running(id)
    return journal.items
      .page(id, wish)
      .map((item) => showItem(item, item.detail.places ?? locations.of(item), running.get(item.number)))
  }

  return {
    ...queue,
    localSums,
    get,
    preview: (request, waits) => previewCopy({ mounts, localSums }, request, waits),
    watch: ({ signal }) => watchQueue(queue, { notice: journal.notice, signal }),
    items({ id, states, order, after, limit }) {
      get(id)
      const groups: readonly (readonly ItemState[] | undefined)[] =
        order === 'plan'
          ? [states]
          : needsYou.filter((group) => !states || group.some((state) => states.includes(state)))
      const [group = '0', number] = (after ?? '0').split('/')
      const items: Item[] = []
      for (
        let at = Number(group), past = number === undefined ? undefined : Number(number);
        at < groups.length;
        at += 1, past = undefined
      ) {
        const wanted = groups[at]
        const page = shownItems(id, {
          ...(wanted && { states: wanted }),
          ...(past !== undefined && { after: past }),
          limit: limit - items.length,
        })
        items.push(...page)
        if (items.length === limit) return { items, next: `${at}/${page.at(-1)?.number ?? past ?? 0}` }
      }
      return { items }
    },
    history({ search, before, limit }) {
      const rows = journal.ended({
        limit,
        ...(search !== undefined && { search }),
        ...(before !== undefined && { before }),
      })
      const transfers = rows.map((row) =>
        showTransfer(row, { isElsewhere: false, requestOf: (id) => journal.get(id)?.request }),
      )
      const last = rows.at(-1)
      return { transfers, ...(last && rows.length === limit && { next: last.id }) }
    },
    report(id, format) {
      const pages = function* () {
        for (let after = 0; ;) {
          const items = shownItems(id, { after, limit: 1000 })
          if (items.length === 0) return
          yield items
          after = items.at(-1)?.number ?? after
        }
      }
      return reportText(get(id), pages(), format)
    },
    async close() {
      if (isClosed) return
      isClosed = true
      await queue.close()
      journal.close()
      localSums.close()
    },
  }
}

/** First what waits for a person, then what failed, then what is going on. */
const needsYou: readonly (readonly ItemState[])[] = [
  ['asking'],
  ['failed'],
  ['planned', 'waiting', 'running'],
  ['skipped'],
  ['done'],
  ['cancelled'],
]

/** Nothing in it is missed when it is gone. */
function openSums(path: string): Database.Database | undefined {
  try {
    return new Database(path, { timeout: 2000 })
  } catch {
    return undefined
  }
}
