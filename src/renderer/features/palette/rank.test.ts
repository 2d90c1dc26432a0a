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

test('nothing typed leaves everything as it is', () => {
  expect(titles('  ')).toHaveLength(4)
})

test('every word must be there, in any order', () => {
  expect(titles('folder new')).toEqual(['New folder…'])
  expect(titles('new zebra')).toEqual([])
})

test('what begins with the word comes first', () => {
  expect(titles('f')).toEqual(['New folder…', 'Shelf › folders', 'Refresh'])
  expect(titles('s')[0]).toBe('Settings…')
})
