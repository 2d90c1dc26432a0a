import { type Said } from '../../../contract/sentences/said.ts'
import type { Waits } from '../../backends/backend.ts'
import type { ItemOutcome } from '../journal/item-outcome.ts'
import { folderOf } from '../journal/item-locations.ts'
import type { OpenItem } from '../journal/item-record.ts'
import { makeFolders, type OpenedLocation, statIfAny } from '../../operations/opened-location.ts'

/** Returns the result for an item that is left alone, with the reason. */
export function left(why: Said): ItemOutcome {
  return { kind: 'skipped', why: 'left', reason: why.message }
}

/** Tells whether an entry is still as the transfer left it. */
export function isAsLeft(
  now: { readonly sizeBytes?: number; readonly modifiedMs?: number },
  { sizeBytes, modifiedMs, detail }: Pick<OpenItem, 'sizeBytes' | 'modifiedMs' | 'detail'>,
): boolean {
  const then = detail.proof?.isTimeKept ? modifiedMs : detail.proof?.modifiedMs
  return (
    now.sizeBytes === sizeBytes &&
    (then === undefined || now.modifiedMs === undefined || Math.abs(now.modifiedMs - then) < 1000)
  )
}

/** Creates the parent folder, which may have been deleted since. Returns false if the name is taken. */
export async function makeRoom(was: OpenedLocation, waits: Waits): Promise<boolean> {
  const found = await statIfAny(was, waits)
  if (found) return false
  await makeFolders({ ...was, ...folderOf(was) }, waits)
  return true
}
