import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from './support/test.ts'
import { pane, pressEnterIn } from './support/window.ts'

test('copy keeps the source, move removes it, and cancelling does nothing', async ({ app, page }) => {
  mkdirSync(app.shelf, { recursive: true })
  writeFileSync(join(app.home, 'chart.txt'), 'new')
  writeFileSync(join(app.shelf, 'chart.txt'), 'old')
  await page.goto(app.url())
  const left = pane(page, 'Left')
  const right = pane(page, 'Right')
  await left.goTo('Home:')
  await right.goTo('Shelf:')
  await left.row('chart.txt').click()
  await left.grid.focus()

  await page.keyboard.press('F5')
  await page.getByRole('dialog', { name: 'Copy' }).getByRole('button', { name: 'Cancel' }).click()
  expect(await right.rowCount()).toBe(1)

  await page.keyboard.press('F5')
  const copy = page.getByRole('dialog', { name: 'Copy' })
  await copy.getByRole('combobox').selectOption('Keep both')
  await copy.getByRole('button', { name: /^Copy/ }).click()
  await expect(right.row('chart (2).txt')).toBeVisible()
  await expect(page.getByRole('group', { name: /^Copy 1 item to Shelf/ })).toContainText('1 done')
  expect(readFileSync(join(app.shelf, 'chart.txt'), 'utf8')).toBe('old')
  expect(readFileSync(join(app.shelf, 'chart (2).txt'), 'utf8')).toBe('new')

  await expect(page.getByText('1 item copied.', { exact: true })).toBeVisible()
  await left.grid.focus()
  await page.keyboard.press('Control+z')
  await expect(right.row('chart (2).txt')).toBeHidden()
  await expect(page.getByText('1 item undone.', { exact: true })).toBeVisible()
  expect(existsSync(join(app.shelf, 'chart (2).txt'))).toBe(false)

  await left.grid.focus()
  await page.keyboard.press('F6')
  const dialog = page.getByRole('dialog', { name: 'Move' })
  await dialog.getByText('Never').click()
  await expect(dialog.getByRole('radio', { name: /^Never/ })).toBeChecked()
  await dialog.getByRole('combobox').selectOption('Overwrite')
  await dialog.getByRole('button', { name: /^Move/ }).click()
  await expect(left.row('chart.txt')).toBeHidden()
  expect(existsSync(join(app.home, 'chart.txt'))).toBe(false)
  expect(readFileSync(join(app.shelf, 'chart.txt'), 'utf8')).toBe('new')
})

test('a copy into the same folder is a duplicate, and a folder cannot be copied into itself', async ({ app, page }) => {
  mkdirSync(join(app.home, 'folder', 'inner'), { recursive: true })
  writeFileSync(join(app.home, 'chart.txt'), 'one')
  await page.goto(app.url())
  const left = pane(page, 'Left')
  const right = pane(page, 'Right')
  await left.goTo('Home:')
  await right.goTo('Home:')
  await left.row('chart.txt').click()
  await left.grid.focus()

  await page.keyboard.press('F6')
  await expect(page.getByRole('dialog', { name: 'Can’t move there' })).toContainText(
    '“chart.txt” is already in this folder',
  )
  await pressEnterIn(page)
  await expect(left.grid).toBeFocused()

  await page.keyboard.press('F5')
  await expect(page.getByRole('dialog', { name: 'Duplicate' })).toContainText('with a number in its name')
  await pressEnterIn(page)
  await expect(right.row('chart (2).txt')).toBeVisible()
  expect(readFileSync(join(app.home, 'chart (2).txt'), 'utf8')).toBe('one')

  await right.goTo('Home:folder/inner')
  await left.row('folder').click()
  await left.grid.focus()
  for (const [key, name] of [
    ['F5', 'Can’t copy there'],
    ['F6', 'Can’t move there'],
  ] as const) {
    await page.keyboard.press(key)
    await expect(page.getByRole('dialog', { name })).toContainText('into itself or a folder in it')
    await pressEnterIn(page)
    await expect(left.grid).toBeFocused()
  }
  expect(existsSync(join(app.home, 'folder', 'inner', 'folder'))).toBe(false)
})
