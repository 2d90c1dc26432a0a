import { expect, test } from 'vitest'
import type { TransfersEvent } from '../../../contract/api/transfers.ts'
import type { Transfer } from '../../../contract/transfer.ts'
import { linePoints } from './dock/rate-history.ts'
import { applyEvent, noTransfers, shownTransfers, type TransfersState } from './transfers-state.ts'
import { turnBefore } from './transfers-store.ts'
import { transferWith } from './transfer.test-support.ts'

const all = (...transfers: Transfer[]): TransfersEvent => ({ kind: 'all', transfers, limits: {} })
const changed = (transfers: Transfer[], more: { order?: number[]; removed?: number[] } = {}): TransfersEvent => ({
  kind: 'changed',
  transfers,
  removed: [],
  ...more,
})

function after(...events: TransfersEvent[]) {
  let state: TransfersState = noTransfers
  const happened = events.map((event) => {
    const next = applyEvent(state, event)
    state = next.state
    return next.happened.map(({ kind, transfer }) => `${kind} ${transfer.id}`)
  })
  return { state, happened }
}

test('the first state reports no transfers, but their questions', () => {
  const { happened } = after(all(transferWith({ id: 1 }), transferWith({ id: 2, counts: { asking: 1 } })))
  expect(happened).toEqual([['asked 2']])
})

test('hides transfers that ended before the window opened', () => {
  const { state } = after(all(transferWith({ id: 1 }), transferWith({ id: 2, state: 'ended' })))
  expect(shownTransfers(state, new Set()).map(({ id }) => id)).toEqual([1])
})

test('reports start, progress and end of a transfer once each', () => {
  const { state, happened } = after(
    all(),
    changed([transferWith({ id: 5 })], { order: [5] }),
    changed([transferWith({ id: 5, counts: { done: 2 } })]),
    changed([transferWith({ id: 5, state: 'ended', counts: { done: 10 } })], { order: [] }),
    changed([transferWith({ id: 5, state: 'ended', counts: { done: 10 } })]),
  )
  expect(happened).toEqual([[], ['started 5'], ['progressed 5'], ['ended 5'], []])
  expect(state).toMatchObject({ order: [], ended: [5] })
})

test('reports what ended during a lost connection after the reconnect', () => {
  const { happened } = after(all(transferWith({ id: 1 })), all(transferWith({ id: 1, state: 'ended' })))
  expect(happened).toEqual([[], ['ended 1']])
})

test('a retried transfer is no longer listed as ended', () => {
  const { state } = after(
    all(transferWith({ id: 1 })),
    changed([transferWith({ id: 1, state: 'ended' })], { order: [] }),
    changed([transferWith({ id: 1 })], { order: [1] }),
  )
  expect(state).toMatchObject({ order: [1], ended: [] })
})

test('follows the order of the host and drops removed transfers', () => {
  const { state } = after(
    all(transferWith({ id: 1 }), transferWith({ id: 2 }), transferWith({ id: 3 })),
    changed([], { order: [3, 1, 2], removed: [2] }),
  )
  expect(shownTransfers(state, new Set()).map(({ id }) => id)).toEqual([3, 1])
})

test('moves up before the previous transfer and down after the next one', () => {
  expect(turnBefore([1, 2, 3], 2, -1)).toBe(1)
  expect(turnBefore([1, 2, 3], 1, 1)).toBe(3)
  expect(turnBefore([1, 2, 3], 2, 1)).toBe('last')
  expect(turnBefore([1, 2, 3], 1, -1)).toBe('stays')
})

test('the speed chart fills its box and starts over when nothing runs', () => {
  const running = transferWith({ id: 1, bytesPerSecond: 7 })
  const { state } = after(all(running), changed([running]), changed([running]))
  expect(state.rates).toEqual([7, 7])
  expect(linePoints(state.rates, 59, 20)).toBe('0.0,1.0 59.0,1.0')
  const ended = applyEvent(state, changed([{ ...running, state: 'ended' }], { order: [] }))
  expect(ended.state.rates).toEqual([])
})
