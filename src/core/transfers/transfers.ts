/** All operations on transfers, over the queue and its journal. */
import { said } from '../../contract/sentences/said.ts'
import { join } from 'node:path'
import Database from 'libsql'
import type { Preview, TransfersEvent } from '../../contract/api/transfers.ts'
import { StorageError } from '../../contract/failure.ts'
import type { CopyTransferRequest, Transfer } from '../../contract/transfer.ts'
import type { Waits } from '../backends/backend.ts'
import type { DroppedFiles } from '../dropped/dropped-files.ts'
import type { Mounts } from '../mounts/mounts.ts'
import { createBandwidth } from '../../lib/flow/bandwidth.ts'
import { createBudget } from '../../lib/flow/budget.ts'
import { createPairs, type Pairs } from '../sync/pair/pairs.ts'
import { noSkipRules, type SkipRules } from './journal/skip-rules.ts'
import { openJournal } from './journal/journal.ts'
import { createLocalSums, type LocalSums } from './journal/local-sums.ts'
import { bootOf, newOwner } from './queue/states/owner-id.ts'
import { previewCopy } from './plan/preview.ts'
import { createQueue, type Queue } from './queue/queue.ts'
import { watchQueue } from './queue/watch.ts'
import { createItemPages, type ItemPage, type ItemsWish } from './report/item-pages.ts'
import { reportText } from './report/report.ts'
import { showTransfer } from './report/show-transfer.ts'

export interface TransfersDeps {
  readonly mounts: Pick<Mounts, 'open'>
  /** Files that browser windows offer; `mounts` opens them. */
  readonly dropped?: Pick<DroppedFiles, 'has' | 'onChange'>
  /** The folder of the queue and of cached facts about files. */
  readonly folder: string
  /** The pairs that are synced. The default is those in `folder`. */
  readonly pairs?: Pairs
  readonly runsAll: boolean
  /** Rules that policies refer to as `@name`. Rules may be added and removed at any time. */
  readonly skipRules?: SkipRules
  readonly patienceMs?: number
  readonly now?: () => number
  /** The time before the first retry of an item. */
  readonly firstWaitMs?: number
  /** The number of ended transfers that are kept. */
  readonly mostKept?: number
}

export interface Transfers extends Omit<Queue, 'changes' | 'running' | 'list' | 'get' | 'close'> {
  preview(request: CopyTransferRequest, waits: Waits): AsyncIterable<Preview>
  watch(waits: Waits): AsyncIterable<TransfersEvent>
  get(id: number): Transfer
  items(wish: ItemsWish): ItemPage
  history(wish: { readonly search?: string; readonly before?: number; readonly limit: number }): {
    readonly transfers: readonly Transfer[]
    readonly next?: number
  }
  report(id: number, format: 'json' | 'csv'): AsyncIterable<string>
  readonly localSums: LocalSums
  readonly pairs: Pairs
  /** Tells whether the transfer has not ended. A removed transfer counts as ended. */
  isOpen(id: number): boolean
  close(): Promise<void>
}

/** The memory for files that are copied in pieces. */
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
  pairs = createPairs(join(folder, 'sync')),
  skipRules = noSkipRules,
}: TransfersDeps): Transfers {
  const journal = openJournal(join(folder, 'transfers.db'))
  const localSums = createLocalSums(openSums(join(folder, 'sums.db')))
  const queue = createQueue({
    mounts,
    journal,
    localSums,
    pairs,
    skipRules,
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
    throw new StorageError({ kind: 'not-found', ...said('transfer.unknown', { id }), operation: 'transfers' })
  }
  const itemPages = createItemPages(journal, (id) => queue.running(id))

  return {
    ...queue,
    localSums,
    pairs,
    isOpen: (id) => (queue.get(id)?.state ?? 'ended') !== 'ended',
    get,
    preview: (request, waits) => previewCopy({ mounts, localSums, skipRules }, request, waits),
    watch: ({ signal }) => watchQueue(queue, { notice: journal.notice, signal }),
    items(wish) {
      get(wish.id)
      return itemPages.page(wish)
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
    report: (id, format) => reportText(get(id), itemPages.all(id), format),
    async close() {
      if (isClosed) return
      isClosed = true
      await queue.close()
      journal.close()
      pairs.close()
      localSums.close()
    },
  }
}

/** Its content can be computed again if it is lost. */
function openSums(path: string): Database.Database | undefined {
  try {
    return new Database(path, { timeout: 2000 })
  } catch {
    return undefined
  }
}
