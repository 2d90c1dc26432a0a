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

it('a thread that does not answer for as long as it may is stuck, and one that answers is not', async () => {
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

it('one whose answer came while the computer slept is not ended', async () => {
  await wait(5000)
  sleep(3_600_000)
  await wait(5000)
  expect(onStuck).not.toHaveBeenCalled()
  answer()
  await wait(20_000) // Asked again, it does not answer.
  expect(onStuck).toHaveBeenCalledOnce()
})

it('one that is still stuck after the sleep is ended, and so is one whose clock was set back', async () => {
  await wait(5000)
  sleep(-3_600_000)
  await wait(5000)
  expect(onStuck).not.toHaveBeenCalled()
  await wait(5000)
  expect(onStuck).toHaveBeenCalledOnce()
})
