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

test('what a window finds at its first look is no news, but a question is', () => {
  const { happened } = after(all(transferWith({ id: 1 }), transferWith({ id: 2, counts: { asking: 1 } })))
  expect(happened).toEqual([['asked 2']])
})

test('what ended before the window was opened is left to the history', () => {
  const { state } = after(all(transferWith({ id: 1 }), transferWith({ id: 2, state: 'ended' })))
  expect(shownTransfers(state, new Set()).map(({ id }) => id)).toEqual([1])
})

test('what begins, goes on and ends is told once each', () => {
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

test('what ended while the line was lost is told when it is back', () => {
  const { happened } = after(all(transferWith({ id: 1 })), all(transferWith({ id: 1, state: 'ended' })))
  expect(happened).toEqual([[], ['ended 1']])
})

test('one that is tried again leaves the ended ones', () => {
  const { state } = after(
    all(transferWith({ id: 1 })),
    changed([transferWith({ id: 1, state: 'ended' })], { order: [] }),
    changed([transferWith({ id: 1 })], { order: [1] }),
  )
  expect(state).toMatchObject({ order: [1], ended: [] })
})

test('turns follow the host, and what is removed is gone', () => {
  const { state } = after(
    all(transferWith({ id: 1 }), transferWith({ id: 2 }), transferWith({ id: 3 })),
    changed([], { order: [3, 1, 2], removed: [2] }),
  )
  expect(shownTransfers(state, new Set()).map(({ id }) => id)).toEqual([3, 1])
})

test('an earlier turn is before the one above, a later one after the one below', () => {
  expect(turnBefore([1, 2, 3], 2, -1)).toBe(1)
  expect(turnBefore([1, 2, 3], 1, 1)).toBe(3)
  expect(turnBefore([1, 2, 3], 2, 1)).toBe('last')
  expect(turnBefore([1, 2, 3], 1, -1)).toBe('stays')
})

test('the line of rates fills its box and begins anew when nothing runs', () => {
  const running = transferWith({ id: 1, bytesPerSecond: 7 })
  const { state } = after(all(running), changed([running]), changed([running]))
  expect(state.rates).toEqual([7, 7])
  expect(linePoints(state.rates, 59, 20)).toBe('0.0,1.0 59.0,1.0')
  const ended = applyEvent(state, changed([{ ...running, state: 'ended' }], { order: [] }))
  expect(ended.state.rates).toEqual([])
})
