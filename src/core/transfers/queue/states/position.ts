import type { TransferRecord } from '../../journal/records.ts'

/** Returns the position that places a transfer before another one, or last. `others` are in queue order. */
export function positionBefore(
  others: readonly Pick<TransferRecord, 'id' | 'position'>[],
  before: number | undefined,
): number {
  const found = before === undefined ? -1 : others.findIndex(({ id }) => id === before)
  const at = found < 0 ? others.length : found
  const [left, right] = [others[at - 1]?.position, others[at]?.position]
  if (left === undefined) return (right ?? 1) - 1
  return right === undefined ? left + 1 : (left + right) / 2
}
