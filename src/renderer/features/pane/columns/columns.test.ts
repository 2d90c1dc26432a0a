import { expect, test } from 'vitest'
import {
  chosenColumns,
  type ColumnChoice,
  type ColumnId,
  columnTemplate,
  fittingColumns,
  moveColumn,
  standardChoice,
  toggleColumn,
  withWidth,
} from './columns.ts'

const offered: readonly ColumnId[] = ['size', 'modified', 'storageClass', 'owner', 'kind']
const room = { paneRem: 60, dateRem: 7, marks: undefined } as const

test('shows columns in the standard order until another one is chosen', () => {
  expect(chosenColumns(offered, standardChoice)).toEqual(offered)
  const moved = moveColumn(standardChoice, offered, 'owner', 'size')
  expect(chosenColumns(offered, moved)).toEqual(['owner', 'size', 'modified', 'storageClass', 'kind'])
  expect(chosenColumns(['size', 'modified', 'kind'], moved)).toEqual(['size', 'modified', 'kind'])
  expect(chosenColumns(offered, moveColumn(moved, chosenColumns(offered, moved), 'owner', 1))).toEqual([
    'size',
    'owner',
    'modified',
    'storageClass',
    'kind',
  ])
  expect(moveColumn(moved, offered, 'size', -1)).toBe(moved)
})

test('hides a column and shows it again', () => {
  const hidden = toggleColumn(standardChoice, 'owner')
  expect(chosenColumns(offered, hidden)).toEqual(['size', 'modified', 'storageClass', 'kind'])
  expect(toggleColumn(hidden, 'owner')).toEqual(standardChoice)
})

test.each([
  [60, offered],
  [40, ['size', 'modified', 'storageClass', 'owner', 'kind']],
  [35, ['size', 'modified', 'storageClass', 'owner']],
  [25, ['size', 'modified']],
  [18, ['size']],
  [11, []],
])('leaves enough width for names in a pane of %d rem', (paneRem, columns) => {
  expect(fittingColumns(offered, standardChoice, { ...room, paneRem })).toEqual(columns)
})

test('hides size and time before the column of changes if there is little room', () => {
  const marked: readonly ColumnId[] = ['size', 'modified', 'since', 'kind']
  expect(fittingColumns(marked, standardChoice, { ...room, paneRem: 22, marks: 'since' })).toEqual(['size', 'since'])
  expect(fittingColumns(marked, standardChoice, { ...room, paneRem: 17.5, marks: 'since' })).toEqual(['since'])
})

test('shows folder and size beside the name in a search for text', () => {
  expect(fittingColumns(['size', 'modified', 'folder', 'kind'], standardChoice, { ...room, marks: 'text' })).toEqual([
    'size',
    'folder',
  ])
})

test('keeps widths within usable limits', () => {
  const wide: ColumnChoice = withWidth(withWidth(standardChoice, 'size', 500), 'modified', 0)
  expect(columnTemplate(['size', 'modified', 'kind'], wide, room)).toBe('minmax(0, 1fr) 40rem 2.5rem 5rem')
  expect(columnTemplate(['folder', 'size'], standardChoice, { ...room, marks: 'folder' })).toBe(
    'minmax(0, 1fr) minmax(5rem, 0.6fr) 4.25rem',
  )
})
