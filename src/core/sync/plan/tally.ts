import type { SyncAction } from '../actions.ts'
import type { PlanCounts } from './guards.ts'

/** Counts what a plan does and what it saw. */
export interface Tally {
  readonly saw: (has: { readonly left: boolean; readonly right: boolean }) => void
  readonly same: () => void
  /** Returns the number of names seen on both sides together. */
  readonly looked: () => number
  readonly count: (action: SyncAction) => void
  readonly replacesNewer: () => void
  readonly counts: () => PlanCounts
}

export function createTally(): Tally {
  const counts = { copies: 0, folders: 0, moves: 0, kept: 0, asks: 0, newerReplaced: 0, same: 0 }
  const deletions = { left: 0, right: 0 }
  const entries = { left: 0, right: 0 }
  return {
    saw({ left, right }) {
      if (left) entries.left += 1
      if (right) entries.right += 1
    },
    looked: () => entries.left + entries.right,
    same: () => void (counts.same += 1),
    count(action) {
      if (action.do === 'copy' || action.do === 'hand-over') counts.copies += 1
      else if (action.do === 'both') {
        counts.copies += 2
        counts.moves += 1
      } else if (action.do === 'make-folder') counts.folders += 1
      else if (action.do === 'move') counts.moves += 1
      else if (action.do === 'keep') counts.kept += 1
      else if (action.do === 'ask') counts.asks += 1
      else if (action.do === 'delete') deletions[action.on] += 1
    },
    replacesNewer: () => void (counts.newerReplaced += 1),
    counts: () => ({ ...counts, deletions, entries }),
  }
}
