import type { Item, Transfer } from '../../../contract/transfer.ts'
import { failureReason } from '../../strings/failures.ts'
import { text } from '../../strings/text.ts'
import { formatSize } from '../../ui/format/size.ts'

/** Returns the path of an item relative to the source folder of its transfer. */
export function itemName({ from }: Item, transfer: Transfer): string {
  const folder = transfer.from.path
  const isBelow = from.mount === transfer.from.mount && from.path.startsWith(`${folder}/`)
  return folder !== '' && isBelow ? from.path.slice(folder.length + 1) : from.path
}

export function itemSize({ kind, sizeBytes, copiedBytes, state }: Item): string {
  if (kind !== 'file' || sizeBytes === undefined) return '—'
  const isUnderWay = state === 'running' || state === 'planned' || state === 'waiting'
  if (isUnderWay && copiedBytes !== undefined && copiedBytes < sizeBytes) {
    return text('transfers.percent', { n: Math.floor((copiedBytes / sizeBytes) * 100) })
  }
  return formatSize(sizeBytes)
}

/** Describes the state of an item in one or two words. Items of a paused transfer do not count as waiting. */
export function itemState({ state }: Item, transfer: Transfer): string {
  const isPaused = transfer.state === 'paused' && (state === 'planned' || state === 'waiting' || state === 'running')
  return text(isPaused ? 'items.state.paused' : `items.state.${state}`)
}

/** Explains the state of an item: a reason, a question or a failure. */
export function itemWhy({ reason, failure, question, state }: Item): string {
  if (state === 'asking') return question?.message ?? ''
  if (failure) return failure.message || failureReason(failure.kind)
  return reason ?? ''
}

export interface ReasonGroup {
  readonly state: Item['state']
  readonly reason: string
  readonly items: readonly Item[]
}

/** Groups items by their final state and reason, failed ones first. */
export function groupByReason(items: readonly Item[]): readonly ReasonGroup[] {
  const groups = new Map<string, { state: Item['state']; reason: string; items: Item[] }>()
  for (const item of items) {
    const reason = item.failure ? failureReason(item.failure.kind) : (item.reason ?? '')
    const key = `${item.state} ${reason}`
    const group = groups.get(key) ?? { state: item.state, reason, items: [] }
    group.items.push(item)
    groups.set(key, group)
  }
  const rank = ({ state }: ReasonGroup) => (state === 'failed' ? 0 : state === 'cancelled' ? 1 : 2)
  return [...groups.values()].toSorted((a, b) => rank(a) - rank(b))
}
