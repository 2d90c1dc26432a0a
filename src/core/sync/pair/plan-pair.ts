/** Plans what a sync of two places would do, and keeps the plan in the database of the pair. */
import { type Said, said } from '../../../contract/sentences/said.ts'
import { sep } from 'node:path'
import type { PlanItem, PlanRow, SyncGuard, SyncSettings } from '../../../contract/sync/plan.ts'
import { describeLocation } from '../../../contract/location.ts'
import { StorageError } from '../../../contract/failure.ts'
import { opensAsFolder } from '../../../contract/entry.ts'
import type { Waits } from '../../backends/backend.ts'
import type { Mounts } from '../../mounts/mounts.ts'
import { openLocation, type OpenedLocation, statIfAny } from '../../operations/opened-location.ts'
import type { BaseChange } from '../base/base-database.ts'
import type { BaseSource } from '../base/base-folder.ts'
import { areNear, listOf } from '../compare/compare.ts'
import { createPairJudge } from '../compare/judge-pair.ts'
import { nameKeyOf } from '../compare/name-key.ts'
import type { ListSide } from '../compare/walk-pair.ts'
import { createFilter } from '../filters/filters.ts'
import { planSync } from '../plan/plan-sync.ts'
import { clockGuards } from './clock-guards.ts'
import { createContentCheck } from './content-check.ts'
import { type Pair, pairId, type Pairs, planName } from './pairs.ts'
import { placeIdentity } from './place-identity.ts'
import { isRowAction, planRow } from './plan-row.ts'
import { createTotals } from './plan-totals.ts'
import type { NumberedAction } from './plan-store.ts'

export interface PlanDeps {
  readonly mounts: Pick<Mounts, 'open'>
  readonly pairs: Pairs
  /** Tells whether a transfer has not ended. */
  readonly isOpen: (transfer: number) => boolean
  readonly now: () => number
}

/** Throws `busy` while the pair is being synced. */
export async function* planPair(deps: PlanDeps, settings: SyncSettings, { signal }: Waits): AsyncGenerator<PlanItem> {
  const { left, right, isThere } = await openPlaces(deps, settings, { signal })
  const identity = { left: await placeIdentity(left), right: await placeIdentity(right) }
  const pair = deps.pairs.open(pairId(settings), identity)
  refuseWhileRunning(pair, settings, deps.isOpen)
  const isRun = pair.plans.readFact('ran') !== undefined
  const was = pair.base.otherThan(identity)
  const base: BaseSource = was || settings.mode !== 'two-way' ? nothingAgreed : pair.base
  const isFirst = base.isEmpty() && !(settings.mode !== 'two-way' && isRun)
  const facts = { settings, isFirst, madeMs: deps.now(), guards: [] }
  const plan = pair.plans.begin(facts)
  const totals = createTotals()
  const guards: SyncGuard[] = guardsBefore(pair, { isThere, isFirst, was, identity })
  let number = 0
  for await (const item of actionsOf(deps, settings, { left, right, isThere, base }, { signal })) {
    if (item.kind === 'progress') yield item
    else if (item.kind === 'actions') {
      const numbered: (NumberedAction & { readonly row: PlanRow })[] = []
      const changes: BaseChange[] = []
      for (const action of item.actions) {
        if (isRowAction(action)) {
          number += 1
          totals.count(action)
          numbered.push({ number, action, row: planRow(number, action) })
        } else if (action.do === 'agree') changes.push({ kind: 'agree', path: action.path, agreed: action.agreed })
        else changes.push({ kind: 'forget', path: action.path })
      }
      pair.plans.add(plan, numbered, changes)
      if (numbered.length > 0) yield { kind: 'rows', rows: numbered.map(({ row }) => row) }
    } else {
      const isKnown = (guard: SyncGuard) => guards.some((each) => JSON.stringify(each) === JSON.stringify(guard))
      guards.push(...item.guards.filter((guard) => !isKnown(guard)))
      guards.push(...clockGuards(settings, { left, right }, { isFirst }))
      const end = { totals: totals.totals(item.counts.same), guards, isFirst }
      pair.plans.end(plan, { ...facts, ...end }, deps.isOpen)
      yield { kind: 'end', plan: planName(pair, plan), ...end }
    }
  }
}

/** Allows one run of a pair at a time, in all programs. */
export function refuseWhileRunning(
  { plans }: Pair,
  { left, right }: Pick<SyncSettings, 'left' | 'right'>,
  isOpen: (transfer: number) => boolean,
): void {
  const running = plans.transfers().find(isOpen)
  if (running === undefined) return
  const places = { left: describeLocation(left), right: describeLocation(right) }
  throw new StorageError({ kind: 'busy', ...said('sync.running', { transfer: running, ...places }), operation: 'sync' })
}

