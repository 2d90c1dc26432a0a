/** What the window knows of the queue, and how it follows from what the host tells. Plain data and pure functions. */
import type { TransfersEvent } from '../../../contract/api/transfers.ts'
import type { Limits, Transfer } from '../../../contract/transfer.ts'
import { withRate } from './dock/rate-history.ts'

export interface TransfersState {
  /** Has the host told of its queue since the window was opened? */
  readonly isKnown: boolean
  readonly byId: ReadonlyMap<number, Transfer>
  /** Those that are not ended, in the order in which they take their turns. */
  readonly order: readonly number[]
  /** Those that ended while this window looked, the latest first. */
  readonly ended: readonly number[]
  readonly limits: Limits
  /** About the queue itself: that it could not be read. */
  readonly notice: string | undefined
  /** Bytes a second of all together, the latest last. */
  readonly rates: readonly number[]
}

export const noTransfers: TransfersState = {
  isKnown: false,
  byId: new Map(),
  order: [],
  ended: [],
  limits: {},
  notice: undefined,
  rates: [],
}

/** Something of a transfer that is worth telling. */
export interface Happening {
  readonly kind: 'started' | 'progressed' | 'asked' | 'ended'
  readonly transfer: Transfer
}

/** The state after an event, and what happened by it. What a first look finds did not happen, but for what needs a person. */
export function applyEvent(
  state: TransfersState,
  event: TransfersEvent,
): { readonly state: TransfersState; readonly happened: readonly Happening[] } {
  return event.kind === 'all' ? applyAll(state, event) : applyChanged(state, event)
}

function applyAll(state: TransfersState, event: Extract<TransfersEvent, { kind: 'all' }>) {
  const known = new Map(event.transfers.map((transfer) => [transfer.id, transfer]))
  const order = event.transfers.filter(({ state: now }) => now !== 'ended').map(({ id }) => id)
  // what ended while the line was lost has been seen before
  const seen = new Set([...state.order, ...state.ended])
  const ended = event.transfers.filter(({ id, state: now }) => now === 'ended' && seen.has(id)).map(({ id }) => id)
  const next = {
    isKnown: true,
    byId: new Map([...order, ...ended].flatMap((id) => entryOf(known, id))),
    order,
    ended,
    limits: event.limits,
    notice: event.notice,
    rates: state.rates,
  }
  return { state: next, happened: happenings(state, next, [...next.byId.values()]) }
}

function applyChanged(state: TransfersState, event: Extract<TransfersEvent, { kind: 'changed' }>) {
  const byId = new Map(state.byId)
  const removed = new Set(event.removed)
  for (const transfer of event.transfers) byId.set(transfer.id, transfer)
  for (const id of removed) byId.delete(id)
  const isEnded = (id: number) => byId.get(id)?.state === 'ended'
  const added = event.transfers.map(({ id }) => id).filter((id) => !state.order.includes(id))
  const order = (event.order ?? [...state.order, ...added]).filter((id) => byId.has(id) && !isEnded(id))
  const justEnded = event.transfers.map(({ id }) => id).filter((id) => isEnded(id) && !state.ended.includes(id))
  const ended = [...justEnded.toReversed(), ...state.ended].filter((id) => byId.has(id) && isEnded(id))
  const running = order.flatMap((id) => byId.get(id) ?? [])
  const next: TransfersState = {
    ...state,
    byId,
    order,
    ended,
    limits: event.limits ?? state.limits,
    rates: withRate(state.rates, running),
  }
  return { state: next, happened: happenings(state, next, event.transfers) }
}

function happenings(before: TransfersState, now: TransfersState, changed: readonly Transfer[]): readonly Happening[] {
  return changed.flatMap((transfer): Happening[] => {
    const old = before.byId.get(transfer.id)
    if (transfer.state === 'ended') {
      if (old?.state === 'ended' || !now.byId.has(transfer.id)) return []
      return [{ kind: 'ended', transfer }]
    }
    const happened: Happening[] = []
    if (!old && before.isKnown) happened.push({ kind: 'started', transfer })
    if (transfer.counts.asking > (old?.counts.asking ?? 0)) happened.push({ kind: 'asked', transfer })
    if (old && settledOf(transfer) > settledOf(old)) happened.push({ kind: 'progressed', transfer })
    return happened
  })
}

/** Items that have their end. */
export function settledOf({ counts }: Transfer): number {
  return counts.done + counts.skipped + counts.failed + counts.cancelled
}

/** What the dock shows: what is not ended in its order, then what ended and was not put away. */
export function shownTransfers(state: TransfersState, hidden: ReadonlySet<number>): readonly Transfer[] {
  const ended = state.ended.filter((id) => !hidden.has(id))
  return [...state.order, ...ended].flatMap((id) => state.byId.get(id) ?? [])
}

/** Those that are not ended, in their order. */
export function activeTransfers({ order, byId }: TransfersState): readonly Transfer[] {
  return order.flatMap((id) => byId.get(id) ?? [])
}

function entryOf(known: ReadonlyMap<number, Transfer>, id: number): [number, Transfer][] {
  const transfer = known.get(id)
  return transfer ? [[id, transfer]] : []
}
