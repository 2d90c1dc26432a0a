import { expect, test } from 'vitest'
import {
  invertRows,
  isSelected,
  mapSelection,
  noSelection,
  selectedRows,
  selectRange,
  selectRows,
  toggleRow,
  withRows,
} from './selection.ts'

const order = Uint32Array.of(40, 3, 31, 32, 7)

test('a range goes from anchor to cursor in the shown order, in both directions', () => {
  expect([...selectedRows(selectRange(order, 1, 3))]).toEqual([3, 31, 32])
  expect([...selectedRows(selectRange(order, 3, 1))]).toEqual([3, 31, 32])
})

test('toggling twice changes nothing', () => {
  const once = toggleRow(selectRows([3]), 64)
  expect([...selectedRows(once)]).toEqual([3, 64])
  expect(once.count).toBe(2)
  expect([...selectedRows(toggleRow(once, 64))]).toEqual([3])
})

test('inverting affects only the shown rows', () => {
  const selection = invertRows(selectRows([3, 100]), order)
  expect([...selectedRows(selection)]).toEqual([7, 31, 32, 40, 100])
  expect(selection.count).toBe(5)
})

test('counts a row once, even if it is selected twice', () => {
  const selection = withRows(selectRows([1, 1, 2]), [2, 5], { selected: true })
  expect(selection.count).toBe(3)
  expect(withRows(noSelection, [9], { selected: false }).count).toBe(0)
  expect(isSelected(selection, 5)).toBe(true)
})

test('a selection follows its rows into a newer listing and drops missing ones', () => {
  const none = 0xffffffff
  expect([...selectedRows(mapSelection(selectRows([0, 2]), Uint32Array.of(5, none, none), none))]).toEqual([5])
})
