// @vitest-environment happy-dom
import { screen } from '@testing-library/react'
import { useRef } from 'react'
import { beforeEach, expect, test } from 'vitest'
import { draw, giveHeight } from '../../testing/render.test-support.tsx'
import { RowGrid, type RowGridHandle } from './row-grid.tsx'

beforeEach(() => giveHeight(200))

function List({ count, active = 0 }: { readonly count: number; readonly active?: number }) {
  const handle = useRef<RowGridHandle>(null)
  return (
    <RowGrid
      label="Rows"
      count={count}
      rowHeightPx={20}
      header={<div role="row">Head</div>}
      renderRow={(position, topPx) => (
        <div role="row" id={`row-${position}`} data-top={topPx}>
          {position}
        </div>
      )}
      activePosition={active}
      rowId={(position) => `row-${position}`}
      handle={handle}
      isBusy={false}
      onKeyDown={() => {}}
    />
  )
}

test('renders only the visible rows of a million, and announces the total', () => {
  draw(<List count={1_000_000} />)
  const rows = screen.getAllByRole('row').slice(1)
  expect(rows.length).toBeGreaterThan(9)
  expect(rows.length).toBeLessThan(40)
  expect(rows.slice(0, 2).map(({ dataset }) => dataset['top'])).toEqual(['0', '20'])
  expect(screen.getByRole('grid', { name: 'Rows' }).getAttribute('aria-rowcount')).toBe('1000001')
})

test('keeps the active row in the document when it is out of view', () => {
  draw(<List count={1000} active={900} />)
  const grid = screen.getByRole('grid', { name: 'Rows' })
  expect(grid.getAttribute('aria-activedescendant')).toBe('row-900')
  expect(document.querySelector('#row-900')).toBeTruthy()
  expect(document.querySelector('#row-800')).toBeNull()
})
