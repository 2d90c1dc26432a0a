import { createStore, type StoreApi } from 'zustand/vanilla'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { newTab, type PaneState } from '../../features/pane/pane-state.ts'
import { firstRows } from './first-rows.ts'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

function loadingPane(): StoreApi<PaneState> {
  const tabs = [newTab(1, { mount: 'Home', path: '' })]
  return createStore<PaneState>(() => ({ tabs, activeId: 1, isEditingLocation: false, isMomentWanted: false }))
}

/** Changes the active tabs in the same way as a listing. */
function patch(pane: StoreApi<PaneState>, facts: object) {
  pane.setState(({ tabs }) => ({ tabs: tabs.map((tab) => ({ ...tab, ...facts })) }))
}

async function isOver(waiting: Promise<void>): Promise<boolean> {
  return Promise.race([waiting.then(() => true), Promise.resolve().then(() => Promise.resolve(false))])
}

test('waits until every pane has rows or has failed', async () => {
  const [left, right] = [loadingPane(), loadingPane()]
  const waiting = firstRows([left, right], 100)
  patch(left, { view: { ...left.getState().tabs[0]?.view, order: new Uint32Array([0]) } })
  expect(await isOver(waiting)).toBe(false)
  patch(right, { listing: { kind: 'failed', failure: { kind: 'denied' } } })
  await waiting
  expect(vi.getTimerCount()).toBe(0)
})

test('stops waiting for a slow location after the limit', async () => {
  const waiting = firstRows([loadingPane()], 100)
  await vi.advanceTimersByTimeAsync(99)
  expect(await isOver(waiting)).toBe(false)
  await vi.advanceTimersByTimeAsync(1)
  expect(await isOver(waiting)).toBe(true)
})

test('does not wait for an empty folder that is already listed', async () => {
  const pane = loadingPane()
  patch(pane, { listing: { kind: 'ready', tookMs: 1, isStopped: false } })
  await firstRows([pane], 100)
  expect(vi.getTimerCount()).toBe(0)
})
