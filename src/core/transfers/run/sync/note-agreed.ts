/** Records what both sides now agree on, for finished items, from the facts of the states that were written. */
import type { Sums } from '../../../../contract/entry.ts'
import { StorageError } from '../../../../contract/failure.ts'
import { assertNever } from '../../../../lib/assert-never.ts'
import { known } from '../../../../lib/known.ts'
import type { Waits } from '../../../backends/backend.ts'
import type { OpenedLocation } from '../../../operations/opened-location.ts'
import { type Mark, otherSide } from '../../../sync/actions.ts'
import type { BaseChange } from '../../../sync/base/base-database.ts'
import { isChanged } from '../../../sync/plan/decide-pair.ts'
import { markOf } from '../../../sync/plan/place.ts'
import { compareListed } from '../../decide/compare-sums.ts'
import { createLookups, type Lookups } from '../../plan/lookups.ts'
import type { DoneItem } from '../../journal/item-record.ts'
import type { SyncRun } from './sync-run.ts'

const itemsAtOnce = 500

/** Records items after a number. Returns the number of the last one. */
export async function noteAgreed(sync: SyncRun, after: number, { signal }: Waits): Promise<number> {
  const { run, pair, request } = sync
  if (!request.isTwoWay) return after
  const { journal } = run
  journal.writer.flush()
  for (let noted = after; ;) {
    const page = run.deps.journal.items.page(journal.id, { states: ['done'], after: noted, limit: itemsAtOnce })
    const last = page.at(-1)
    if (!last) return noted
    const done = page.filter((item) => item.state === 'done')
    const places = done.map((item) => run.locations.of(item).to)
    const lookups = createLookups(places, (location) => sync.open(location, { signal }), { signal, withSums: true })
    const changes: BaseChange[] = []
    for (const item of done) changes.push(...(await changesOf(sync, item, lookups, { signal })))
    pair.base.apply(changes)
    noted = last.number
  }
}

/** Empty if the current state is uncertain; the next plan finds it out. */
async function changesOf(sync: SyncRun, item: DoneItem, lookups: Lookups, waits: Waits): Promise<BaseChange[]> {
  const step = sync.stepOf(item)
  if (!step) return []
  const path = step.at.base
  switch (step.do) {
    case 'hand-over':
      return []
    case 'delete':
      return [{ kind: 'forget', path }]
    case 'make-folder':
      return [{ kind: 'agree', path, agreed: { left: { kind: 'folder' }, right: { kind: 'folder' } } }]
    case 'copy': {
      const source = step.seen[otherSide(step.to)]
      const target = await storedMark(sync, item, lookups, waits)
      if (!source || !target) return []
      const agreed = step.to === 'right' ? { left: source, right: target } : { left: target, right: source }
      return [{ kind: 'agree', path, agreed }]
    }
    case 'move': {
      const forget = { kind: 'forget', path: step.fromBase } as const
      const other = step.seen[otherSide(step.on)]
      const own = other && (await movedMark(sync, item, step.seen[step.on], lookups, waits))
      if (!own) return [forget]
      const agreed = step.on === 'right' ? { left: other, right: own } : { left: own, right: other }
      return [forget, { kind: 'agree', path, agreed }]
    }
    default:
      return assertNever(step)
  }
}

/** Returns the state that was written, as a listing shows it. */
async function storedMark(sync: SyncRun, item: DoneItem, lookups: Lookups, waits: Waits): Promise<Mark | undefined> {
  const { proof } = item.detail
  const to = await sync.open(sync.run.locations.of(item).to, waits)
  const sizeBytes = item.copiedBytes
  const keepsTime = to.backend.capabilities.modifiedTime.canSet
  const modifiedMs = proof?.isTimeKept ? item.modifiedMs : proof?.modifiedMs
  if (keepsTime && modifiedMs !== undefined) return { kind: 'file', sizeBytes, modifiedMs }
  const now = await found(to, lookups, waits)
  if (!now || now.sizeBytes !== sizeBytes) return undefined
  const isSame =
    compareListed(now.sums ?? (await sumsOf(to, waits)), proof?.sums ?? {})?.kind === 'same' ||
    (keepsTime &&
      !isChanged(
        withoutSums(now),
        { kind: 'file', sizeBytes, ...known({ modifiedMs: item.modifiedMs }) },
        precisionOf(to),
      ))
  return isSame ? now : undefined
}

async function movedMark(
  sync: SyncRun,
  item: DoneItem,
  seen: Mark | undefined,
  lookups: Lookups,
  waits: Waits,
): Promise<Mark | undefined> {
  if (!seen) return undefined
  const to = await sync.open(sync.run.locations.of(item).to, waits)
  return to.backend.rename ? seen : storedMark(sync, { ...item, copiedBytes: seen.sizeBytes ?? 0 }, lookups, waits)
}

async function found(to: OpenedLocation, lookups: Lookups, { signal }: Waits): Promise<Mark | undefined> {
  try {
    const entry = await lookups.ifAny(to)
    return entry && markOf(entry)
  } catch (error) {
    if (!(error instanceof StorageError) || signal.aborted) throw error
    return undefined
  }
}

/** Queries the checksums if neither a listing nor `stat` contains them. */
async function sumsOf({ backend, path }: OpenedLocation, { signal }: Waits): Promise<Sums> {
  try {
    return (await backend.checksums?.checksums(path, { signal })) ?? {}
  } catch (error) {
    if (!(error instanceof StorageError) || signal.aborted) throw error
    return {}
  }
}

function withoutSums(mark: Mark): Mark {
  const { sums: _, ...rest } = mark
  return rest
}
function precisionOf({ backend }: OpenedLocation): number {
  return backend.capabilities.modifiedTime.precisionMs
}
