import { expect, test } from 'vitest'
import { compareTexts } from './compare-texts.ts'
import { foldRows } from './fold-rows.ts'

const numbered = (count: number) => Array.from({ length: count }, (_, at) => `line ${at + 1}`)

function folded(left: readonly string[], right: readonly string[]) {
  const rows = compareTexts(left.join('\n'), right.join('\n'))?.rows ?? []
  return foldRows(rows).map((row) => (row.kind === 'fold' ? `fold ${row.rows.length}` : row.kind))
}

test('shows three lines around each difference and folds the rest', () => {
  const before = numbered(30)
  const after = before.map((line, at) => (at === 14 ? 'another' : line))
  const around = ['same', 'same', 'same']
  expect(folded(before, after)).toEqual(['fold 11', ...around, 'removed', 'added', ...around, 'fold 12'])
})

test('does not fold a short run between two differences', () => {
  const before = numbered(11)
  const after = before.map((line, at) => (at === 0 || at === 10 ? 'another' : line))
  expect(folded(before, after).filter((kind) => kind.startsWith('fold'))).toEqual([])
})

test('folds texts without a difference into one', () => {
  expect(folded(numbered(9), numbered(9))).toEqual(['fold 9'])
})
