/** Several programs may share one queue: which of them runs a transfer, and what they ask of one another. */
import type { Journal } from '../journal/journal.ts'
import { isOwnerGone, newOwner, owner } from './owner-id.ts'
import type { TransferRecord } from '../journal/records.ts'

export interface Owners {
  isMine(row: TransferRecord): boolean
  /** Does another program run it, that is still there? */
  isElsewhere(row: TransferRecord): boolean
  /** Makes a transfer this program's, unless another one has it. */
  take(id: number): boolean
  /** Gives way to whoever runs it, who looks for wishes; tells whether there is one. */
  wish(row: TransferRecord, wish: NonNullable<TransferRecord['wish']>): boolean
  /** Those that stopped have left theirs as they were: all of them can be gone on with. */
  adopt(own: ReadonlySet<number>): void
  /** Has another one written since this was last asked? */
  haveWritten(): boolean
  /** Says of these that this program still has them, when that is due; tells whether it was. */
  beat(ids: Iterable<number>): boolean
}

/** `runsAll`: this one goes on with what others left; else only with what it is given itself. */
export function createOwners(
  journal: Journal,
  { now, runsAll }: { readonly now: () => number; readonly runsAll: boolean },
): Owners {
  const me = newOwner()
  let foreign = journal.foreignChanges()
  let beatMs = now()
  const isGone = (who: string, seenMs: number) => isOwnerGone(who, seenMs, now())
  const isMine = (row: TransferRecord) => row.owner === me
  const isElsewhere = (row: TransferRecord) =>
    row.owner !== undefined && !isMine(row) && !isGone(row.owner, row.ownerSeenMs ?? 0)

  return {
    isMine,
    isElsewhere,
    take: (id) => journal.take(id, me, now(), isGone),
    wish(row, wish) {
      if (!isElsewhere(row)) return false
      journal.patch(row.id, { wish })
      return true
    },
    adopt(own) {
      for (const row of journal.open()) {
        if (row.state !== 'running' || isMine(row) || isElsewhere(row)) continue
        if (row.facts.isFromCommandLine !== true) {
          // who runs only its own leaves it, for the program that runs all to go on with
          if (runsAll) journal.patch(row.id, { state: 'waiting', owner: undefined })
        } else if (!own.has(row.id)) {
          journal.patch(row.id, { state: 'paused', pausedBy: 'interrupted', owner: undefined })
        }
      }
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
      for (const id of ids) journal.patch(id, { ownerSeenMs: beatMs })
      return true
    },
  }
}
