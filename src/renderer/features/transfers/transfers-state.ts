/**
 * The window's copy of the host's queue, and how events of the host change it. It contains only plain data and pure
 * functions.
 */
import type { TransfersEvent } from '../../../contract/api/transfers.ts'
import type { Limits, Transfer } from '../../../contract/transfer.ts'
import { withRate } from './dock/rate-history.ts'

export interface TransfersState {
  /** True if the host has sent its queue since the window was opened. */
  readonly isKnown: boolean
  readonly byId: ReadonlyMap<number, Transfer>
  /** The active transfers in queue order. */
  readonly order: readonly number[]
  /** The transfers that ended while this window was open, the latest first. */
  readonly ended: readonly number[]
  readonly limits: Limits
  /** A message about the queue itself, for example that it could not be read. */
  readonly notice: string | undefined
  /** The recent total speeds in bytes per second, the latest last. */
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

/** An event of a transfer that is worth announcing. */
export interface Happening {
  readonly kind: 'started' | 'progressed' | 'asked' | 'ended'
  readonly transfer: Transfer
}

/**
 * Returns the state after an event, and what happened. The first event reports only questions that need the user,
 * because everything else happened earlier.
 */
export function applyEvent(
  state: TransfersState,
  event: TransfersEvent,
): { readonly state: TransfersState; readonly happened: readonly Happening[] } {
  return event.kind === 'all' ? applyAll(state, event) : applyChanged(state, event)
}

function applyAll(state: TransfersState, event: Extract<TransfersEvent, { kind: 'all' }>) {
  const known = new Map(event.transfers.map((transfer) => [transfer.id, transfer]))
  const order = event.transfers.filter(({ state: now }) => now !== 'ended').map(({ id }) => id)
  // The window has already shown the transfers that ended while the connection was lost.
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

/** Returns the number of items that are finished in any way. */
export function settledOf({ counts }: Transfer): number {
  return counts.done + counts.skipped + counts.failed + counts.cancelled
}

/** Returns the transfers in the dock: the active ones in queue order, then the ended ones that are not hidden. */
export function shownTransfers(state: TransfersState, hidden: ReadonlySet<number>): readonly Transfer[] {
  const ended = state.ended.filter((id) => !hidden.has(id))
  return [...state.order, ...ended].flatMap((id) => state.byId.get(id) ?? [])
}

/** Returns the active transfers in queue order. */
export function activeTransfers({ order, byId }: TransfersState): readonly Transfer[] {
  return order.flatMap((id) => byId.get(id) ?? [])
}

function entryOf(known: ReadonlyMap<number, Transfer>, id: number): [number, Transfer][] {
  const transfer = known.get(id)
  return transfer ? [[id, transfer]] : []
}
