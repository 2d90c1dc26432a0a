import { expect, test } from 'vitest'
import { type PaletteItem, rankItems } from './rank.ts'

const items: readonly PaletteItem[] = ['Settings…', 'New folder…', 'Shelf › folders', 'Refresh'].map((title) => ({
  id: title,
  kind: 'command',
  title,
  note: '',
  run() {},
}))
const titles = (typed: string) => rankItems(items, typed).map(({ title }) => title)

test('keeps the order without a query', () => {
  expect(titles('  ')).toHaveLength(4)
})

test('requires every word, in any order', () => {
  expect(titles('folder new')).toEqual(['New folder…'])
  expect(titles('new zebra')).toEqual([])
})

test('ranks items that begin with the word first', () => {
  expect(titles('f')).toEqual(['New folder…', 'Shelf › folders', 'Refresh'])
  expect(titles('s')[0]).toBe('Settings…')
})
