/** Several programs may share one queue: which of them runs a transfer, and which are still there. */
import type { Journal } from '../../journal/journal.ts'
import type { TransferRecord } from '../../journal/records.ts'
import { isOwnerGone, owner } from './owner-id.ts'
import type { OwnerKind } from './transition.ts'

export interface Owners {
  /** Transfers this program is at work on. One that is merely written down as this program's is nobody's. */
  readonly held: Set<number>
  kindOf(record: Pick<TransferRecord, 'id' | 'owner' | 'ownerSeenMs'>): OwnerKind
  /** Has another program written since this was last asked? */
  haveWritten(): boolean
  /** Says of these and of those it holds that this program still has them, when that is due; tells whether it was. */
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
