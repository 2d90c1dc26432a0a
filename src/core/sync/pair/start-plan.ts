/** Adds a plan to the queue, with the user's changes. */
import { said } from '../../../contract/sentences/said.ts'
import { statIfAny, openLocation } from '../../operations/opened-location.ts'
import type { PlanTotals, PlanWay, SyncGuard, SyncSettings } from '../../../contract/sync/plan.ts'
import { StorageError } from '../../../contract/failure.ts'
import { childPath, type Location } from '../../../contract/location.ts'
import type { Limits } from '../../../contract/transfer.ts'
import type { Waits } from '../../backends/backend.ts'
import type { SyncAction } from '../actions.ts'
import { type PlanDeps, refuseWhileRunning } from './plan-pair.ts'
import { isRowAction, wayOf } from './plan-row.ts'
import { guardSentence } from './guard-sentence.ts'
import { type Pair, readPlanName } from './pairs.ts'
import { placeIdentity } from './place-identity.ts'
import type { StoredPlan } from './plan-store.ts'
import { turnRow } from './turn-row.ts'

export interface StartWish {
  readonly plan: string
  readonly turned?: readonly { readonly number: number; readonly way: PlanWay }[]
  readonly withoutDeletions?: boolean
  readonly despite?: readonly string[]
  readonly limits?: Limits
  /** The sync started automatically. */
  readonly isUnasked?: boolean
}

export interface StartedPlan {
  readonly transfer?: number
  /** The totals of the plan with the user's later decisions. */
  readonly totals: PlanTotals
}

export interface StartDeps extends PlanDeps {
  /** Adds the transfer to the queue. */
  readonly enqueue: (request: {
    readonly verb: 'sync'
    readonly plan: string
    readonly left: Location
    readonly right: Location
    readonly deleted: SyncSettings['deleted']
    readonly isTwoWay: boolean
    readonly isUnasked?: boolean
    readonly limits?: Limits
  }) => { readonly id: number }
}

/**
 * Throws `guarded` if a guard applies that the user did not accept, `busy` while the pair is being synced, and
 * `not-found` for an old plan.
 */
export async function startPlan(deps: StartDeps, wish: StartWish, { signal }: Waits): Promise<StartedPlan> {
  const { pair, plan, totals: planned } = findPlan(deps, wish.plan)
  const { settings } = plan
  const without = wish.withoutDeletions === true
  const standing = plan.guards.filter(
    ({ kind }) => !wish.despite?.includes(kind) && !(without && ofDeletions.has(kind)),
  )
  if (standing.length > 0) throw guarded(standing)
  const turned = await turnedActions(deps, pair, plan, wish, { signal })
  const totals = { ...planned, asks: planned.asks - countDecided(pair, plan, turned) }
  const identity = await identityOf(deps, settings, { signal })
  const { atOnce } = pair.base.statements
  function refuseUnlessFree(): void {
    refuseWhileRunning(pair, settings, deps.isOpen)
    const now = pair.plans.get(plan.id)
    if (!now || now.transfer !== undefined) throw outdated()
  }
  // The user's choices are stored before the transfer exists, so it can never carry out the original plan.
  atOnce(() => {
    refuseUnlessFree()
    for (const [number, action] of turned) pair.plans.replace(plan.id, number, action)
    if (without) pair.plans.dropDeletions(plan.id)
    if (pair.base.otherThan(identity)) pair.base.adopt(identity)
    pair.plans.writeFact('notice', undefined)
    pair.base.apply(pair.plans.takeChanges(plan.id))
  })
  return atOnce(() => {
    refuseUnlessFree()
    if (pair.plans.countSteps(plan.id) === 0) {
      pair.plans.writeFact('ran', String(deps.now()))
      return { totals }
    }
    const { left, right, deleted, mode } = settings
    const request = { verb: 'sync', plan: wish.plan, left, right, deleted, isTwoWay: mode === 'two-way' } as const
    const { id } = deps.enqueue({
      ...request,
      ...(wish.limits && { limits: wish.limits }),
      ...(wish.isUnasked && { isUnasked: true }),
    })
    pair.plans.setTransfer(plan.id, id)
    return { transfer: id, totals }
  })
}

const ofDeletions: ReadonlySet<string> = new Set<SyncGuard['kind']>(['deletions'])

function findPlan(
  { pairs }: StartDeps,
  name: string,
): { readonly pair: Pair; readonly plan: StoredPlan; readonly totals: PlanTotals } {
  const read = readPlanName(name)
  if (!read) throw outdated()
  const pair = pairs.open(read.pair)
  const plan = pair.plans.get(read.plan)
  if (!plan?.totals) throw outdated()
  return { pair, plan, totals: plan.totals }
}

function outdated(): StorageError {
  return new StorageError({ kind: 'not-found', ...said('sync.plan-outdated'), operation: 'sync.start' })
}

function countDecided({ plans }: Pair, { id }: StoredPlan, turned: ReadonlyMap<number, unknown>): number {
  return [...turned.keys()].filter((number) => {
    const action = plans.action(id, number)
    return action && isRowAction(action) && wayOf(action) === 'ask'
  }).length
}

async function turnedActions(
  { mounts }: StartDeps,
  { plans }: Pair,
  { id, settings }: StoredPlan,
  { turned = [] }: StartWish,
  { signal }: Waits,
): Promise<ReadonlyMap<number, SyncAction | undefined>> {
  const found = new Map<number, SyncAction | undefined>()
  const isThere = async (top: Location, below: string) =>
    (await statIfAny(await openLocation(mounts, { ...top, path: childPath(top.path, below) }, { signal }), {
      signal,
    })) !== undefined
  for (const { number, way } of turned) {
    const action = plans.action(id, number)
    if (!action || !isRowAction(action)) throw outdated()
    const { left, right } = settings
    const isFree = async (at: { readonly left: string; readonly right: string }) =>
      !(await isThere(left, at.left)) && !(await isThere(right, at.right))
    found.set(number, await turnRow(action, way, isFree))
  }
  return found
}

async function identityOf({ mounts }: StartDeps, { left, right }: SyncSettings, waits: Waits) {
  return {
    left: await placeIdentity(await openLocation(mounts, left, waits)),
    right: await placeIdentity(await openLocation(mounts, right, waits)),
  }
}

function guarded(guards: readonly SyncGuard[]): StorageError {
  const message = guards.map(guardSentence).join(' ')
  return new StorageError({ kind: 'guarded', message, operation: 'sync.start' })
}
