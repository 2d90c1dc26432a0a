/** Items that a run has started and that have no result yet. */
import { withStage } from '../../journal/item-patch.ts'
import { type OpenDetail, type OpenItem, type StageRecord, stagedBytes } from '../../journal/item-record.ts'
import type { TransferCounts } from '../../journal/records.ts'

/** What was counted for an item since it was started. */
interface Counted {
  moved: number
  /** Bytes that count as staged until the item accounts for them. */
  pending: number
  /** The bytes that its stage holds now. */
  staged: number
  /** The details recorded since the item was started. */
  detail?: OpenDetail
}

export interface ItemsUnderWay {
  /** The numbers of these items, with the copied bytes of each. */
  readonly running: ReadonlyMap<number, number>
  begin(item: OpenItem): void
  /** Adds copied bytes of an item. Returns how many of them had counted as staged. */
  moved(item: OpenItem, bytes: number): number
  /** Ends the item's progress and returns its counts. */
  end(item: OpenItem): Readonly<Counted>
  /** Returns the current details of an item; a stage may have been started. */
  readonly detailOf: (item: OpenItem) => OpenDetail
  noteDetail(item: OpenItem, detail: OpenDetail): void
  /** Returns the details of the item with its new stage. */
  noteStage(item: OpenItem, stage: StageRecord | undefined): OpenDetail
  /**
   * Returns the counts as they would be if the program were killed now: copied bytes of items in progress count only if
   * they are staged.
   */
  atRest(counts: TransferCounts): TransferCounts
}

export function createItemsUnderWay(): ItemsUnderWay {
  const underWay = new Map<number, Counted>()
  const running = new Map<number, number>()
  const detailOf = ({ number, detail }: OpenItem) => underWay.get(number)?.detail ?? detail
  return {
    running,
    begin({ number, detail }) {
      const staged = stagedBytes(detail.stage)
      underWay.set(number, { moved: 0, pending: staged, staged })
      running.set(number, 0)
    },
    moved({ number }, bytes) {
      const found = underWay.get(number)
      if (!found) return 0
      const taken = Math.max(0, Math.min(found.pending, bytes))
      found.moved += bytes
      found.pending -= taken
      running.set(number, found.moved)
      return taken
    },
    end({ number }) {
      const found = underWay.get(number) ?? { moved: 0, pending: 0, staged: 0 }
      underWay.delete(number)
      running.delete(number)
      return found
    },
    detailOf,
    noteDetail({ number }, detail) {
      const found = underWay.get(number)
      if (found) found.detail = detail
    },
    noteStage(item, stage) {
      const found = underWay.get(item.number)
      if (found) found.staged = stagedBytes(stage)
      return withStage(detailOf(item), stage)
    },
    atRest(counts) {
      let { bytesSettled, bytesCopied, bytesStaged } = counts
      for (const { moved, pending, staged } of underWay.values()) {
        bytesSettled -= moved
        bytesCopied -= moved
        bytesStaged += staged - pending
      }
      return { ...counts, bytesSettled, bytesCopied, bytesStaged }
    },
  }
}
