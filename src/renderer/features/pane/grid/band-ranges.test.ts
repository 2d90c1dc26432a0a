import { expect, test } from 'vitest'
import { bandRanges } from './band-ranges.ts'
import { tilesPerLine } from './grid-shape.ts'

test('a selection rectangle over a list covers all rows between its ends, in either direction', () => {
  expect(bandRanges([2.5, 7.1], [0, 0.4], 1)).toEqual([[2, 7]])
  expect(bandRanges([7.1, 2.5], [0.9, 0.1], 1)).toEqual([[2, 7]])
})

test('a selection rectangle over tiles covers the columns it touches in each line', () => {
  expect(bandRanges([0.5, 2.2], [1.5, 2.9], 4)).toEqual([
    [1, 2],
    [5, 6],
    [9, 10],
  ])
  expect(bandRanges([0.5, 2.2], [-1, 9], 4)).toEqual([[0, 11]])
  expect(bandRanges([-3, 1.2], [2.5, 2.6], 4)).toEqual([
    [2, 2],
    [6, 6],
  ])
})

test('a line has at least one tile', () => {
  expect(tilesPerLine(4, 14)).toBe(1)
  expect(tilesPerLine(38.5, 9)).toBe(4)
})
