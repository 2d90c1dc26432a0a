import { expect, test } from 'vitest'
import { movedPosition } from './movement.ts'
import { findTyped, isTyping, noTypeAhead, typeCharacter } from './type-ahead.ts'

test('keys move within the list and stop at its ends', () => {
  const list = { count: 100, pageRows: 20 }
  expect(movedPosition('ArrowDown', 99, list)).toBe(99)
  expect(movedPosition('ArrowUp', 0, list)).toBe(0)
  expect(movedPosition('PageDown', 5, list)).toBe(24)
  expect(movedPosition('PageUp', 5, list)).toBe(0)
  expect(movedPosition('End', 5, list)).toBe(99)
  expect(movedPosition('x', 5, list)).toBeUndefined()
  expect(movedPosition('End', 0, { count: 0, pageRows: 20 })).toBeUndefined()
})

test('in tiles, up and down keep the column, left and right cross lines', () => {
  const tiles = { count: 10, pageRows: 3, perLine: 4 } // Lines with 4, 4 and 2 tiles.
  expect(movedPosition('ArrowRight', 3, tiles)).toBe(4)
  expect(movedPosition('ArrowLeft', 4, tiles)).toBe(3)
  expect(movedPosition('ArrowLeft', 0, tiles)).toBe(0)
  expect(movedPosition('ArrowDown', 1, tiles)).toBe(5)
  expect(movedPosition('ArrowUp', 5, tiles)).toBe(1)
  expect(movedPosition('ArrowUp', 2, tiles)).toBe(2)
  expect(movedPosition('ArrowDown', 7, tiles)).toBe(9) // The last line is short.
  expect(movedPosition('ArrowDown', 8, tiles)).toBe(8)
  expect(movedPosition('PageDown', 1, tiles)).toBe(9)
  expect(movedPosition('PageUp', 9, tiles)).toBe(1)
  expect(movedPosition('PageUp', 6, tiles)).toBe(2)
  expect(movedPosition('ArrowLeft', 3, { count: 10, pageRows: 3 })).toBeUndefined()
})

test('in right-to-left tiles, the left arrow moves to the next one', () => {
  const tiles = { count: 10, pageRows: 3, perLine: 4, isMirrored: true }
  expect(movedPosition('ArrowLeft', 3, tiles)).toBe(4)
  expect(movedPosition('ArrowRight', 4, tiles)).toBe(3)
  expect(movedPosition('ArrowRight', 0, tiles)).toBe(0)
  expect(movedPosition('ArrowLeft', 9, tiles)).toBe(9)
  expect(movedPosition('ArrowDown', 1, tiles)).toBe(5)
})

const names = ['alpha', 'beta', 'bravo', 'charlie']
const startsWith = (position: number, prefix: string) => names[position]?.startsWith(prefix) ?? false

test('typing finds the next name with that beginning and wraps around', () => {
  expect(findTyped('b', 0, 4, startsWith)).toBe(1)
  expect(findTyped('bb', 1, 4, startsWith)).toBe(2)
  expect(findTyped('b', 2, 4, startsWith)).toBe(1)
  expect(findTyped('br', 1, 4, startsWith)).toBe(2)
  expect(findTyped('br', 2, 4, startsWith)).toBe(2)
  expect(findTyped('z', 2, 4, startsWith)).toBeUndefined()
})

test('a pause starts a new word', () => {
  const typed = typeCharacter(typeCharacter(noTypeAhead, 'B', 0), 'r', 500)
  expect(typed.text).toBe('br')
  expect(isTyping(typed, 1400)).toBe(true)
  expect(typeCharacter(typed, 'x', 1600).text).toBe('x')
})
