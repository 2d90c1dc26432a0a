/** Items that a run has begun and that have no outcome yet. */
import { withStage } from '../../journal/item-patch.ts'
import { type OpenDetail, type OpenItem, type StageRecord, stagedBytes } from '../../journal/item-record.ts'
import type { TransferCounts } from '../../journal/records.ts'

/** What was counted of one of them since it was begun. */
interface Counted {
  moved: number
  /** Counted as staged until the item takes it over. */
  pending: number
  /** What its stage holds by now. */
  staged: number
  /** What was written down of it since it was begun. */
  detail?: OpenDetail
}

export interface ItemsUnderWay {
  /** Their numbers, and how much of each is copied. */
  readonly running: ReadonlyMap<number, number>
  begin(item: OpenItem): void
  /** So many more bytes of it are copied; tells how many of these were counted as staged. */
  moved(item: OpenItem, bytes: number): number
  /** It is under way no more; tells what was counted of it. */
  end(item: OpenItem): Readonly<Counted>
  /** What is known of an item by now: a stage may have been begun. */
  readonly detailOf: (item: OpenItem) => OpenDetail
  noteDetail(item: OpenItem, detail: OpenDetail): void
  /** Gives what is known of the item with its new stage. */
  noteStage(item: OpenItem, stage: StageRecord | undefined): OpenDetail
  /** The counts as they are if the program is killed now: what is copied of these items counts as far as it is staged. */
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
