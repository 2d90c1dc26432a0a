import type { SideName, SyncGuard, SyncMode } from '../../../contract/sync/plan.ts'

export interface SyncLimits {
  /** The number of deletions on one side that need no confirmation. */
  readonly mostDeletions?: number
  /** The same as a share of the existing entries, from 0 to 1. */
  readonly mostShare?: number
}

export const defaultShare = 0.5

export interface PlanCounts {
  readonly copies: number
  readonly folders: number
  readonly moves: number
  readonly kept: number
  /** Names on both sides that need no row. */
  readonly same: number
  readonly asks: number
  /** Files of the right side that are newer and are replaced anyway. */
  readonly newerReplaced: number
  readonly deletions: Readonly<Record<SideName, number>>
  /** The number of entries before the run. */
  readonly entries: Readonly<Record<SideName, number>>
}

export type Guard = Extract<SyncGuard, { kind: 'deletions' | 'empty-side' | 'newer-replaced' }>

export function guardsOf(
  { deletions, entries, newerReplaced }: PlanCounts,
  {
    mode,
    mostDeletions,
    mostShare = mostDeletions === undefined ? defaultShare : undefined,
  }: SyncLimits & { readonly mode: SyncMode },
): readonly Guard[] {
  const guards: Guard[] = []
  for (const side of ['left', 'right'] as const) {
    const other = side === 'left' ? 'right' : 'left'
    // Folders that are empty because their contents were moved are no loss.
    const count = mode === 'move-into' ? 0 : deletions[side]
    if (count > 0 && entries[other] === 0) guards.push({ kind: 'empty-side', side: other })
    const isMany = mostDeletions !== undefined && count > mostDeletions
    const isMuch = mostShare !== undefined && count > mostShare * entries[side]
    if (isMany || isMuch) guards.push({ kind: 'deletions', side, count, of: entries[side] })
  }
  if (newerReplaced > 0) guards.push({ kind: 'newer-replaced', count: newerReplaced })
  return guards
}
