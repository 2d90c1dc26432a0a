import { expect, it } from 'vitest'
import { createBandwidth } from './bandwidth.ts'

const { signal } = new AbortController()

it('lets several callers pass one after the other', async () => {
  const bandwidth = createBandwidth()
  bandwidth.setLimit(100_000)
  const ended: number[] = []
  const all = [1, 2, 3, 4].map(async (number) => {
    await bandwidth.pass(5000, signal)
    ended.push(number)
  })
  await Promise.race(all)
  expect(ended.length).toBeLessThan(4)
  await Promise.all(all)
  expect(ended).toEqual([1, 2, 3, 4])
})

it('releases waiting callers when the limit is removed', async () => {
  const bandwidth = createBandwidth()
  bandwidth.setLimit(10)
  const passing = bandwidth.pass(1_000_000, signal)
  bandwidth.setLimit(undefined)
  await expect(passing).resolves.toBeUndefined()
})

it('stops waiting when the caller aborts', async () => {
  const bandwidth = createBandwidth()
  bandwidth.setLimit(10)
  const control = new AbortController()
  const passing = bandwidth.pass(1_000_000, control.signal)
  control.abort(new Error('enough'))
  await expect(passing).rejects.toThrow('enough')
})

it('makes a caller wait for its remaining bytes when the limit changes', async () => {
  let ms = 0
  const bandwidth = createBandwidth(() => ms)
  bandwidth.setLimit(1000)
  let hasPassed = false
  const passing = bandwidth.pass(5000, signal).then(() => (hasPassed = true))
  ms = 1000 // A fifth has passed.
  bandwidth.setLimit(100)
  for (const step of [1000, 20_000, 39_000]) {
    ms = 1000 + step // The rest now takes forty seconds.
    await new Promise((resolve) => setTimeout(resolve, 250))
    expect(hasPassed).toBe(false)
  }
  ms = 41_100
  await passing
})
