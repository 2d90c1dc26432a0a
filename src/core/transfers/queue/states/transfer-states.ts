/** What the queue knows of its transfers. All changes of their states pass through it. */
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
  /**
   * If true, runs everything in the queue, including transfers left from before. Otherwise it runs only transfers that
   * this program started.
   */
  readonly runsAll: boolean
  /** The number of ended transfers to keep; the oldest are removed. */
  readonly mostKept?: number
  /** The files that browser windows offer to this program. */
  readonly dropped?: Pick<DroppedFiles, 'has' | 'onChange'>
}

export interface TransferStates {
  /** Transfers that the user of this program started. They run regardless of what else is in the queue. */
  readonly own: Set<number>
  readonly changes: Changes
  mustGet(id: number): TransferRecord
  ownerOf(record: TransferRecord): OwnerKind
  /** Tells whether the transfer reads files of a browser window that is not connected to this program. */
  isOutOfReach(record: TransferRecord): boolean
  /** The transfers that this program works on. A transfer that is only recorded as this program's has no owner. */
  readonly held: Set<number>
  /** Runs `work` isolated from other programs. */
  readonly atOnce: <T>(work: () => T) => T
  /** Returns what the event would do. */
  step(id: number, event: QueueCommand | QueueHappening): Step
  /**
   * Applies the event in one transaction for all programs, and returns what was done. A transfer is taken over from a
   * program that left it or seems to have left it. Later writes of that program are refused.
   */
  change(id: number, event: QueueCommand | QueueHappening, patch: (record: TransferRecord) => TransferPatch): Step
  /** Like `change`, but the transfer belongs to this program until `release`. */
  take(id: number, event: QueueCommand): Step
  /** Ends this program's work on the transfer. */
  release(id: number): void
  /** Throws the failure of a refusal. */
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

/** Later writes of the previous owner are refused. */
function takeOver(journal: Journal, { id, facts }: TransferRecord): void {
  journal.patch(id, { owner: undefined, facts: { ...facts, takeovers: (facts.takeovers ?? 0) + 1 } })
}

/** Marks transfers that changed since the last call, also by other programs. */
function createChangeMarker(journal: Journal, changes: Changes): (mostEnded: number) => void {
  let stamps: ReadonlyMap<number, number> = new Map()
  return (mostEnded) => {
    const found = journal.stamps(mostEnded)
    for (const [id, stamp] of found) if (stamps.get(id) !== stamp) changes.mark(id)
    if (found.size !== stamps.size || [...found.keys()].some((id) => !stamps.has(id))) changes.markList()
    stamps = found
  }
}
