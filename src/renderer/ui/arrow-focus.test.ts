import { expect, test } from 'vitest'
import { nextPlace } from './arrow-focus.ts'

test.each([
  ['ArrowDown', { at: 2, column: 3 }],
  ['ArrowUp', { at: 0, column: 3 }],
  ['ArrowLeft', { at: 1, column: 2 }],
  ['ArrowRight', { at: 1, column: 4 }],
  ['Home', { at: 0, column: 3 }],
  ['End', { at: 4, column: 3 }],
  ['Enter', undefined],
  ['constructor', undefined],
])('%s leads to the expected cell', (key, place) => {
  expect(nextPlace(key, { at: 1, column: 3, last: 4 })).toEqual(place)
})

test('stops at the first and the last row', () => {
  expect(nextPlace('ArrowUp', { at: 0, column: 0, last: 1 })).toBeUndefined()
  expect(nextPlace('ArrowDown', { at: 1, column: 0, last: 1 })).toBeUndefined()
  expect(nextPlace('ArrowLeft', { at: 1, column: 0, last: 1 })).toBeUndefined()
})
