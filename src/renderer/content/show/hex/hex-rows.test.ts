import { expect, test } from 'vitest'
import { hexRow, offsetDigits, parseOffset } from './hex-rows.ts'

test('a row has its offset, its bytes and their characters', () => {
  expect(hexRow(16, Uint8Array.of(0x41, 0, 0xff), 8)).toEqual({
    offset: '00000010',
    bytes: '41 00 ff',
    characters: 'A··',
  })
  const { bytes } = hexRow(0, new Uint8Array(16), 8)
  expect(bytes).toHaveLength(48)
  expect(offsetDigits(20_000_000_000)).toBe(9)
  expect(offsetDigits(0)).toBe(8)
})

test('reads an offset in decimal, hexadecimal or with separators', () => {
  expect(parseOffset('4096', 5000)).toBe(4096)
  expect(parseOffset(' 0x1000 ', 5000)).toBe(4096)
  expect(parseOffset('4,096', 5000)).toBe(4096)
  for (const wrong of ['', '5000', '-1', '1e3', '0xzz', '12.5']) expect(parseOffset(wrong, 5000)).toBeUndefined()
  expect(parseOffset('0', 0)).toBe(0)
})
