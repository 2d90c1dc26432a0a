import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { startAdding } from './support/mounts.ts'
import { expect, test } from './support/test.ts'
import { pane } from './support/window.ts'

test('only the Shelf shows its introduction, whose buttons are reached and left by keys', async ({ app, page }) => {
  await page.goto(app.url())
  const [left, right] = [pane(page, 'Left'), pane(page, 'Right')]
  await expect(left.grid).toBeFocused()
  await expect(left.region.getByRole('heading')).toHaveText('This folder is empty')
  await expect(right.region.getByRole('heading')).toHaveText('This is your Shelf')
  await page.keyboard.press('Tab')
  await expect(right.grid).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(right.region.getByRole('button', { name: 'Copy something here' })).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(right.grid).toBeFocused()
  await page.keyboard.press('ArrowDown')
  await expect(right.region.getByRole('button', { name: 'Copy something here' })).toBeFocused()
})

test('a file is renamed through its menu', async ({ app, page }) => {
  writeFileSync(join(app.home, 'notes.txt'), 'low at six')
  await page.goto(app.url())
  const left = pane(page, 'Left')
  await left.row('notes.txt').click({ button: 'right' })
  await page.getByRole('menuitem', { name: /^Rename/ }).click()
  await expect(left.region.getByRole('textbox', { name: 'New name of notes.txt' })).toBeFocused()
  await page.keyboard.type('log')
  await page.keyboard.press('Enter')
  await expect(left.row('log.txt')).toBeVisible()
  await expect(left.grid).toBeFocused()
})

test('Space continues a typed name if one matches, and otherwise opens quick look', async ({ app, page }) => {
  writeFileSync(join(app.home, 'tide table.txt'), 'high at noon')
  writeFileSync(join(app.home, 'log.txt'), 'low at six')
  await page.goto(app.url())
  const left = pane(page, 'Left')
  await expect(left.row('log.txt')).toBeVisible()
  await expect(left.grid).toBeFocused()
  await page.keyboard.type('log ')
  await expect(page.getByRole('dialog', { name: 'Quick look' })).toContainText('low at six')
  await page.keyboard.press('Escape')
  await expect(left.grid).toBeFocused()
  await page.keyboard.type('tide t')
  await expect.poll(() => left.cursorName()).toContain('tide table.txt')
  await expect(page.getByRole('dialog')).toBeHidden()
})

test('asks where to keep a secret, and focuses the question', async ({ app, page }) => {
  await page.goto(app.url())
  const dialog = await startAdding(page)
  await page.keyboard.insertText('sftp://ann:hunter2@127.0.0.1:9/data')
  await expect(dialog.getByText('Its secret is kept, not shown.')).toBeVisible()
  await dialog.getByRole('button', { name: 'Add mount' }).click()
  await expect(dialog.getByRole('alert')).toHaveText('Choose where the secret is to be kept.')
  await expect(dialog.getByRole('radio', { name: /An encrypted file/ })).toBeFocused()
  await page.keyboard.press('Space')
  await dialog.getByRole('button', { name: 'Add mount' }).click()
  await expect(dialog.getByLabel('Master password', { exact: true })).toBeFocused()
})
