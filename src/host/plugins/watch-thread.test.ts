import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { watchThread } from './watch-thread.ts'

const onStuck = vi.fn<() => void>()
let answer: () => void = () => {}
let stop: () => void = () => {}
beforeEach(() => {
  vi.useFakeTimers()
  onStuck.mockClear()
  stop = watchThread({
    patienceMs: 10_000,
    ping: () => new Promise<void>((resolve) => (answer = resolve)),
    onStuck,
  })
})
afterEach(() => {
  stop()
  vi.useRealTimers()
})
const wait = (ms: number) => vi.advanceTimersByTimeAsync(ms)
const sleep = (ms: number) => vi.setSystemTime(Date.now() + ms) // Timers do not run in the meantime.

it('a thread that does not answer within the limit is stuck, one that answers is not', async () => {
  for (let round = 0; round < 3; round += 1) {
    await wait(5000)
    answer()
  }
  expect(onStuck).not.toHaveBeenCalled()
  await wait(5000)
  expect(onStuck).not.toHaveBeenCalled()
  await wait(5000)
  expect(onStuck).toHaveBeenCalledOnce()
})

it('does not end a thread that answered while the computer slept', async () => {
  await wait(5000)
  sleep(3_600_000)
  await wait(5000)
  expect(onStuck).not.toHaveBeenCalled()
  answer()
  await wait(20_000) // Asked again, it does not answer.
  expect(onStuck).toHaveBeenCalledOnce()
})

it('ends a thread that is still stuck after sleep or after the clock was set back', async () => {
  await wait(5000)
  sleep(-3_600_000)
  await wait(5000)
  expect(onStuck).not.toHaveBeenCalled()
  await wait(5000)
  expect(onStuck).toHaveBeenCalledOnce()
})
