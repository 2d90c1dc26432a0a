import type { SideName } from '../actions.ts'

export interface SyncLimits {
  /** So many deletions on one side are done unasked. */
  readonly mostDeletions?: number
  /** Or such a share of what is there, from 0 to 1. */
  readonly mostShare?: number
}

export const defaultShare = 0.5

export interface PlanCounts {
  readonly copies: number
  readonly folders: number
  readonly moves: number
  readonly kept: number
  readonly asks: number
  /** Files of the right side that are newer and are replaced all the same. */
  readonly newerReplaced: number
  readonly deletions: Readonly<Record<SideName, number>>
  /** What was there before. */
  readonly entries: Readonly<Record<SideName, number>>
}

/** Why a person must look before the plan is carried out. */
export type Guard =
  | { readonly kind: 'deletions'; readonly side: SideName; readonly count: number; readonly of: number }
  /** The side has nothing, and the plan would make the other one like it. */
  | { readonly kind: 'empty-side'; readonly side: SideName }
  | { readonly kind: 'newer-replaced'; readonly count: number }

export function guardsOf(
  { deletions, entries, newerReplaced }: PlanCounts,
  { mostDeletions, mostShare = mostDeletions === undefined ? defaultShare : undefined }: SyncLimits,
): readonly Guard[] {
  const guards: Guard[] = []
  for (const side of ['left', 'right'] as const) {
    const other = side === 'left' ? 'right' : 'left'
    const count = deletions[side]
    if (count > 0 && entries[other] === 0) guards.push({ kind: 'empty-side', side: other })
    const isMany = mostDeletions !== undefined && count > mostDeletions
    const isMuch = mostShare !== undefined && count > mostShare * entries[side]
    if (isMany || isMuch) guards.push({ kind: 'deletions', side, count, of: entries[side] })
  }
  if (newerReplaced > 0) guards.push({ kind: 'newer-replaced', count: newerReplaced })
  return guards
}
