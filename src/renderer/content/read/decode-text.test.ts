import { expect, test } from 'vitest'
import { decodeText } from './decode-text.ts'

const bytes = (...values: number[]) => Uint8Array.from(values)

test('decodes UTF-8, UTF-16 with a byte order mark, and otherwise Western European text', () => {
  expect(decodeText(new TextEncoder().encode('Grüße 漢字 🙂\n'))).toBe('Grüße 漢字 🙂\n')
  expect(decodeText(bytes(0xff, 0xfe, 0x41, 0, 0xe9, 0))).toBe('Aé')
  expect(decodeText(bytes(0xfe, 0xff, 0, 0x41))).toBe('A')
  expect(decodeText(bytes(0x47, 0x72, 0xfc, 0xdf, 0x65))).toBe('Grüße')
  expect(decodeText(bytes())).toBe('')
})

test('decodes text that ends inside a character', () => {
  const whole = new TextEncoder().encode('abc漢')
  expect(decodeText(whole.subarray(0, 5), { isCut: true })).toBe('abc')
  expect(decodeText(whole.subarray(0, 5))).not.toBe('abc')
})

test('does not take bytes with zeros or other control characters for text', () => {
  expect(decodeText(bytes(0x50, 0x4b, 3, 4, 0, 0))).toBeUndefined()
  expect(decodeText(bytes(0x89, 0x01, 0x02, 0xff))).toBeUndefined()
  expect(decodeText(bytes(0x1b, 0x5b, 0x30, 0x6d))).toBe('\u001b[0m')
})

test('removes byte order marks, and detects UTF-16 without one', () => {
  expect(decodeText(bytes(0xef, 0xbb, 0xbf, 0x41))).toBe('A')
  const little = Array.from('Log of the harbour\n').flatMap((letter) => [letter.charCodeAt(0), 0])
  expect(decodeText(bytes(...little))).toBe('Log of the harbour\n')
  expect(decodeText(bytes(0, ...little.slice(0, -1)))).toBe('Log of the harbour\n')
  expect(decodeText(bytes(0xff, 0xfe, 0x41, 0, 0x42), { isCut: true })).toBe('A')
})

test('does not take binary data for text because of a byte order mark', () => {
  expect(decodeText(bytes(0xff, 0xfe, 1, 0, 2, 0))).toBeUndefined()
  expect(decodeText(bytes(1, 0, 2, 0, 3, 0, 4, 0))).toBeUndefined()
})
