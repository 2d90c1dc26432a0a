import { expect, test } from 'vitest'
import type { Edit } from '../../../contract/api/edits.ts'
import { newsOf } from './edits-store.ts'

const edit = (state: Edit['state'], stored = 0): Edit => ({
  id: 'one',
  location: { mount: 'far', path: 'a.txt' },
  path: '/copies/a.txt',
  state,
  stored,
})

test('reports every stored edit, and each problem once', () => {
  const kinds = (before: Edit[], now: Edit[]) => newsOf(before, now).map((news) => `${news.kind} ${news.edit.state}`)
  expect(kinds([], [edit('open')])).toEqual([])
  expect(kinds([edit('storing')], [edit('open', 1)])).toEqual(['stored open'])
  expect(kinds([edit('open')], [edit('changed')])).toEqual(['trouble changed'])
  expect(kinds([edit('changed')], [edit('changed')])).toEqual([])
  expect(kinds([], [edit('left')])).toEqual(['trouble left'])
  expect(kinds([edit('failed')], [])).toEqual([])
})
