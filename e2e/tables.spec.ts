import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expectNoFindings } from './support/axe.ts'
import { expect, test } from './support/test.ts'
import { pane } from './support/window.ts'

test('a table is previewed, queried, sorted, summarized and saved', async ({ app, page }) => {
  mkdirSync(join(app.home, 'data'))
  mkdirSync(join(app.home, 'out'))
  const vendors = ['Halyard & Sons', 'Lighterage Co.', 'North Quay']
  const rows = Array.from({ length: 3000 }, (_, at) => `${at},${vendors[at % 3]},${(at * 7) % 1000}.50\n`)
  writeFileSync(join(app.home, 'data/ledger.csv'), `id,vendor,amount\n${rows.join('')}`)
  await page.goto(app.url())
  const left = pane(page, 'Left')
  const right = pane(page, 'Right')
  await right.goTo('Home:out')
  await left.goTo('Home:data')
  await expect(left.row('ledger.csv')).toBeVisible()
  await left.row('ledger.csv').click()

  await page.keyboard.press('Space')
  const look = page.getByRole('dialog', { name: 'Quick look' })
  await expect(look.getByRole('grid', { name: 'Rows' }).getByRole('row').nth(1)).toContainText('Halyard & Sons')
  // The name contains spaces.
  await look.getByRole('textbox', { name: 'SQL query' }).fill('select count(*) as all_rows from this')
  await page.keyboard.press('Control+Enter')
  await expect(look.getByRole('grid', { name: 'Rows' })).toContainText('3000')
  await look.getByRole('button', { name: 'As text' }).click()
  await expect(look.getByText('id,vendor,amount')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(look).toBeHidden()

  await page.keyboard.press('Control+k')
  await page.keyboard.type('query with sql')
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog', { name: 'Query with SQL' })
  const grid = dialog.getByRole('grid', { name: 'Rows' })
  await expect(grid.getByRole('row').nth(1)).toContainText('Halyard & Sons')
  await expect(dialog.getByText('The first 200 rows')).toBeVisible()
  await expectNoFindings(page, 'the first rows of a table')

  const field = dialog.getByRole('textbox', { name: 'SQL query' })
  await field.fill('select vendor, count(*) as n, sum(amount)::decimal(12, 2) as total from this group by 1')
  await field.press('Control+Enter')
  await expect(dialog.getByText(/^3 rows · /)).toBeVisible()
  await grid.getByRole('button', { name: 'Sort by vendor' }).click()
  await expect(grid.getByRole('columnheader').first()).toHaveAttribute('aria-sort', 'ascending')
  await expect(grid.getByRole('row').nth(1)).toContainText('Halyard & Sons')
  await grid.getByRole('button', { name: 'Sort by vendor' }).click()
  await expect(grid.getByRole('row').nth(1)).toContainText('North Quay')
  await grid.getByRole('button', { name: 'Statistics of n' }).click()
  const statistics = dialog.getByRole('status').filter({ hasText: 'smallest' })
  await expect(statistics).toContainText('1000')

  await dialog.getByRole('button', { name: 'Save result to…' }).click()
  await expect(dialog.getByRole('textbox', { name: /Location of the new file/ })).toHaveValue(
    'Home:out/ledger-result.csv',
  )
  await dialog.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(dialog.getByText('Saved 3 rows to Home:out/ledger-result.csv.')).toBeVisible()
  expect(readFileSync(join(app.home, 'out/ledger-result.csv'), 'utf8')).toMatch(/^vendor,n,total\nNorth Quay,1000,/)

  await field.fill('select nothing from this')
  await field.press('Control+Enter')
  await expect(dialog.getByRole('alert')).toContainText('nothing')
  await field.focus()
  await page.keyboard.press('Escape')
  await expect(grid).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(dialog).toBeHidden()
  await expect(right.row('ledger-result.csv')).toBeVisible()
  expect(existsSync(join(app.home, 'out/ledger-result.csv'))).toBe(true)
})
