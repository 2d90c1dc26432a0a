import { assertNever } from '../../../lib/assert-never.ts'
import { known } from '../../../lib/known.ts'
import type { ItemOutcome } from './item-outcome.ts'
import type { ItemPatch } from './items/item-writes.ts'
import type { ItemStatus, OpenDetail, OpenItem, Origin, StageRecord } from './item-record.ts'
import type { TransferCounts } from './records.ts'

/** Returns the change to record when an item ends. `kept` is what is known of an item that may be tried again. */
export function patchOf({ number, detail }: OpenItem, end: ItemOutcome, kept: OpenDetail): ItemPatch {
  const mayGoOn = end.kind === 'failed' || end.kind === 'asking'
  const status = statusOf(
    end,
    mayGoOn ? kept : known({ source: detail.source, places: detail.places, sync: detail.sync }),
  )
  if (end.kind !== 'done') return { number, ...status }
  const { sizeBytes: copiedBytes = 0, toName } = end
  return { number, copiedBytes, ...known({ toName }), ...status }
}

/** Returns the state of an item that ended, with the kept details and those of the end. */
export function statusOf(end: ItemOutcome, kept: Origin | OpenDetail): ItemStatus {
  switch (end.kind) {
    case 'done':
      return { state: 'done', detail: { ...kept, ...end.detail } }
    case 'skipped':
      return { state: 'skipped', detail: { ...kept, why: end.why, reason: end.reason } }
    case 'failed':
      return { state: 'failed', detail: { ...kept, failure: end.failure } }
    case 'asking':
      return { state: 'asking', detail: { ...kept, question: end.question } }
    default:
      return assertNever(end)
  }
}

export function withStage(detail: OpenDetail, stage: StageRecord | undefined): OpenDetail {
  const { stage: _, ...rest } = detail
  return stage ? { ...rest, stage } : rest
}

/** Returns how the end of an item changes the byte counts, apart from settling its bytes. */
export function bytesChange(end: ItemOutcome, item: OpenItem, moved: number): Partial<TransferCounts> {
  // Bytes of a failed item do not count as copied.
  if (end.kind !== 'done') return { bytesCopied: -moved }
  // The source may have another size than the listing said.
  const size = end.sizeBytes ?? item.sizeBytes ?? 0
  return size === (item.sizeBytes ?? 0) ? {} : { bytesTotal: size - (item.sizeBytes ?? 0), bytesSettled: size - moved }
}
