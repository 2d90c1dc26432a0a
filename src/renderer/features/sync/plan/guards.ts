/** Explains in words why the user must check a sync before it starts. */
import type { SyncGuard } from '../../../../contract/sync/plan.ts'
import { assertNever } from '../../../../lib/assert-never.ts'
import { text } from '../../../strings/text.ts'
import { formatCount, formatDuration } from '../../../ui/format/size.ts'
import type { Changes } from '../rows/changes.ts'

/** Returns the guards that still apply. A guard about deletions no longer applies if the user changed all of them. */
export function openGuards(guards: readonly SyncGuard[], changes: Changes): readonly SyncGuard[] {
  return guards.filter((guard) => {
    if (guard.kind === 'deletions') return changes[guard.side].deletes > 0
    if (guard.kind === 'empty-side') return changes.left.deletes + changes.right.deletes > 0
    return true
  })
}

/** Tells whether a guard is about planned deletions. */
export function isOfDeletions({ kind }: SyncGuard): boolean {
  return kind === 'deletions' || kind === 'empty-side'
}

export function guardText(guard: SyncGuard, places: readonly [left: string, right: string]): string {
  const placeOf = (side: 'left' | 'right') => places[side === 'left' ? 0 : 1]
  switch (guard.kind) {
    case 'deletions': {
      const { count, of, side } = guard
      const isMost = count * 2 > of
      return text(isMost ? 'sync.guard.deletions-most' : 'sync.guard.deletions', {
        n: formatCount(count),
        of: formatCount(of),
        place: placeOf(side),
      })
    }
    case 'empty-side':
      return text('sync.guard.empty-side', { place: placeOf(guard.side) })
    case 'newer-replaced':
      return text('sync.guard.newer-replaced', { count: guard.count })
    case 'other-place':
      return text('sync.guard.other-place', { place: placeOf(guard.side), was: guard.was, is: guard.is })
    case 'base-missing':
      return guard.notice
    case 'clock':
      return text(guard.aheadMs < 0 ? 'sync.guard.clock-behind' : 'sync.guard.clock', {
        place: placeOf(guard.side),
        time: formatDuration(Math.abs(guard.aheadMs)),
      })
    default:
      return assertNever(guard)
  }
}
