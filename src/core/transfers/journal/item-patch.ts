import { assertNever } from '../../../lib/assert-never.ts'
import { known } from '../../../lib/known.ts'
import type { ItemOutcome } from './item-outcome.ts'
import type { ItemPatch } from './item-journal.ts'
import type { ItemDetail, ItemRecord, StageRecord, TransferCounts } from './records.ts'

/** What is written down of an item's end. `kept` is what is known of one that may be tried again. */
export function patchOf(item: ItemRecord, end: ItemOutcome, kept: ItemDetail): ItemPatch {
  const { number, detail } = item
  const origin = known({ source: detail.source, places: detail.places })
  switch (end.kind) {
    case 'done': {
      const { detail: done, sizeBytes: copiedBytes = 0, toName } = end
      return {
        number,
        state: 'done',
        copiedBytes,
        detail: { ...origin, ...done },
        ...(toName !== undefined && { toName }),
      }
    }
    case 'skipped': {
      return { number, state: 'skipped', detail: { ...origin, why: end.why, reason: end.reason } }
    }
    case 'failed':
      return { number, state: 'failed', detail: { ...kept, failure: end.failure } }
    case 'asking':
      return { number, state: 'asking', detail: { ...kept, question: end.question } }
    default:
      return assertNever(end)
  }
}

export function withStage({ detail }: Pick<ItemRecord, 'detail'>, stage: StageRecord | undefined): ItemDetail {
  const { stage: _, ...rest } = detail
  return stage ? { ...rest, stage } : rest
}

/** What an item's end changes of the bytes, besides that they have their end. */
export function bytesChange(end: ItemOutcome, item: ItemRecord, moved: number): Partial<TransferCounts> {
  // a failed item's bytes were not copied, whatever became of them
  if (end.kind !== 'done') return { bytesCopied: -moved }
  // the source may have another size than the listing said
  const size = end.sizeBytes ?? item.sizeBytes ?? 0
  return size === (item.sizeBytes ?? 0) ? {} : { bytesTotal: size - (item.sizeBytes ?? 0), bytesSettled: size - moved }
}
