import { expect, test } from 'vitest'
import { treemap } from './treemap.ts'

test('areas are proportional to the values and fill the whole without gaps', () => {
  const values = [640, 310, 230, 120, 60, 40, 0.5]
  const rects = treemap(values, 2)
  const total = values.reduce((sum, value) => sum + value, 0)
  rects.forEach(({ width, height, left, top }, at) => {
    expect((width * height) / 10_000).toBeCloseTo((values[at] ?? 0) / total, 6)
    expect(left).toBeGreaterThanOrEqual(0)
    expect(left + width).toBeLessThanOrEqual(100.0001)
    expect(top + height).toBeLessThanOrEqual(100.0001)
  })
})

test('areas do not overlap', () => {
  const rects = treemap(
    Array.from({ length: 40 }, (_, at) => 41 - at),
    1.5,
  )
  for (const [at, a] of rects.entries()) {
    for (const b of rects.slice(at + 1)) {
      const across = Math.min(a.left + a.width, b.left + b.width) - Math.max(a.left, b.left)
      const down = Math.min(a.top + a.height, b.top + b.height) - Math.max(a.top, b.top)
      expect(Math.min(across, down)).toBeLessThan(1e-6)
    }
  }
})

test('large areas are nearly square', () => {
  const [first] = treemap([6, 6, 4, 3, 2, 2, 1], 1.5)
  const shape = ((first?.width ?? 0) * 1.5) / (first?.height ?? 1)
  expect(shape).toBeGreaterThan(0.5)
  expect(shape).toBeLessThan(2)
})

test('a value of zero gets no area', () => {
  expect(treemap([], 1)).toEqual([])
  expect(treemap([0, 0], 1)).toEqual([
    { left: 0, top: 0, width: 0, height: 0 },
    { left: 0, top: 0, width: 0, height: 0 },
  ])
})
