import { expect, test } from 'vitest'
import { createAnnouncer } from './announcer.ts'
import { transferWith } from './transfer.test-support.ts'

function setUp() {
  const said: string[] = []
  const timers: { atMs: number; run: () => void }[] = []
  let nowMs = 0
  const announcer = createAnnouncer({
    say: (sentence) => said.push(sentence),
    now: () => nowMs,
    after: (delayMs, run) => timers.push({ atMs: nowMs + delayMs, run }),
  })
  function pass(ms: number) {
    nowMs += ms
    for (const timer of timers.splice(0)) {
      if (timer.atMs <= nowMs) timer.run()
      else timers.push(timer)
    }
  }
  return { announcer, said, pass }
}

test('announces at most every ten seconds, what needs a person first', () => {
  const { announcer, said, pass } = setUp()
  announcer.tell({ kind: 'started', transfer: transferWith({ id: 1 }) })
  pass(0)
  expect(said).toEqual(['Started: Copy 1 item to reports:2026'])
  announcer.tell({ kind: 'ended', transfer: transferWith({ id: 1, counts: { done: 10 } }) })
  announcer.tell({ kind: 'asked', transfer: transferWith({ id: 2, sourceCount: 2 }) })
  pass(9000)
  expect(said).toHaveLength(1)
  pass(1000)
  expect(said[1]).toBe('Needs an answer: Copy 2 items to reports:2026 1 more transfer event.')
  pass(60_000)
  expect(said).toHaveLength(2)
})

test('announces only the latest event of a transfer', () => {
  const { announcer, said, pass } = setUp()
  const transfer = transferWith({ counts: { done: 10 } })
  announcer.tell({ kind: 'started', transfer })
  announcer.tell({ kind: 'ended', transfer })
  pass(0)
  expect(said).toEqual(['Ended: Copy 1 item to reports:2026. 10 done'])
})
