import type { SyncGuard } from '../../../contract/sync/plan.ts'
import { assertNever } from '../../../lib/assert-never.ts'

/** What a person is told of it. */
export function guardSentence(guard: SyncGuard): string {
  switch (guard.kind) {
    case 'deletions':
      return `${guard.count} of ${guard.of} names on the ${guard.side} side would be deleted.`
    case 'empty-side':
      return `Nothing is on the ${guard.side} side. Was it unmounted or renamed?`
    case 'newer-replaced':
      return `${guard.count === 1 ? 'One file' : `${guard.count} files`} on the right side would be replaced by older ones.`
    case 'other-place':
      return `The ${guard.side} side is another place than in the last run: ${guard.is}, and it was ${guard.was}.`
    case 'base-missing':
      return guard.notice
    case 'clock':
      return `The clock of the ${guard.side} side is ${clockText(guard.aheadMs)}, so times can’t tell which file is newer.`
    default:
      return assertNever(guard)
  }
}

function clockText(aheadMs: number): string {
  const minutes = Math.round(Math.abs(aheadMs) / 60_000)
  return `${minutes === 1 ? 'a minute' : `${minutes} minutes`} ${aheadMs < 0 ? 'behind' : 'ahead'}`
}
