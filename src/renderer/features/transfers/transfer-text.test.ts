import { expect, test } from 'vitest'
import {
  groupName,
  leftMsOf,
  leftText,
  noteOf,
  percentOf,
  progressParts,
  progressText,
  routeText,
  rowName,
  summaryText,
  titleText,
  troubleText,
} from './transfer-text.ts'
import { changedFolders } from './changed-folders.ts'
import { endText } from './counts-text.ts'
import { transferWith } from './transfer.test-support.ts'

const places = (mount: string) => mount

test('names a transfer by its verb, sources and target', () => {
  expect(groupName(transferWith({ sourceCount: 3 }))).toBe('Copy 3 items to reports:2026')
  expect(groupName(transferWith({ verb: 'move' }))).toBe('Move 1 item to reports:2026')
})

test('a row shows its number of items, or that it is still counting', () => {
  expect(rowName(transferWith({ counts: { total: 12_408 } }))).toBe('invoices — 12,408 items')
  expect(rowName(transferWith({ isCounting: true }))).toBe('invoices — counting files…')
  expect(rowName(transferWith({ isCounting: true, state: 'waiting', counts: { total: 0 } }))).toBe('invoices')
  expect(rowName(transferWith({ sourceCount: 3, counts: { total: 3 } }))).toBe('invoices and 2 more')
})

test('the route mentions a copy that the server makes', () => {
  expect(routeText(transferWith(), places)).toBe('Shelf › finance → reports › 2026')
  expect(routeText(transferWith({ route: 'server' }), places)).toMatch(/ · copied by the cloud$/)
})

test('shortens a long route to its ends', () => {
  const long = transferWith({
    from: { mount: 'Home', path: 'northern harbour/soundings and bearings/draft' },
    into: { mount: 'Shelf', path: 'everything that was ever surveyed' },
  })
  expect(routeText(long, places, { isShort: true })).toBe(
    'Home › … › draft → Shelf › everything that was ever surveyed',
  )
  expect(routeText(long, places)).toContain('northern harbour › soundings and bearings › draft')
  expect(routeText(transferWith(), places, { isShort: true })).toBe('Shelf › finance → reports › 2026')
})

test('progress has two parts that together never exceed the whole', () => {
  expect(progressParts(transferWith({ bytes: { total: 100, copied: 40, settled: 65 } }))).toEqual({
    copied: 0.4,
    settled: 0.25,
  })
  const over = progressParts(transferWith({ bytes: { total: 100, copied: 90, settled: 160 } }))
  expect(over.copied + over.settled).toBe(1)
})

test('measures progress by items if there are no bytes', () => {
  const parts = progressParts(transferWith({ counts: { total: 4, done: 1, skipped: 2 }, bytes: { total: 0 } }))
  expect(parts).toEqual({ copied: 0.25, settled: 0.5 })
})

test('shows 100 % only at the end, and no percentage while the total is unknown', () => {
  expect(percentOf(transferWith({ bytes: { total: 100, copied: 100, settled: 100 } }))).toBe(99)
  expect(percentOf(transferWith({ isCounting: true, counts: { done: 3 } }))).toBeUndefined()
  expect(percentOf(transferWith({ state: 'ended', bytes: { total: 100, copied: 100, settled: 100 } }))).toBe(100)
})

test('shows no time left while a transfer counts, asks or has no speed', () => {
  const going = transferWith({ bytesPerSecond: 10, leftMs: 5000 })
  expect(leftMsOf([going])).toBe(5000)
  expect(leftMsOf([going, transferWith({ isCounting: true })])).toBeUndefined()
  expect(leftMsOf([transferWith({ leftMs: 5000, counts: { asking: 1 } })])).toBeUndefined()
  expect(leftMsOf([transferWith({ bytesPerSecond: 10 })])).toBeUndefined()
  expect(leftMsOf([])).toBeUndefined()
})

test('the total time left includes waiting transfers, but not paused ones', () => {
  const going = transferWith({ bytesPerSecond: 100, leftMs: 10_000 })
  expect(leftMsOf([going, transferWith({ state: 'waiting' })])).toBe(20_000)
  expect(leftMsOf([going, transferWith({ state: 'paused' })])).toBe(10_000)
})

