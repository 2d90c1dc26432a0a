/** Several programs may share one queue. This tells which of them runs a transfer, and which are still alive. */
import type { Journal } from '../../journal/journal.ts'
import type { TransferRecord } from '../../journal/records.ts'
import { isOwnerGone, owner } from './owner-id.ts'
import type { OwnerKind } from './transition.ts'

export interface Owners {
  /** The transfers that this program works on. A transfer that is only recorded as this program's has no owner. */
  readonly held: Set<number>
  kindOf(record: Pick<TransferRecord, 'id' | 'owner' | 'ownerSeenMs'>): OwnerKind
  /** Tells whether another program has written since the last call. */
  haveWritten(): boolean
  /**
   * Records that this program is alive, for these transfers and those it holds, if this is due. Returns whether it was
   * due.
   */
  beat(ids: Iterable<number>): boolean
}

export function createOwners(journal: Journal, me: string, now: () => number): Owners {
  let foreign = journal.foreignChanges()
  let beatMs = now()
  const held = new Set<number>()
  return {
    held,
    kindOf({ id, owner: who, ownerSeenMs = 0 }) {
      if (who === undefined) return 'none'
      if (who === me) return held.has(id) ? 'mine' : 'none'
      return isOwnerGone(who, ownerSeenMs, now()) ? 'dead' : 'other'
    },
    haveWritten() {
      const seen = journal.foreignChanges()
      if (seen === foreign) return false
      foreign = seen
      return true
    },
    beat(ids) {
      if (now() - beatMs < owner.beatMs) return false
      beatMs = now()
      journal.beat([...ids, ...held], me, beatMs)
      return true
    },
  }
}
