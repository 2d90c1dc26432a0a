import { expect, test } from 'vitest'
import { transferWith } from '../../features/transfers/transfer.test-support.ts'
import { messageOf } from './notify.ts'

const counts = { total: 3, done: 2, skipped: 0, failed: 1, cancelled: 0, asking: 0 }

test('who looks elsewhere is told what ended or needs an answer, and who looks is not', () => {
  const ended = { kind: 'ended', transfer: transferWith({ state: 'ended', counts }) } as const
  expect(messageOf(ended, false)?.body).toBe('2 done · 1 failed')
  expect(messageOf(ended, true)).toBeUndefined()
  const asked = { kind: 'asked', transfer: transferWith({ counts: { ...counts, asking: 1 } }) } as const
  expect(messageOf(asked, false)?.body).toBe('Needs an answer')
})

test('what begins, goes on or was cancelled is no news', () => {
  const transfer = transferWith({ counts })
  expect(messageOf({ kind: 'started', transfer }, false)).toBeUndefined()
  expect(messageOf({ kind: 'progressed', transfer }, false)).toBeUndefined()
  expect(messageOf({ kind: 'ended', transfer: transferWith({ isCancelled: true }) }, false)).toBeUndefined()
})
