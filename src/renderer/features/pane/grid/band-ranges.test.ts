import { expect, test } from 'vitest'
import { bandRanges } from './band-ranges.ts'
import { tilesPerLine } from './grid-shape.ts'

test('a band over a list takes every row between its ends, whichever way it was drawn', () => {
  expect(bandRanges([2.5, 7.1], [0, 0.4], 1)).toEqual([[2, 7]])
  expect(bandRanges([7.1, 2.5], [0.9, 0.1], 1)).toEqual([[2, 7]])
})

test('a band over tiles takes the columns it touches of each line', () => {
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

test('at least one tile is in a line', () => {
  expect(tilesPerLine(4, 14)).toBe(1)
  expect(tilesPerLine(38.5, 9)).toBe(4)
})
