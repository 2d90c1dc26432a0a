import type { SyncGuard, SyncSettings } from '../../../contract/sync/plan.ts'
import type { OpenedLocation } from '../../operations/opened-location.ts'

/** Clocks that differ by less are no reason to ask. */
const mostMs = 60_000

/** Stores give files the times of their own clock. Where that is wrong, times don't tell which file is newer. */
export function clockGuards(
  { by, mode, onConflict }: Pick<SyncSettings, 'by' | 'mode' | 'onConflict'>,
  tops: Readonly<Record<'left' | 'right', Pick<OpenedLocation, 'path' | 'backend'>>>,
  { isFirst }: { readonly isFirst: boolean },
): readonly SyncGuard[] {
  // later runs of both ways compare each side with what it was itself
  const comparesTimes = mode === 'two-way' ? isFirst || onConflict === 'newer' || onConflict === 'older' : true
  if (by !== 'size-and-time' || mode === 'contribute' || !comparesTimes) return []
  return (['left', 'right'] as const).flatMap((side) => {
    const { backend, path } = tops[side]
    const aheadMs = backend.clock?.aheadMs(path) ?? 0
    return Math.abs(aheadMs) > mostMs ? [{ kind: 'clock', side, aheadMs } as const] : []
  })
}
