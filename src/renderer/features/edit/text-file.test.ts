import { expect, test } from 'vitest'
import { readTextFile, writeTextFile } from './text-file.ts'

const utf8 = (text: string) => new TextEncoder().encode(text)

test.each([
  ['plain', utf8('one\ntwo\n')],
  ['with a mark', utf8('\ufeffone\n')],
  ['of Windows', utf8('one\r\ntwo\r\n')],
  ['of old Macs', utf8('one\rtwo\r')],
  ['with signs beyond the first plane', utf8('👩‍👧 東京')],
  ['UTF-16, little end first', Uint8Array.of(0xff, 0xfe, 0x41, 0, 0x0d, 0, 0x0a, 0, 0x3d, 0xd8, 0x4b, 0xdc)],
  ['UTF-16, big end first', Uint8Array.of(0xfe, 0xff, 0, 0x41, 0, 0x0a)],
  ['empty', new Uint8Array()],
])('a text %s is written back byte for byte', (_, bytes) => {
  const file = readTextFile(bytes)
  if (!file) throw new Error('it was not read')
  expect(writeTextFile(file.text, file)).toEqual(new Uint8Array(bytes))
})

test('a new line uses the line break of the file', () => {
  const file = readTextFile(utf8('one\r\ntwo'))
  if (!file) throw new Error('it was not read')
  expect(new TextDecoder().decode(writeTextFile(`${file.text}\nthree`, file))).toBe('one\r\ntwo\r\nthree')
})

test.each([
  ['a picture', Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0)],
  ['Latin-1, which would be changed by writing', Uint8Array.of(0x63, 0x61, 0x66, 0xe9)],
  ['half a character', Uint8Array.of(0xff, 0xfe, 0x3d, 0xd8)],
])('refuses to edit %s', (_, bytes) => {
  expect(readTextFile(bytes)).toBeUndefined()
})

test('detects mixed line breaks, as saving makes them uniform', () => {
  expect(readTextFile(utf8('one\r\ntwo\nthree\r\n'))).toMatchObject({ lineBreak: '\r\n', isMixed: true })
  expect(readTextFile(utf8('one\ntwo\n'))).toMatchObject({ lineBreak: '\n', isMixed: false })
})
