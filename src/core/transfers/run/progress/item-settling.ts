/** Writes down the outcomes of items, and counts them. */
import type { Route, SkipWhy, Transfer } from '../../../../contract/transfer.ts'
import type { ItemOutcome } from '../../journal/item-outcome.ts'
import { bytesChange, patchOf, statusOf } from '../../journal/item-patch.ts'
import type { OpenItem } from '../../journal/item-record.ts'
import type { DoneRun, ItemPatch } from '../../journal/items/item-writes.ts'
import type { JournalWriter } from '../../journal/journal-writer.ts'
import type { TransferCounts } from '../../journal/records.ts'
import type { ItemsUnderWay } from './items-under-way.ts'

export interface ItemSettling {
  /** It has no outcome: what is in its stage is counted when it goes on. */
  leave(item: OpenItem): void
  settle(item: OpenItem, outcome: ItemOutcome): void
  /** A folder that the plan walks. What is known of it stays. */
  readonly settleFolder: (folder: OpenItem, outcome: ItemOutcome) => void
  settleMany(items: readonly OpenItem[], patches: readonly (ItemPatch | DoneRun)[], route: Route): void
  /** So many bytes of files that are settled went this way. */
  sent(route: Route, bytes: number): void
}

/** How many bytes went each way, how many items were skipped for each reason, and what was done in a sync. */
export interface Tallies {
  readonly routes: Partial<Record<Route, number>>
  readonly skips: Partial<Record<SkipWhy, number>>
  readonly steps: NonNullable<Transfer['steps']>
}

export interface SettlingOptions {
  /** Folders go as a whole; else what is in them is counted. */
  readonly foldersAreItems: boolean
}

export function createItemSettling(
  writer: JournalWriter,
  underWay: ItemsUnderWay,
  { routes, skips, steps }: Tallies,
  { foldersAreItems }: SettlingOptions,
): ItemSettling {
  function leave(item: OpenItem): void {
    const { moved, pending, staged } = underWay.end(item)
    writer.change({ bytesSettled: -moved, bytesCopied: -moved, bytesStaged: staged - pending })
  }
  const skipped = (why: SkipWhy) => void (skips[why] = (skips[why] ?? 0) + 1)
  const sent = (route: Route, bytes: number) => void (routes[route] = (routes[route] ?? 0) + bytes)
  function stepDone({ detail: { sync } }: OpenItem, bytes: number) {
    if (!sync) return
    const { count, bytes: before } = steps[sync.do] ?? { count: 0, bytes: 0 }
    const isCopy = sync.do === 'copy' || sync.do === 'hand-over'
    steps[sync.do] = { count: count + 1, bytes: before + (isCopy ? bytes : 0) }
  }
  return {
    leave,
    settle(item, outcome) {
      const kept = underWay.detailOf(item)
      if (outcome.kind === 'asking') {
        leave(item)
        writer.change({ asking: 1 })
      } else {
        const { moved, pending } = underWay.end(item)
        const change = { bytesSettled: (item.sizeBytes ?? 0) - moved, ...bytesChange(outcome, item, moved) }
        writer.change({ ...change, ...countChange(item, outcome, { foldersAreItems }), bytesStaged: -pending })
      }
      if (outcome.kind === 'done') stepDone(item, outcome.sizeBytes ?? 0)
      if (outcome.kind === 'done' && outcome.detail.route) sent(outcome.detail.route, outcome.sizeBytes ?? 0)
      if (outcome.kind === 'skipped') skipped(outcome.why)
      writer.patch(patchOf(item, outcome, kept))
    },
    settleFolder(folder, outcome) {
      writer.change(countChange(folder, outcome, { foldersAreItems }))
      if (outcome.kind === 'skipped') skipped(outcome.why)
      writer.patch({ number: folder.number, isToWalk: false, ...statusOf(outcome, folder.detail) })
    },
    settleMany(items, patches, route) {
      const bytes = items.reduce((sum, { sizeBytes = 0 }) => sum + sizeBytes, 0)
      for (const item of items) {
        underWay.end(item)
        stepDone(item, item.sizeBytes ?? 0)
      }
      writer.change({ done: items.length, bytesSettled: bytes, bytesCopied: bytes })
      sent(route, bytes)
      for (const patch of patches) writer.patch(patch)
    },
    sent,
  }
}

/**
 * Folders are not counted as items once they are done, unless they went as a whole: what is in them was counted. Files and
 * folders that failed, were skipped or ask are items.
 */
function countChange(
  { kind, detail }: Pick<OpenItem, 'kind' | 'detail'>,
  outcome: ItemOutcome,
  { foldersAreItems }: SettlingOptions,
): Partial<TransferCounts> {
  const isWhole = foldersAreItems || (outcome.kind === 'done' && outcome.detail.route === 'rename')
  if (kind !== 'folder' || outcome.kind !== 'done' || isWhole) return { [outcome.kind]: 1 }
  const isMade = (outcome.detail.isMade ?? detail.isMade) !== false
  return isMade ? { total: -1, foldersDone: 1 } : { total: -1, foldersExisting: 1 }
}