const nothingAgreed: BaseSource = { isEmpty: () => true, folder: () => [] }

interface Places {
  readonly left: OpenedLocation
  readonly right: OpenedLocation
  readonly isThere: { readonly left: boolean; readonly right: boolean }
}

async function openPlaces({ mounts }: PlanDeps, settings: SyncSettings, waits: Waits): Promise<Places> {
  const left = await openLocation(mounts, settings.left, waits)
  const right = await openLocation(mounts, settings.right, waits)
  if (isWithin(left, right) || isWithin(right, left)) throw refused('bad-input', said('sync.one-inside-other'))
  return { left, right, isThere: { left: await isFolder(left, waits), right: await isFolder(right, waits) } }
}

/** Two mounts may show one folder of this computer. */
function isWithin(inner: OpenedLocation, outer: OpenedLocation): boolean {
  const [ours, theirs] = [inner, outer].map(({ backend, path }) => backend.localPath?.localPath(path))
  if (ours !== undefined && theirs !== undefined)
    return `${ours}${sep}`.startsWith(theirs === sep ? sep : `${theirs}${sep}`)
  if (inner.mount !== outer.mount) return false
  return inner.path === outer.path || outer.path === '' || inner.path.startsWith(`${outer.path}/`)
}

async function isFolder(top: OpenedLocation, waits: Waits): Promise<boolean> {
  const entry = await statIfAny(top, waits)
  if (entry && !opensAsFolder(entry))
    throw refused('not-a-folder', said('sync.not-a-folder', { place: describeLocation(top) }))
  return entry !== undefined
}

function refused(kind: 'bad-input' | 'not-a-folder', why: Said): StorageError {
  return new StorageError({ kind, ...why, operation: 'sync.plan' })
}

/** Returns guards that the user must see first. A missing side is never treated as one that was emptied. */
function guardsBefore(
  { plans }: Pair,
  {
    isThere,
    isFirst,
    was,
    identity,
  }: {
    readonly isThere: Places['isThere']
    readonly isFirst: boolean
    readonly was: { readonly left: string; readonly right: string } | undefined
    readonly identity: { readonly left: string; readonly right: string }
  },
): SyncGuard[] {
  const notice = plans.readFact('notice')
  const sides = ['left', 'right'] as const
  return [
    ...(notice === undefined ? [] : [{ kind: 'base-missing', notice } as const]),
    ...sides.flatMap((side) =>
      was && was[side] !== identity[side]
        ? [{ kind: 'other-place', side, was: was[side], is: identity[side] } as const]
        : [],
    ),
    ...(isThere.left ? [] : [{ kind: 'empty-side', side: 'left' } as const]),
    // At the first run, the right folder need not exist; it is created.
    ...(isThere.right || (isFirst && !was) ? [] : [{ kind: 'empty-side', side: 'right' } as const]),
  ]
}

async function* actionsOf(
  { now }: PlanDeps,
  settings: SyncSettings,
  { left, right, isThere, base }: Places & { readonly base: BaseSource },
  { signal }: Waits,
): ReturnType<typeof planSync> {
  const areFar = left.backend.localPath === undefined && right.backend.localPath === undefined
  const withSums = settings.by !== 'size-and-time' || areFar
  const judge = createPairJudge(left, right, { ...settings, signal })
  const content = createContentCheck(left, right, { signal })
  const list = (top: OpenedLocation, is: boolean): ListSide => (is ? listOf(top, withSums) : noPages)
  const [ours, theirs] = [left.backend.capabilities, right.backend.capabilities]
  try {
    yield* planSync({ left: list(left, isThere.left), right: list(right, isThere.right) }, base, {
      mode: settings.mode,
      onConflict: settings.onConflict,
      precisionMs: { left: ours.modifiedTime.precisionMs, right: theirs.modifiedTime.precisionMs },
      keyOf: nameKeyOf(ours, theirs),
      isNear: areNear(left, right),
      judge,
      filter: createFilter(settings.filters, now()),
      isSameContent: content.isSame,
      signal,
      ...(settings.mostDeletions !== undefined && { mostDeletions: settings.mostDeletions }),
      ...(settings.mostShare !== undefined && { mostShare: settings.mostShare }),
    })
  } finally {
    judge.close()
    content.close()
  }
}

async function* noPages(): AsyncGenerator<never> {}
