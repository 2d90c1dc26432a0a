import { expect, test } from 'vitest'
import { kindOfSumsFile, recogniseSum } from './sum-names.ts'
import { parseSumsFile, sumLine } from './sums-file.ts'

const md5 = '900150983cd24fb0d6963f7d28e17f72'
const sha256 = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'

test('detects a checksum by its length, in any notation', () => {
  expect(recogniseSum(` ${md5.toUpperCase()}\n`)).toEqual({ hex: md5, kinds: ['md5'] })
  expect(recogniseSum(`sha256:${sha256}`)).toEqual({ hex: sha256, kinds: ['sha256', 'blake3'] })
  expect(recogniseSum('90:01:50:98 3c:d2:4f:b0:d6:96:3f:7d:28:e1:7f:72')?.hex).toBe(md5)
  expect(recogniseSum('kAFQmDzST7DWlj99KOF/cg==')).toEqual({ hex: md5, kinds: ['md5'] })
  expect(recogniseSum('364b3fb7')?.kinds).toEqual(['crc32c', 'crc32'])
  for (const text of ['', 'abc', 'no sum at all', `${md5}0`, 'zz'.repeat(16)])
    expect(recogniseSum(text)).toBeUndefined()
})

test('detects a checksum file by its name', () => {
  const names = ['SHA256SUMS', 'md5sum.txt', 'a.iso.sha1', 'x.sha512', 'B3SUMS', 'notes.txt', 'sha256.ts']
  expect(names.map(kindOfSumsFile)).toEqual(['sha256', 'md5', 'sha1', 'sha512', 'blake3', undefined, undefined])
})

test('reads lines of sha256sum, of BSD and with escaped names, and counts others', () => {
  const text = [
    '# a comment',
    `${sha256}  plain.txt`,
    `${md5} *binary.bin`,
    `SHA256 (a (b).txt) = ${sha256}`,
    sumLine(sha256, 'a\nb\\c'),
    '',
    'not a line',
    sha256,
  ].join('\r\n')
  expect(parseSumsFile(`\u{feff}${text}`, undefined)).toEqual({
    lines: [
      { name: 'plain.txt', hex: sha256, kind: 'sha256' },
      { name: 'binary.bin', hex: md5, kind: 'md5' },
      { name: 'a (b).txt', hex: sha256, kind: 'sha256' },
      { name: 'a\nb\\c', hex: sha256, kind: 'sha256' },
    ],
    bad: 2,
  })
  expect(parseSumsFile(`${sha256}  x`, 'blake3').lines[0]?.kind).toBe('blake3')
})
