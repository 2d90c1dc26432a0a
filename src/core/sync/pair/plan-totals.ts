import type { PlanTotals } from '../../../contract/sync/plan.ts'
import { otherSide } from '../actions.ts'
import { changedSide, type RowAction } from './plan-row.ts'

/** Counts what a plan would do on each side. */
export function createTotals() {
  const empty = () => ({ added: 0, changed: 0, bytes: 0, folders: 0, moved: 0, deleted: 0 })
  const sides = { left: empty(), right: empty() }
  const counts = { asks: 0, kept: 0, both: 0 }

  function addCopies({ seen }: Extract<RowAction, { do: 'both' }>) {
    for (const side of ['left', 'right'] as const) {
      const given = seen[otherSide(side)]
      if (given?.kind === 'folder') continue
      sides[side].added += 1
      sides[side].bytes += given?.sizeBytes ?? 0
    }
  }
  return {
    count(action: RowAction): void {
      const side = changedSide(action)
      if (action.do === 'both') {
        counts.both += 1
        addCopies(action)
      } else if (action.do === 'ask') counts.asks += 1
      else if (action.do === 'keep') counts.kept += 1
      else if (side === undefined) return
      else if (action.do === 'make-folder') sides[side].folders += 1
      else if (action.do === 'move') sides[side].moved += 1
      else if (action.do === 'delete') sides[side].deleted += 1
      else {
        sides[side][action.over ? 'changed' : 'added'] += 1
        sides[side].bytes += action.seen[otherSide(side)]?.sizeBytes ?? 0
      }
    },
    totals: (same: number): PlanTotals => ({ ...sides, ...counts, same }),
  }
}
