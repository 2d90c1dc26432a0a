/** Records the results of items and counts them. */
import type { Route, SkipWhy, Transfer } from '../../../../contract/transfer.ts'
import type { ItemOutcome } from '../../journal/item-outcome.ts'
import { bytesChange, patchOf, statusOf } from '../../journal/item-patch.ts'
import type { OpenItem } from '../../journal/item-record.ts'
import type { DoneRun, ItemPatch } from '../../journal/items/item-writes.ts'
import type { JournalWriter } from '../../journal/journal-writer.ts'
import type { TransferCounts } from '../../journal/records.ts'
import type { ItemsUnderWay } from './items-under-way.ts'

export interface ItemSettling {
  /** Called for an item without a result. The bytes in its stage count again when it resumes. */
  leave(item: OpenItem): void
  settle(item: OpenItem, outcome: ItemOutcome): void
  /** Settles a folder that planning walks. Its known details stay. */
  readonly settleFolder: (folder: OpenItem, outcome: ItemOutcome) => void
  settleMany(items: readonly OpenItem[], patches: readonly (ItemPatch | DoneRun)[], route: Route): void
  /** Counts bytes of settled files for a route. */
  sent(route: Route, bytes: number): void
}

/** Bytes by route, skipped items by reason, and the finished steps of a sync. */
export interface Tallies {
  readonly routes: Partial<Record<Route, number>>
  readonly skips: Partial<Record<SkipWhy, number>>
  readonly steps: NonNullable<Transfer['steps']>
}

export interface SettlingOptions {
  /** A folder counts as one item. Otherwise its contents are counted. */
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
 * A finished folder does not count as an item, unless it was handled as a whole, because its contents were counted.
 * Files, and folders that failed, were skipped or ask, count as items.
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
