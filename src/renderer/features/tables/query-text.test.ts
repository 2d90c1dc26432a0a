import { expect, test } from 'vitest'
import { cellText, resultName, sourcesOf, statisticsQuery, widthOf } from './query-text.ts'

test('resolves strings of a query to locations, and “this” to the open file', async () => {
  const here = { mount: 'reports', path: 'q3.csv' }
  const locate = async (typed: string) =>
    typed.startsWith('~') ? { mount: 'computer', path: 'home/x.csv' } : 'no location'
  const sql = "select 'this' from this join '~/x.csv' using (id) join 'nothing' using (id)"
  expect(await sourcesOf(sql, here, locate)).toEqual([
    { text: 'this', location: here },
    { text: '~/x.csv', location: { mount: 'computer', path: 'home/x.csv' } },
  ])
})

test('the statistics query quotes the column and allows a comment and a semicolon', () => {
  const sql = statisticsQuery('select 1 as "a""b" -- one\n;', 'a"b')
  expect(sql).toContain('min("a""b")')
  expect(sql).toContain('-- one\n)')
})

test('columns fit their content, within limits', () => {
  const column = { name: 'id', type: 'BIGINT', kind: 'number' } as const
  expect(widthOf(column, ['1', null])).toBe(9)
  expect(widthOf(column, ['x'.repeat(20)])).toBe(20)
  expect(widthOf(column, ['x'.repeat(200)])).toBe(40)
})

test('groups the digits of decimal numbers and changes nothing else', () => {
  const decimal = { name: 'a', type: 'DECIMAL(12,2)', kind: 'number' } as const
  expect(cellText('-1204881.20', decimal, '—')).toBe('-1,204,881.20')
  expect(cellText('120.20', decimal, '—')).toBe('120.20')
  expect(cellText(null, decimal, '—')).toBe('—')
  expect(cellText(2026, { ...decimal, type: 'INTEGER' }, '—')).toBe('2026')
})

test('names a result after its file', () => {
  expect(resultName('q3.parquet')).toBe('q3-result.csv')
  expect(resultName('sales.csv.gz')).toBe('sales-result.csv')
  expect(resultName('')).toBe('table-result.csv')
})
