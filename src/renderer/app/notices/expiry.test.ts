import { expect, test } from 'vitest'
import { createExpiry } from './expiry.ts'

function setUp() {
  let nowMs = 0
  let timers: { atMs: number; run: () => void }[] = []
  const gone: number[] = []
  const expiry = createExpiry({
    dismiss: (id) => gone.push(id),
    now: () => nowMs,
    after(delayMs, run) {
      const timer = { atMs: nowMs + delayMs, run }
      timers.push(timer)
      return () => (timers = timers.filter((each) => each !== timer))
    },
  })
  const pass = (ms: number) => {
    nowMs += ms
    const due = timers.filter(({ atMs }) => atMs <= nowMs)
    timers = timers.filter(({ atMs }) => atMs > nowMs)
    for (const { run } of due) run()
  }
  return { expiry, gone, pass, timers: () => timers.length }
}

const notice = (id: number, forMs: number, times = 1) => ({ id, forMs, times })

test('removes each notice after its time, a problem after a longer one', () => {
  const { expiry, gone, pass } = setUp()
  expiry.follow([notice(1, 5000), notice(2, 16_000)])
  pass(5000)
  expect(gone).toEqual([1])
  expiry.follow([notice(2, 16_000)])
  pass(10_999)
  expect(gone).toEqual([1])
  pass(1)
  expect(gone).toEqual([1, 2])
})

test('pauses the time while a notice is hovered or focused, and then continues', () => {
  const { expiry, gone, pass } = setUp()
  expiry.follow([notice(1, 5000)])
  pass(3000)
  expiry.hold(1, true)
  pass(60_000)
  expect(gone).toEqual([])
  expiry.hold(1, false)
  pass(1999)
  expect(gone).toEqual([])
  pass(1)
  expect(gone).toEqual([1])
})

test('pauses the time while the window is hidden', () => {
  const { expiry, gone, pass } = setUp()
  expiry.setSeen(false)
  expiry.follow([notice(1, 5000)])
  pass(60_000)
  expect(gone).toEqual([])
  expiry.setSeen(true)
  pass(5000)
  expect(gone).toEqual([1])
})

test('restarts the time of a repeated notice', () => {
  const { expiry, gone, pass } = setUp()
  expiry.follow([notice(1, 5000)])
  pass(4000)
  expiry.follow([notice(1, 5000, 2)])
  pass(4999)
  expect(gone).toEqual([])
  pass(1)
  expect(gone).toEqual([1])
})

test('clears the timer of a dismissed notice', () => {
  const { expiry, timers } = setUp()
  expiry.follow([notice(1, 5000), notice(2, 5000)])
  expiry.follow([notice(2, 5000)])
  expect(timers()).toBe(1)
  expiry.stop()
  expect(timers()).toBe(0)
})
