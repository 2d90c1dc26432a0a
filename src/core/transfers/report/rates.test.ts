import { expect, test } from 'vitest'
import { createRates, timeLeft } from './rates.ts'

/** Records counts at times in milliseconds. */
function ratesOf(samples: readonly (readonly [ms: number, bytes: number, items: number])[]) {
  const rates = createRates()
  for (const [ms, bytes, items] of samples) rates.note(ms, { bytes, items })
  return rates
}

test('needs two samples with progress for a rate', () => {
  const rates = ratesOf([
    [0, 0, 0],
    [1000, 0, 0],
    [2000, 4000, 1],
  ])
  expect(rates.bytesPerSecond()).toBeUndefined()
  expect(rates.itemsPerSecond()).toBeUndefined()
  rates.note(4000, { bytes: 8000, items: 1 })
  expect(rates.bytesPerSecond()).toBe(2000)
  expect(rates.itemsPerSecond()).toBeUndefined()
})

test('gives no rate and no time left for one small file in ten seconds', () => {
  const rates = createRates()
  for (let ms = 0; ms <= 9000; ms += 500) rates.note(ms, { bytes: ms < 4000 ? 0 : 1330, items: ms < 4000 ? 0 : 1 })
  expect(rates.bytesPerSecond()).toBeUndefined()
  expect(timeLeft({ bytes: 5_000_000, items: 5000 }, rates)).toBeUndefined()
})

test('gives no rate and no time left if nothing moved within the whole window', () => {
  const rates = ratesOf([
    [0, 0, 0],
    [1000, 5000, 1],
    [2000, 10_000, 2],
  ])
  expect(rates.bytesPerSecond()).toBe(5000)
  for (let ms = 2500; ms <= 13_000; ms += 500) rates.note(ms, { bytes: 10_000, items: 2 })
  expect(rates.bytesPerSecond()).toBeUndefined()
  expect(rates.itemsPerSecond()).toBeUndefined()
  expect(timeLeft({ bytes: 1000, items: 1 }, rates)).toBeUndefined()
  expect(timeLeft({ bytes: 1000, items: 1 }, rates, 100)).toBeUndefined()
})

test('lowers the rate while nothing moves', () => {
  const rates = ratesOf([
    [0, 0, 0],
    [1000, 5000, 0],
    [2000, 10_000, 0],
    [4000, 10_000, 0],
  ])
  expect(rates.bytesPerSecond()).toBe(2500)
})

test('counts no progress if bytes are given up', () => {
  const rates = ratesOf([
    [0, 5000, 0],
    [1000, 9000, 0],
    [2000, 0, 0],
    [3000, 1000, 0],
  ])
  expect(rates.bytesPerSecond()).toBeUndefined()
})

test('ignores samples that follow too soon', () => {
  const rates = ratesOf([
    [0, 0, 0],
    [50, 1000, 1],
    [90, 2000, 2],
  ])
  expect(rates.bytesPerSecond()).toBeUndefined()
})

test('estimates the time left of a deletion by its items', () => {
  const rates = ratesOf([
    [0, 0, 0],
    [1000, 0, 10],
    [2000, 0, 20],
  ])
  expect(timeLeft({ bytes: 0, items: 100 }, rates)).toBe(10_000)
})

test('estimates the time left by number for small files and by bytes for large ones', () => {
  const small = ratesOf([
    [0, 0, 0],
    [1000, 1000, 100],
    [2000, 2000, 200],
  ])
  expect(timeLeft({ bytes: 10_000, items: 1000 }, small)).toBeCloseTo(10_000, -1)
  const large = ratesOf([
    [0, 0, 0],
    [1000, 1e9, 0],
    [2000, 2e9, 0],
  ])
  expect(timeLeft({ bytes: 10e9, items: 1 }, large)).toBeCloseTo(10_000, -1)
})

test('estimates the time left by bytes if a limit slows the transfer down', () => {
  const limit = 100_000
  const afterLarge = ratesOf([
    [0, 0, 0],
    [1000, 100_000, 0],
    [2000, 200_000, 0],
  ])
  expect(timeLeft({ bytes: 1_000_000, items: 10_000 }, afterLarge, limit)).toBe(10_000)
})

test('never estimates less time than the limit requires', () => {
  const limit = 1000
  const small = ratesOf([
    [0, 0, 0],
    [1000, 400, 100],
    [2000, 800, 200],
  ])
  expect(timeLeft({ bytes: 1_000_000, items: 1 }, small, limit)).toBe(1_000_000)
})

test('needs only the first copied file to estimate the time left under a limit', () => {
  const rates = ratesOf([
    [0, 0, 0],
    [4000, 1330, 1],
  ])
  expect(rates.bytesPerSecond()).toBeUndefined()
  expect(timeLeft({ bytes: 5000, items: 5 }, rates, 500)).toBe(10_000)
})

test('estimates zero if nothing is left', () => {
  const rates = ratesOf([
    [0, 0, 0],
    [1000, 10, 1],
    [2000, 20, 2],
  ])
  expect(timeLeft({ bytes: 0, items: 0 }, rates)).toBe(0)
})
