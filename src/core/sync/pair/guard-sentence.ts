import { said } from '../../../contract/sentences/said.ts'
import type { SyncGuard } from '../../../contract/sync/plan.ts'
import { assertNever } from '../../../lib/assert-never.ts'

/** Returns the message of a guard. */
export function guardSentence(guard: SyncGuard): string {
  switch (guard.kind) {
    case 'deletions':
      return said('sync.names-deleted', guard).message
    case 'empty-side':
      return said('sync.empty-side', guard).message
    case 'newer-replaced':
      return said('sync.newer-replaced', guard).message
    case 'other-place':
      return said('sync.other-place', guard).message
    case 'base-missing':
      return guard.notice
    case 'clock': {
      const { side, aheadMs } = guard
      const minutes = Math.round(Math.abs(aheadMs) / 60_000)
      return said(aheadMs < 0 ? 'sync.clock-behind' : 'sync.clock-ahead', { side, minutes }).message
    }
    default:
      return assertNever(guard)
  }
}
