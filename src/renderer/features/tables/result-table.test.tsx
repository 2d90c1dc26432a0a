// @vitest-environment happy-dom
/** Tests the rows of a query: sorting by the column headers, and the column widths. */
import { screen, within } from '@testing-library/react'
import { useState } from 'react'
import { expect, test, vi } from 'vitest'
import { button, draw } from '../../testing/render.test-support.tsx'
import { ResultTable } from './result-table.tsx'
import { nothing, type Sorting, type TableState } from './table-state.ts'

const state: TableState = {
  ...nothing,
  columns: [
    { name: 'name', type: 'VARCHAR', kind: 'text' },
    { name: 'size', type: 'BIGINT', kind: 'number' },
  ],
  cells: [
    ['a.csv', null, 'c.csv'],
    [3, 1, 2],
  ],
  rows: 3,
}

function open() {
  const sorted = vi.fn<(sorting: Sorting | undefined) => void>()
  const counted = vi.fn<(column: string) => void>()
  function Sorted() {
    const [sorting, setSorting] = useState<Sorting>()
    return (
      <ResultTable
        state={{ ...state, ...(sorting && { sorting }) }}
        onSort={(next) => {
          sorted(next)
          setSorting(next)
        }}
        onCount={counted}
        onEnd={() => {}}
      />
    )
  }
  return { user: draw(<Sorted />), sorted, counted }
}

test('a column header sorts ascending, descending, then not; another column starts over', async () => {
  const { user, sorted } = open()
  const directions = () => screen.getAllByRole('columnheader').map((head) => head.getAttribute('aria-sort'))
  await user.click(button('Sort by size'))
  expect(directions()).toEqual(['none', 'ascending'])
  await user.click(button('Sort by size'))
  expect(directions()).toEqual(['none', 'descending'])
  await user.click(button('Sort by size'))
  expect(directions()).toEqual(['none', 'none'])
  await user.click(button('Sort by size'))
  await user.click(button('Sort by name'))
  expect(directions()).toEqual(['ascending', 'none'])
  expect(sorted.mock.calls.map(([sorting]) => sorting)).toEqual([
    { column: 1, descending: false },
    { column: 1, descending: true },
    undefined,
    { column: 1, descending: false },
    { column: 0, descending: false },
  ])
})

test('requests statistics by the name of the column', async () => {
  const { user, counted } = open()
  await user.click(button('Statistics of size'))
  expect(counted.mock.lastCall).toEqual(['size'])
})

test('shows NULL for a missing value, and includes the header in the row count', () => {
  open()
  expect(screen.getByRole('grid').getAttribute('aria-rowcount')).toBe('4')
  const [, second] = within(screen.getByRole('grid')).getAllByRole('row').slice(1)
  expect(
    within(second ?? document.body)
      .getAllByRole('gridcell')
      .map((cell) => cell.textContent),
  ).toEqual(['NULL', '1'])
})

test('arrow keys change the width of a column, down to a minimum', async () => {
  const { user } = open()
  const handle = screen.getByRole('separator', { name: 'Width of size' })
  const width = () => Number(handle.getAttribute('aria-valuenow'))
  const before = width()
  handle.focus()
  await user.keyboard('{ArrowRight}')
  expect(width()).toBe(before + 16)
  await user.keyboard('{ArrowLeft>30/}')
  expect(width()).toBe(48)
})
