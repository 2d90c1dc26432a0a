import { isDroppedMount } from '../../../contract/location.ts'
import { windowGone } from '../../dropped/window-gone.ts'
import type { TransferPatch } from '../journal/journal.ts'
import type { QueuedRequest } from '../journal/records.ts'

/** The mount of dropped files that a transfer reads, if it does. */
export function droppedMountOf(request: QueuedRequest): string | undefined {
  if (request.verb !== 'copy') return undefined // nothing can be taken away there
  return request.sources.map(({ location }) => location.mount).find(isDroppedMount)
}

/** What is written down of a transfer whose window is gone. */
export function whileGone(): TransferPatch {
  return { pausedBy: 'interrupted', problem: windowGone().failure }
}
