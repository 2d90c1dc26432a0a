import { expect, test } from 'vitest'
import { compareTexts, type Row } from './compare-texts.ts'

const shown = (row: Row) => {
  if (row.kind === 'same') return `${row.left} ${row.right}   ${row.text}`
  const words = row.pieces.map(({ text, isChanged }) => (isChanged ? `[${text}]` : text)).join('')
  return row.kind === 'removed' ? `${row.left} - ${words}` : `${row.right} + ${words}`
}
const compared = (left: string, right: string) => {
  const result = compareTexts(left, right)
  if (!result) throw new Error('too different')
  return { ...result, rows: result.rows.map(shown) }
}

test('numbers the lines of both sides and marks changed words', () => {
  const before = 'mounts:\n  region: us-east-1\n  bucket: reports\n  prefix: 2025/\n'
  const after = 'mounts:\n  region: eu-west-1\n  storageClass: IA\n  bucket: reports\n  prefix: 2026/\n'
  expect(compared(before, after)).toEqual({
    added: 3,
    removed: 2,
    hasOnlyOtherEndings: false,
    rows: [
      '1 1   mounts:',
      '2 -   region: [us]-[east]-1',
      '2 +   region: [eu]-[west]-1',
      '3 +   storageClass: IA',
      '3 4     bucket: reports',
      '4 -   prefix: [2025]/',
      '5 +   prefix: [2026]/',
    ],
  })
})

test('does not compare words of lines that have little in common', () => {
  expect(compared('one two three\n', 'four five six\n').rows).toEqual(['1 - one two three', '1 + four five six'])
})

test('reports that only the line endings differ', () => {
  expect(compared('a\r\nb\r\n', 'a\nb')).toMatchObject({ added: 0, removed: 0, hasOnlyOtherEndings: true })
  expect(compared('a\nb\n', 'a\nb\n')).toMatchObject({ added: 0, removed: 0, hasOnlyOtherEndings: false })
})

test('compares an empty text with another', () => {
  expect(compared('', 'a\nb\n').rows).toEqual(['1 + a', '2 + b'])
  expect(compared('a', '').rows).toEqual(['1 - a'])
  expect(compared('', '').rows).toEqual([])
})

test('contains every line of both texts', () => {
  const random = mulberry(7)
  for (let round = 0; round < 200; round += 1) {
    const text = () => Array.from({ length: Math.floor(random() * 12) }, () => `line ${Math.floor(random() * 6)} x`)
    const [left, right] = [text(), text()]
    const { rows } = compareTexts(left.join('\n'), right.join('\n')) ?? { rows: [] }
    const side = (kind: 'removed' | 'added') =>
      rows.flatMap((row) => {
        if (row.kind === 'same') return [row.text]
        return row.kind === kind ? [row.pieces.map((piece) => piece.text).join('')] : []
      })
    expect(side('removed')).toEqual(left)
    expect(side('added')).toEqual(right)
  }
})

function mulberry(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
