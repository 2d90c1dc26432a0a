import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { escapeName, unescapeName } from '../../byte-names.ts'
import { isWithin, osNameOf } from './names.ts'

const bytesOf = (name: string) => {
  const os = unescapeName(name)
  return os === undefined ? undefined : Buffer.from(os)
}
describe('file names on this computer', () => {
  it('shows valid UTF-8 unchanged, and keeps both Unicode forms apart', () => {
    for (const name of ['plain.txt', 'é', 'e\u0301', '名前', '👩‍🚀', ' a ', 'a\nb', '\u{1F600}', '%2F']) {
      expect(escapeName(Buffer.from(name))).toBe(name)
      expect(unescapeName(name)).toBe(name)
    }
  })

  it('escapes a byte that is not UTF-8 by its number', () => {
    expect(escapeName(Buffer.from([0x61, 0xff, 0x62]))).toBe('a‛FFb')
    expect(bytesOf('a‛FFb')).toEqual(Buffer.from([0x61, 0xff, 0x62]))
    expect(escapeName(Buffer.from([0xe2, 0x80]))).toBe('‛E2‛80')
  })

  it('doubles its own escape character', () => {
    expect(escapeName(Buffer.from('a‛b'))).toBe('a‛‛b')
    expect(unescapeName('a‛‛b')).toBe('a‛b')
    expect(unescapeName('‛‛FF')).toBe('‛FF')
  })

  it('restores any bytes from the escaped name', () => {
    const alphabet = [0x61, 0xe2, 0x80, 0x9b, 0xc3, 0xa9, 0xff, 0xf0, 0x9f, 0x46]
    for (let round = 0; round < 5000; round += 1) {
      const random = randomBytes(1 + (round % 24))
      const bytes = round % 2 ? random : Buffer.from(random.map((byte) => alphabet[byte % alphabet.length] ?? 0))
      const name = escapeName(bytes)
      expect(bytesOf(name)).toEqual(bytes)
      expect(Buffer.from(name).toString()).toBe(name)
    }
  })

  it('accepts one spelling only, so that no slash or dot can be smuggled in', () => {
    for (const name of ['‛', 'a‛', '‛2F', '‛2E‛2E', '‛ff', '‛41', '‛C3‛A9', '‛‛‛', '\ud800']) {
      expect(unescapeName(name)).toBeUndefined()
    }
  })

  it('refuses `..`, paths and invalid names', () => {
    const refused = (names: string[], platform: NodeJS.Platform) =>
      names.filter((name) => osNameOf(name, platform) === undefined)
    const climbing = ['..', '.', '', '/etc', 'a/b', 'a\0b', '‛2F']
    const windows = ['..\\x', 'C:', 'C:\\x', 'con', 'LPT1.txt', 'a.', 'a ', 'a?']
    expect(refused(climbing, 'linux')).toEqual(climbing)
    expect(refused(windows, 'win32')).toEqual(windows)
    expect(refused(windows, 'linux')).toEqual([])
  })

  it('distinguishes a folder from one whose name has the same beginning', () => {
    expect(isWithin('/r', '/r')).toBe(true)
    expect(isWithin('/r', '/r/a')).toBe(true)
    expect(isWithin('/r', '/rest')).toBe(false)
    expect(isWithin('/', '/rest')).toBe(true)
  })
})
