import { isDroppedMount } from '../../../contract/location.ts'
import { windowGone } from '../../dropped/window-gone.ts'
import type { TransferPatch } from '../journal/journal.ts'
import type { QueuedRequest } from '../journal/records.ts'

/** Returns the mount of dropped files that a transfer reads, if any. */
export function droppedMountOf(request: QueuedRequest): string | undefined {
  if (request.verb !== 'copy') return undefined // Dropped files can't be moved or deleted.
  return request.sources.map(({ location }) => location.mount).find(isDroppedMount)
}

/** Returns the changes to record for a transfer whose window is gone. */
export function whileGone(): TransferPatch {
  return { pausedBy: 'interrupted', problem: windowGone().failure }
}
