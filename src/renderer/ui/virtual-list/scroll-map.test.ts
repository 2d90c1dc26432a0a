import { expect, test } from 'vitest'
import { contentAt, createScrollMap, follow, revealRow, scrollFor, settle, showAt } from './scroll-map.ts'

const rowPx = 26
const viewportPx = 600

test('does not scale a list below the height limit', () => {
  const map = createScrollMap(1000 * rowPx, viewportPx)
  expect(map.spacerPx).toBe(26_000)
  expect(follow(map, { scrollTop: 0, offset: 0 }, 12_345)).toEqual({ scrollTop: 12_345, offset: 0 })
  expect(showAt(map, 1e9)).toEqual({ scrollTop: 25_400, offset: 0 })
})

test.each([1_000_000, 5_000_000])('reaches the last of %i rows by wheel, scroll bar and key', (rows) => {
  const map = createScrollMap(rows * rowPx, viewportPx)
  const lastScroll = map.spacerPx - viewportPx
  const lastContent = rows * rowPx - viewportPx
  expect(map.spacerPx).toBeLessThan(16_700_000)

  const byKey = showAt(map, lastContent)
  expect(byKey.scrollTop + byKey.offset).toBe(lastContent)

  const byThumb = follow(map, { scrollTop: 0, offset: 0 }, lastScroll)
  expect(byThumb.scrollTop + byThumb.offset).toBe(lastContent)

  let byWheel = showAt(map, lastContent - 5000)
  for (let turn = 0; turn < 100; turn++) {
    byWheel = follow(map, byWheel, Math.min(lastScroll, byWheel.scrollTop + 120))
    if (turn % 7 === 0) byWheel = settle(map, byWheel)
  }
  expect(byWheel.scrollTop + byWheel.offset).toBe(lastContent)
})

test('a small scroll moves the content by the same number of pixels everywhere', () => {
  const map = createScrollMap(5_000_000 * rowPx, viewportPx)
  for (const place of [0, 400_000, 20_000_000, 100_000_000, 129_900_000]) {
    const before = showAt(map, place)
    const after = follow(map, before, before.scrollTop + 53)
    expect(after.scrollTop + after.offset - (before.scrollTop + before.offset)).toBe(53)
  }
})

test('settling moves the scroll bar but not the content', () => {
  const map = createScrollMap(2_000_000 * rowPx, viewportPx)
  let now = showAt(map, 25_000_000)
  for (let turn = 0; turn < 200; turn++) now = follow(map, now, now.scrollTop + 400)
  const settled = settle(map, now)
  expect(settled.scrollTop).not.toBe(now.scrollTop)
  expect(settled.scrollTop + settled.offset).toBe(now.scrollTop + now.offset)
})

test('maps in both directions', () => {
  const map = createScrollMap(3_000_000 * rowPx, viewportPx)
  for (const place of [0, 300_000, 1_000_000, 40_000_000, 77_999_000]) {
    expect(contentAt(map, scrollFor(map, place))).toBeCloseTo(place, 3)
  }
})

test('scrolls no further than needed to reveal a row', () => {
  const map = createScrollMap(100 * rowPx, viewportPx)
  expect(revealRow(map, 260, { top: 300, height: rowPx })).toBe(260)
  expect(revealRow(map, 260, { top: 26, height: rowPx })).toBe(26)
  expect(revealRow(map, 0, { top: 780, height: rowPx })).toBe(206)
})
