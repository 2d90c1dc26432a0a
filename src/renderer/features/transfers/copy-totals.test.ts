import { expect, test } from 'vitest'
import { applyEvent, noTotals, progressOf } from './copy-totals.ts'

const place = { mount: 'm', path: 'a' }

test('items count by how they ended, and failures are kept', () => {
  const failure = { kind: 'denied', message: 'no', operation: 'x', retry: 'never' } as const
  const item = { kind: 'item', from: place, to: place, entry: 'file' } as const
  let totals = applyEvent(noTotals, { ...item, outcome: 'done' }, 0)
  totals = applyEvent(totals, { ...item, outcome: 'skipped' }, 0)
  totals = applyEvent(totals, { ...item, outcome: 'failed', failure }, 0)
  expect(totals).toMatchObject({ done: 1, skipped: 1, failed: 1, failures: [{ location: place, failure }] })
})

test('the rate is what came since the last snapshot, smoothed', () => {
  let totals = applyEvent(noTotals, { kind: 'progress', doneItems: 0, doneBytes: 0 }, 1000)
  expect(totals.bytesPerSecond).toBeUndefined()
  totals = applyEvent(totals, { kind: 'progress', doneItems: 0, doneBytes: 5000 }, 1500)
  expect(totals.bytesPerSecond).toBe(10_000)
  totals = applyEvent(totals, { kind: 'progress', doneItems: 0, doneBytes: 5000 }, 2000)
  expect(totals.bytesPerSecond).toBe(7000)
})

test('progress never passes the whole, and is not made up', () => {
  expect(progressOf({ ...noTotals, doneBytes: 30 }, { bytes: 20, items: 1 })).toBe(1)
  expect(progressOf(noTotals, { bytes: undefined, items: 1 })).toBeUndefined()
})
