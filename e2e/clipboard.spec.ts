import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { dialogAlone, expectNoFindings } from './support/axe.ts'
import { expect, test } from './support/test.ts'
import { pane, pressEnterIn } from './support/window.ts'

/** Pastes content of another program into the file list. */
async function pasteFrom(
  page: Page,
  fill: { text?: string; files?: readonly { name: string; type: string; text: string }[] },
) {
  await pane(page, 'Left').grid.evaluate((grid, { text = '', files = [] }) => {
    const data = new DataTransfer()
    if (text !== '') data.setData('text/plain', text)
    for (const { name, type, text: content } of files) data.items.add(new File([content], name, { type }))
    grid.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }))
  }, fill)
}

test('files are copied, cut, duplicated and created with the clipboard, by keyboard alone', async ({ app, page }) => {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  const from = join(app.home, 'from')
  const to = join(app.home, 'to')
  for (const folder of [from, to]) mkdirSync(folder)
  writeFileSync(join(from, 'chart.txt'), 'coast')
  writeFileSync(join(from, 'log.txt'), 'wind')
  await page.goto(app.url())
  const left = pane(page, 'Left')
  const right = pane(page, 'Right')
  await left.goTo('Home:from')
  await right.goTo('Home:to')
  await left.grid.focus()

  await page.keyboard.type('chart')
  await expect.poll(() => left.cursorName()).toContain('chart.txt')
  await page.keyboard.press('Control+c')
  await expect(page.getByText('Copied “chart.txt”')).toBeVisible()
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(join(from, 'chart.txt'))
  await page.keyboard.press('Tab')
  await expect(right.grid).toBeFocused()
  await page.keyboard.press('Control+v')
  await expect(right.row('chart.txt')).toBeVisible()
  expect(readFileSync(join(to, 'chart.txt'), 'utf8')).toBe('coast')

  // In the same folder, a paste creates a duplicate, like the command for it.
  await page.keyboard.press('Tab')
  await expect(left.grid).toBeFocused()
  await page.keyboard.press('Control+v')
  await expect(left.row('chart (2).txt')).toBeVisible()
  await page.keyboard.press('Shift+F5')
  await expect(left.row('chart (3).txt')).toBeVisible()
  await page.keyboard.press('Control+z')
  await expect(left.row('chart (3).txt')).toBeHidden()

  // A cut file is moved only once; Escape cancels the cut.
  await page.keyboard.press('End')
  await expect.poll(() => left.cursorName()).toContain('log.txt')
  await page.keyboard.press('Control+x')
  await expect(left.row('log.txt')).toHaveAttribute('data-cut')
  await page.keyboard.press('Control+Space')
  await expectNoFindings(page, 'what was cut')
  await page.keyboard.press('Escape')
  await expect(left.row('log.txt')).toHaveAttribute('aria-selected', 'true') // Each Escape goes back one step.
  await expect(left.row('log.txt')).not.toHaveAttribute('data-cut')
  await page.keyboard.press('Control+x')
  await page.keyboard.press('Tab')
  await expect(right.grid).toBeFocused()
  await page.keyboard.press('Control+v')
  await expect(right.row('log.txt')).toBeVisible()
  await expect(left.row('log.txt')).toBeHidden()
  expect(existsSync(join(from, 'log.txt'))).toBe(false)
  await page.keyboard.press('Control+v')
  await expect(page.getByText('Copy them again')).toBeVisible()

  await page.keyboard.press('Shift+F4')
  const dialog = page.getByRole('dialog', { name: 'New file' })
  await dialog.getByRole('textbox', { name: 'Name' }).fill('log.txt')
  await pressEnterIn(page)
  await expect(dialog.getByRole('alert')).toContainText('log.txt')
  await expect(dialog.getByRole('textbox', { name: 'Name' })).toHaveValue('log.txt')
  await expectNoFindings(page, 'a name that is taken', dialogAlone)
  await dialog.getByRole('textbox', { name: 'Name' }).fill('new.txt')
  await page.keyboard.press('Enter')
  await expect(dialog).toBeHidden()
  await expect.poll(() => right.cursorName()).toContain('new.txt')
  expect(readFileSync(join(to, 'log.txt'), 'utf8')).toBe('wind')
  expect(readFileSync(join(to, 'new.txt'), 'utf8')).toBe('')

  // Each step is undone, the last one first. A file that has changed since then is not touched.
  await expect(right.grid).toBeFocused()
  await page.keyboard.press('F2')
  await page.getByRole('textbox', { name: 'New name of new.txt' }).fill('newer.txt')
  await page.keyboard.press('Enter')
  await expect(right.row('newer.txt')).toBeVisible()
  await expect(right.grid).toBeFocused()
  await page.keyboard.press('Control+z')
  await expect(right.row('new.txt')).toBeVisible()
  expect(readdirSync(to).toSorted()).toEqual(['chart.txt', 'log.txt', 'new.txt'])
  writeFileSync(join(to, 'new.txt'), 'written since')
  await page.keyboard.press('Control+z')
  await expect(page.getByText('changed since then, so it was not undone')).toBeVisible()
  expect(readFileSync(join(to, 'new.txt'), 'utf8')).toBe('written since')
  await page.keyboard.press('Control+z') // Undoes the step before: the cut and paste.
  await expect(left.row('log.txt')).toBeVisible()
  await expect(right.row('log.txt')).toBeHidden()
})

test('pastes what another window or another program copied', async ({ app, page, context }) => {
  const from = join(app.home, 'from')
  for (const name of ['from', 'to']) mkdirSync(join(app.home, name))
  writeFileSync(join(from, 'chart.txt'), 'coast')
  await page.goto(app.url())
  const left = pane(page, 'Left')
  await left.goTo('Home:from')
  await expect(left.row('chart.txt')).toBeVisible()
  await left.grid.focus()
  await page.keyboard.press('Control+a')
  await page.keyboard.press('Control+c')
  await expect(page.getByText('Copied “chart.txt”')).toBeVisible()

  const second = await context.newPage()
  await second.goto(app.url())
  const other = pane(second, 'Left')
  await other.goTo('Home:to')
  await other.grid.focus()
  await second.keyboard.press('Control+v')
  await expect(other.row('chart.txt')).toBeVisible()

  await pasteFrom(second, {
    files: [
      { name: 'a.csv', type: 'text/csv', text: '1,2' },
      { name: 'b.csv', type: 'text/csv', text: '3' },
    ],
  })
  await expect(other.row('b.csv')).toBeVisible()
  await expect.poll(() => readdirSync(join(app.home, 'to')).toSorted()).toEqual(['a.csv', 'b.csv', 'chart.txt'])

  await pasteFrom(second, { text: 'written elsewhere' })
  const dialog = second.getByRole('dialog', { name: 'New file' })
  await expect(dialog.getByRole('textbox', { name: 'Name' })).toHaveValue('Pasted text.txt')
  await pressEnterIn(second)
  await expect(other.row('Pasted text.txt')).toBeVisible()
  expect(readFileSync(join(app.home, 'to', 'Pasted text.txt'), 'utf8')).toBe('written elsewhere')
})
