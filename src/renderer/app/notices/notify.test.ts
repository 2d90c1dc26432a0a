import { expect, test } from 'vitest'
import { transferWith } from '../../features/transfers/transfer.test-support.ts'
import { messageOf } from './notify.ts'

const counts = { total: 3, done: 2, skipped: 0, failed: 1, cancelled: 0, asking: 0 }

test('notifies of a transfer that ended or needs an answer only if the window has no focus', () => {
  const ended = { kind: 'ended', transfer: transferWith({ state: 'ended', counts }) } as const
  expect(messageOf(ended, false)?.body).toBe('2 done · 1 failed')
  expect(messageOf(ended, true)).toBeUndefined()
  const asked = { kind: 'asked', transfer: transferWith({ counts: { ...counts, asking: 1 } }) } as const
  expect(messageOf(asked, false)?.body).toBe('Needs an answer')
})

test('does not notify of a transfer that started, progressed or was cancelled', () => {
  const transfer = transferWith({ counts })
  expect(messageOf({ kind: 'started', transfer }, false)).toBeUndefined()
  expect(messageOf({ kind: 'progressed', transfer }, false)).toBeUndefined()
  expect(messageOf({ kind: 'ended', transfer: transferWith({ isCancelled: true }) }, false)).toBeUndefined()
})