test.each([
  [400, '1 s left'],
  [42_000, '42 s left'],
  [180_000, '3 min left'],
  [3_540_000, '59 min left'],
  [5_400_000, '1 h 30 min left'],
  [200_000_000, '2 days left'],
])('formats %i ms as %s', (ms, said) => expect(leftText(ms)).toBe(said))

test('shows progress in numbers, with the time left once everything is counted', () => {
  const half = {
    counts: { total: 214, done: 100, skipped: 20 },
    bytes: { total: 4_300_000, settled: 2_100_000, copied: 2_000_000 },
    leftMs: 180_000,
  }
  expect(progressText(transferWith(half))).toBe('120 of 214 items · 2.1 MB of 4.3 MB · 3 min left')
  expect(progressText(transferWith({ ...half, isCounting: true }))).toBe(
    '120 of 214 items · 2.1 MB of 4.3 MB · still counting',
  )
  expect(progressText(transferWith({ ...half, state: 'paused' }))).toBe('120 of 214 items · 2.1 MB of 4.3 MB')
  expect(progressText(transferWith({ verb: 'delete', counts: { total: 3, done: 1 } }))).toBe('1 of 3 items')
})

test('the last column shows first what needs a person', () => {
  expect(noteOf(transferWith()).text).toBe('skip: hash')
  expect(noteOf(transferWith({ state: 'paused', counts: { asking: 1 } })).text).toBe('needs you')
  expect(noteOf(transferWith({ state: 'paused', pausedBy: 'interrupted' })).text).toBe('interrupted')
  expect(noteOf(transferWith({ state: 'ended', counts: { failed: 2 } })).text).toBe('2 failed')
})

test('shows the problem that stopped a transfer before its interruption', () => {
  const interrupted = transferWith({ state: 'paused', pausedBy: 'interrupted' })
  const problem = { kind: 'unreachable', message: 'Drop them again.', operation: 'x', retry: 'later' } as const
  expect(troubleText(interrupted, places, 0)).toContain('Portolan was closed')
  expect(troubleText({ ...interrupted, problem }, places, 0)).toBe('Drop them again.')
})

test('a wait names its mount and counts down', () => {
  const failure = { kind: 'unreachable', message: 'no', operation: 'x', retry: 'later' } as const
  const waiting = transferWith({ waitsFor: { mount: 'build box', untilMs: 20_000, failure } })
  expect(troubleText(waiting, places, 0)).toBe('Waits for build box, next try in 20 s')
  expect(troubleText(waiting, places, 30_000)).toBe('Waits for build box, trying again…')
})

test('the header counts transfers by state', () => {
  const shown = [
    transferWith(),
    transferWith({ state: 'waiting' }),
    transferWith({ counts: { asking: 3 } }),
    transferWith({ state: 'ended' }),
  ]
  expect(summaryText(shown)).toBe('1 running · 1 waiting · 1 needs you · 1 finished')
  expect(summaryText([])).toBe('Nothing is being copied or moved')
})

test('describes the result in one sentence', () => {
  const counts = { done: 12_405, skipped: 2, failed: 1 }
  expect(endText(transferWith({ counts, skips: { hash: 2 } }))).toBe(
    '12,405 items copied, 2 identical and skipped, 1 failed.',
  )
  expect(endText(transferWith({ counts, skips: { hash: 1, kind: 1 } }))).toBe(
    '12,405 items copied, 1 identical and skipped, 1 skipped, 1 failed.',
  )
  expect(endText(transferWith({ isCancelled: true, counts: { done: 0 } }))).toBe('Cancelled: nothing copied.')
})

test('describes an undo in its own words', () => {
  const undo = transferWith({ verb: 'undo', counts: { done: 2, skipped: 1 } })
  expect(groupName(undo)).toBe('Undo 1 item in reports:2026')
  expect(routeText(undo, places)).toBe('reports › 2026 · undo')
  expect(endText(undo)).toBe('2 items undone, 1 skipped.')
})

test('names both places of a sync, and what may have changed below them', () => {
  const sync = transferWith({ verb: 'sync' })
  expect(groupName(sync)).toBe('Sync Shelf:finance with reports:2026')
  expect(titleText(sync, places)).toBe('Sync Shelf › finance with reports › 2026')
  expect(routeText(sync, places)).toBe('Shelf › finance and reports › 2026')
  expect(noteOf(sync).text).toBe('sync')
  const { folders, trees } = changedFolders(sync, { isEnd: true })
  expect([folders, trees]).toEqual([[], [sync.from, sync.into]])
})
