import { expect, test } from 'vitest'
import { compareWith, type SumRow, sumsFiles } from './comparing.ts'

const md5 = '900150983cd24fb0d6963f7d28e17f72'
const sha256 = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'
const rows: readonly SumRow[] = [
  { name: 'a', sums: { md5, sha256 }, source: 'bytes' },
  { name: 'b', sums: { md5: md5.replace('9', '8'), sha256: sha256.replace('b', 'c') }, source: 'store' },
]

test('reports a pasted checksum as same, different, of a kind that is not computed, or invalid', () => {
  expect(compareWith(` ${md5.toUpperCase()} `, rows)).toMatchObject({ kind: 'same', names: ['a'] })
  expect(compareWith(md5.replace('7', '6'), rows)).toMatchObject({ kind: 'different', names: ['a', 'b'] })
  expect(compareWith('364b3fb7', rows)).toMatchObject({ kind: 'unknown', given: { kinds: ['crc32c', 'crc32'] } })
  expect(compareWith('what', rows)).toEqual({ kind: 'no-sum' })
  expect(compareWith(' ', rows)).toEqual({ kind: 'nothing' })
})

test('reports an ambiguous checksum as different only if both kinds were computed', () => {
  const other = sha256.replace('a', '0')
  expect(compareWith(other, rows)).toMatchObject({ kind: 'unknown' })
  const both = rows.map((row) => ({ ...row, sums: { ...row.sums, blake3: '0'.repeat(64) } }))
  expect(compareWith(other, both)).toMatchObject({ kind: 'different' })
  expect(compareWith(sha256, rows)).toMatchObject({ kind: 'same' })
})

test('writes one file for each kind, in the format of the usual tools', () => {
  expect(sumsFiles(rows.slice(0, 1), ['sha256', 'md5', 'sha1'])).toEqual([
    { name: 'SHA256SUMS', text: `${sha256}  a\n` },
    { name: 'MD5SUMS', text: `${md5}  a\n` },
  ])
})
