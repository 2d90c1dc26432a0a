import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from './support/test.ts'
import { pane } from './support/window.ts'

test('navigates two mounts three folders deep, by keyboard alone', async ({ app, page }) => {
  mkdirSync(join(app.home, 'projects', 'chart', 'drafts'), { recursive: true })
  writeFileSync(join(app.home, 'projects', 'chart', 'drafts', 'coast.svg'), '<svg/>')
  mkdirSync(join(app.shelf, 'finance'), { recursive: true })
  await page.setViewportSize({ width: 1440, height: 900 }) // The window has room for all parts of the path.
  await page.goto(app.url())
  const left = pane(page, 'Left')
  const right = pane(page, 'Right')
  await left.goTo('Home:')
  await expect(left.row('projects')).toBeVisible()
  await right.goTo('Shelf:')
  await expect(right.row('finance')).toBeVisible()

  await left.grid.focus()
  await page.keyboard.type('proj') // Uses type-ahead.
  await expect.poll(() => left.cursorName()).toContain('projects')
  await page.keyboard.press('Enter')
  await expect(left.row('chart')).toBeVisible()
  await page.keyboard.type('ch')
  await page.keyboard.press('Enter')
  await expect(left.row('drafts')).toBeVisible()
  await page.keyboard.type('dr')
  await page.keyboard.press('Enter')
  await expect(left.row('coast.svg')).toBeVisible()
  const path = left.region.getByRole('navigation', { name: 'Path' })
  await expect(path.getByRole('button')).toHaveText(['Home', 'projects', 'chart', 'drafts'])

  await page.keyboard.press('Backspace')
  await expect.poll(() => left.cursorName()).toContain('drafts')
  await page.keyboard.press('Alt+ArrowLeft')
  await expect(left.row('coast.svg')).toBeVisible()
  await page.keyboard.press('Tab')
  await expect(right.grid).toBeFocused()
  await page.keyboard.press('Tab')
  await expect(left.grid).toBeFocused()
})

test('filters, sorts and selects 500 of 10,000 files', async ({ app, page }) => {
  const folder = join(app.home, 'many')
  mkdirSync(folder)
  for (let n = 0; n < 10_000; n += 1) {
    writeFileSync(join(folder, `${n % 20 === 7 ? 'invoice' : 'scan'}-${n}.txt`), 'x'.repeat(n % 100))
  }
  await page.goto(app.url())
  const left = pane(page, 'Left')
  await left.goTo('Home:many')
  await expect(left.status).toContainText('10,000 items')
  expect(await left.rowCount()).toBe(10_001) // Includes `..`.

  await left.filter('invoice')
  await expect(left.status).toContainText('500')
  await left.grid.focus()
  await page.keyboard.press('Control+a')
  await expect(left.status).toContainText('500 of 10,000 selected')

  await left.filter('')
  await expect(left.status).toContainText('500 of 10,000 selected')
  await left.region.getByRole('button', { name: 'Size' }).click()
  await left.region.getByRole('button', { name: 'Size' }).click()
  await expect(left.grid.getByRole('columnheader', { name: 'Size' })).toHaveAttribute('aria-sort', 'descending')
  // The sort icon changes before the order does.
  await expect(left.grid.locator('[data-position="1"]')).toContainText(/-\d*99\.txt/)
  await left.grid.focus()
  await page.keyboard.press('Home')
  await page.keyboard.press('ArrowDown')
  await expect.poll(() => left.cursorName()).toMatch(/-\d*99\.txt/)
  await page.keyboard.press('End')
  await expect.poll(() => left.cursorName()).toMatch(/-\d*00\.txt|-0\.txt/)
  await page.keyboard.press('*')
  await expect(left.status).toContainText('9,500 of 10,000 selected')
})

test('creates, renames and deletes a folder', async ({ app, page }) => {
  await page.goto(app.url())
  const left = pane(page, 'Left')
  await left.goTo('Home:')
  await left.grid.focus()
  await page.keyboard.press('F7')
  const dialog = page.getByRole('dialog', { name: 'New folder' })
  await dialog.getByRole('textbox').fill('quarter')
  await page.keyboard.press('Enter')
  await expect(dialog).toBeHidden()
  await expect.poll(() => left.cursorName()).toContain('quarter')
  expect(existsSync(join(app.home, 'quarter'))).toBe(true)

  mkdirSync(join(app.home, 'taken'))
  await page.keyboard.press('F2')
  const rename = left.grid.getByRole('textbox')
  await rename.fill('taken')
  await page.keyboard.press('Enter')
  await expect(left.region.getByRole('alert')).toContainText('“taken” already exists')
  await expect(rename).toHaveValue('taken') // The typed text is not lost.
  await rename.fill('third quarter')
  await page.keyboard.press('Enter')
  await expect(left.row('third quarter')).toBeVisible()
  await expect(left.grid).toBeFocused()
  expect(existsSync(join(app.home, 'third quarter'))).toBe(true)
  expect(existsSync(join(app.home, 'quarter'))).toBe(false)

  await page.keyboard.press('F8')
  const question = page.getByRole('dialog', { name: 'Delete' })
  await expect(question).toContainText('third quarter')
  await question.getByRole('button', { name: 'Cancel' }).click()
  expect(existsSync(join(app.home, 'third quarter'))).toBe(true)
  await expect(left.grid).toBeFocused()
  await page.keyboard.press('Delete')
  await page.getByRole('dialog', { name: 'Delete' }).getByRole('button', { name: /trash/i }).click()
  await expect(left.row('third quarter')).toBeHidden()
  await expect.poll(() => existsSync(join(app.home, 'third quarter'))).toBe(false)
  expect(existsSync(join(app.home, '.local', 'share', 'Trash', 'files'))).toBe(true)
  await expect(page.getByText('Deleted 1 item. It is in the trash of this computer.')).toBeVisible()
  if (process.platform !== 'linux') return // On other systems, only the user can restore files from the trash.
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(left.row('third quarter')).toBeVisible()
  expect(existsSync(join(app.home, 'third quarter'))).toBe(true)
})
