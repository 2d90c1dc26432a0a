/** What the queue knows of its transfers, and the one way in which their states change. */
import { said } from '../../../../contract/sentences/said.ts'
import { StorageError } from '../../../../contract/failure.ts'
import type { Limits } from '../../../../contract/transfer.ts'
import type { DroppedFiles } from '../../../dropped/dropped-files.ts'
import type { Journal, TransferPatch } from '../../journal/journal.ts'
import type { QueuedRequest, TransferRecord } from '../../journal/records.ts'
import type { RunDeps } from '../../journal/run-deps.ts'
import type { Changes } from '../changes.ts'
import { droppedMountOf } from '../dropped-mount-of.ts'
import { createOwners } from './owners.ts'
import { createSharedLimits } from './shared-limits.ts'
import { type OwnerKind, type QueueCommand, type QueueHappening, type Step, transition } from './transition.ts'

export interface QueueDeps extends RunDeps {
  /** Runs whatever is in the queue, also what is left from before; else only what it is given itself. */
  readonly runsAll: boolean
  /** Of ended ones, so many are kept; the oldest are forgotten. */
  readonly mostKept?: number
  /** What browser windows hold for this program. */
  readonly dropped?: Pick<DroppedFiles, 'has' | 'onChange'>
}

export interface TransferStates {
  /** Given to this program by who uses it, and so run whatever else is in the queue. */
  readonly own: Set<number>
  readonly changes: Changes
  mustGet(id: number): TransferRecord
  ownerOf(record: TransferRecord): OwnerKind
  /** It reads what a browser window holds, and this program has not got that window. */
  isOutOfReach(record: TransferRecord): boolean
  /** Transfers this program is at work on. One that is merely written down as this program's is nobody's. */
  readonly held: Set<number>
  /** Isolated from other programs as long as `work` lasts. */
  readonly atOnce: <T>(work: () => T) => T
  /** What would become of it. */
  step(id: number, event: QueueCommand | QueueHappening): Step
  /**
   * Gives it the state that is to come, in one step for all programs, and tells what was done. One that a program left, or
   * seems to have left, is taken from it: whatever that one still writes is refused.
   */
  change(id: number, event: QueueCommand | QueueHappening, patch: (record: TransferRecord) => TransferPatch): Step
  /** As `change`, but to become this program's for a while, which runs it until `release`. */
  take(id: number, event: QueueCommand): Step
  /** This program does nothing with it any more. */
  release(id: number): void
  /** Throws what a refusal says. */
  mustBe(step: Step, operation: string): void
  add(request: QueuedRequest, searched: readonly string[]): TransferRecord
  limits(): Limits
  setLimits(limits: Limits): void
  haveOthersWritten(mostEnded: number): boolean
  beat(ids: Iterable<number>): boolean
}

export function createTransferStates(deps: QueueDeps, changes: Changes): TransferStates {
  const { journal, now, runsAll, owner } = deps
  const owners = createOwners(journal, owner, now)
  const own = new Set<number>()
  const limits = createSharedLimits(deps, { onChange: () => changes.markList() })
  const markChanged = createChangeMarker(journal, changes)

  function mustGet(id: number): TransferRecord {
    const record = journal.get(id)
    if (record) return record
    throw new StorageError({ kind: 'not-found', ...said('transfer.unknown', { id }), operation: 'transfers' })
  }
  function isOutOfReach({ request }: TransferRecord): boolean {
    const mount = droppedMountOf(request)
    return mount !== undefined && deps.dropped?.has(mount) !== true
  }
  function stepOf(record: TransferRecord, event: QueueCommand | QueueHappening): Step {
    const isFromCommandLine = record.facts.isFromCommandLine === true
    const situation = { state: record.state, owner: owners.kindOf(record), isFromCommandLine }
    return transition({ ...situation, isOutOfReach: isOutOfReach(record) }, event)
  }

  const change: TransferStates['change'] = (id, event, patch) =>
    journal.atOnce(() => {
      const record = mustGet(id)
      const step = stepOf(record, event)
      if (step.kind !== 'become' && step.kind !== 'apply') return step
      const isLeft = owners.kindOf(record) === 'dead'
      if (isLeft) takeOver(journal, record)
      journal.patch(id, {
        ...(step.kind === 'become' && { state: step.state }),
        ...patch(isLeft ? mustGet(id) : record),
      })
      changes.mark(id)
      changes.markList()
      return step
    })

  return {
    own,
    changes,
    mustGet,
    ownerOf: (record) => owners.kindOf(record),
    isOutOfReach,
    held: owners.held,
    atOnce: journal.atOnce,
    step: (id, event) => stepOf(mustGet(id), event),
    change,
    take: (id, event) =>
      journal.atOnce(() => {
        const step = change(id, event, () => ({ state: 'running', owner, ownerSeenMs: now() }))
        if (step.kind === 'become') owners.held.add(id)
        return step
      }),
    release(id) {
      owners.held.delete(id)
      journal.atOnce(() => {
        if (journal.get(id)?.owner === owner) journal.patch(id, { owner: undefined })
      })
    },
    mustBe(step, operation) {
      if (step.kind === 'refuse') throw new StorageError({ kind: 'busy', ...step.why, operation })
    },
    add(request, searched) {
      const asked = 'limits' in request ? request.limits : undefined
      const record = journal.add(request, { limits: asked ?? {}, search: searched.join('\n'), nowMs: now() })
      if (!runsAll) journal.patch(record.id, { facts: { isFromCommandLine: true } })
      own.add(record.id)
      changes.mark(record.id)
      changes.markList()
      return record
    },
    limits: () => limits.get(),
    setLimits: (wanted) => limits.set(wanted),
    haveOthersWritten(mostEnded) {
      if (!owners.haveWritten()) return false
      limits.readAgain()
      markChanged(mostEnded)
      return true
    },
    beat: (ids) => owners.beat(ids),
  }
}

/** Whatever the program that had it still writes is refused. */
function takeOver(journal: Journal, { id, facts }: TransferRecord): void {
  journal.patch(id, { owner: undefined, facts: { ...facts, takeovers: (facts.takeovers ?? 0) + 1 } })
}

/** Marks those that changed since the last call, by other programs too. */
function createChangeMarker(journal: Journal, changes: Changes): (mostEnded: number) => void {
  let stamps: ReadonlyMap<number, number> = new Map()
  return (mostEnded) => {
    const found = journal.stamps(mostEnded)
    for (const [id, stamp] of found) if (stamps.get(id) !== stamp) changes.mark(id)
    if (found.size !== stamps.size || [...found.keys()].some((id) => !stamps.has(id))) changes.markList()
    stamps = found
  }
}
