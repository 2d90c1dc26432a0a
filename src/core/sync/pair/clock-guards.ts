import type { SyncGuard, SyncSettings } from '../../../contract/sync/plan.ts'
import type { OpenedLocation } from '../../operations/opened-location.ts'

/** Smaller clock differences do not need a question. */
const mostMs = 60_000

/**
 * Some stores set the times of files by their own clock. If that clock is wrong, times do not tell which file is newer.
 */
export function clockGuards(
  { by, mode, onConflict }: Pick<SyncSettings, 'by' | 'mode' | 'onConflict'>,
  tops: Readonly<Record<'left' | 'right', Pick<OpenedLocation, 'path' | 'backend'>>>,
  { isFirst }: { readonly isFirst: boolean },
): readonly SyncGuard[] {
  // Later two-way runs compare each side with its own earlier state.
  const comparesTimes = mode === 'two-way' ? isFirst || onConflict === 'newer' || onConflict === 'older' : true
  if (by !== 'size-and-time' || mode === 'contribute' || !comparesTimes) return []
  return (['left', 'right'] as const).flatMap((side) => {
    const { backend, path } = tops[side]
    const aheadMs = backend.clock?.aheadMs(path) ?? 0
    return Math.abs(aheadMs) > mostMs ? [{ kind: 'clock', side, aheadMs } as const] : []
  })
}
