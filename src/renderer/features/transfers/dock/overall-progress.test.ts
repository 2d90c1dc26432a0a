import { expect, test } from 'vitest'
import { overallProgress } from './overall-progress.ts'
import { transferWith } from '../transfer.test-support.ts'

const counts = { total: 10, done: 5, skipped: 0, failed: 0, cancelled: 0, asking: 0 }
const half = transferWith({ state: 'running', counts, bytes: { total: 100, settled: 50, copied: 50 } })

test('combines all transfers into one progress, by bytes or else by items', () => {
  expect(overallProgress([])).toEqual({ state: 'none' })
  expect(overallProgress([half, { ...half, bytes: { total: 300, settled: 30, copied: 0 } }])).toEqual({
    state: 'running',
    part: 0.2,
  })
  expect(overallProgress([{ ...half, bytes: { total: 0, settled: 0, copied: 0 } }])).toMatchObject({ part: 0.5 })
})

test('shows no percentage while a transfer is counting', () => {
  expect(overallProgress([half, { ...half, isCounting: true }])).toEqual({ state: 'counting' })
})

test('shows failed, waiting and paused transfers', () => {
  expect(overallProgress([{ ...half, counts: { ...counts, failed: 1 } }])).toMatchObject({ state: 'failed' })
  expect(overallProgress([{ ...half, counts: { ...counts, asking: 1 } }])).toMatchObject({ state: 'paused' })
  expect(overallProgress([{ ...half, state: 'paused', isCounting: true }])).toMatchObject({ state: 'paused' })
})
