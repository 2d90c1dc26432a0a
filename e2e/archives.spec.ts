import { existsSync, readdirSync, truncateSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { makeZipBytes } from '../src/core/archives/testing/make-zip.test-support.ts'
import { expect, test } from './support/test.ts'
import { pane, pressEnterIn } from './support/window.ts'

test('an archive is opened like a folder, previewed, left and extracted', async ({ app, page }) => {
  mkdirSync(join(app.home, 'trip'))
  const inner = makeZipBytes([{ name: 'deep.txt', bytes: 'far down' }])
  writeFileSync(
    join(app.home, 'trip', 'photos.zip'),
    makeZipBytes([
      { name: 'notes.txt', bytes: 'a note' },
      { name: 'harbour/one.txt', bytes: 'one' },
      { name: 'inner.zip', bytes: inner },
      { name: 'secret.txt', bytes: 'x', flags: 1 },
    ]),
  )
  await page.goto(app.url())
  const left = pane(page, 'Left')
  await left.goTo('Home:trip')
  await left.row('photos.zip').click()
  await expect(left.grid).toBeFocused()
  await page.keyboard.press('Space')
  const look = page.getByRole('dialog', { name: 'Quick look' })
  await expect(look).toContainText('harbour/one.txt')
  await expect(look).toContainText('4 files')
  await page.keyboard.press('Escape')
  await expect(look).toBeHidden()
  await page.keyboard.press('Enter')
  await expect(left.row('harbour')).toBeVisible()
  const path = left.region.getByRole('navigation')
  await expect(path).toHaveText(/Home.*trip.*photos\.zip/)

  await left.row('inner.zip').dblclick()
  await expect(left.row('deep.txt')).toBeVisible()
  await left.row('deep.txt').click()
  await page.keyboard.press('Space')
  await expect(page.getByRole('dialog', { name: 'Quick look' })).toContainText('far down')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Control+l')
  await expect(left.region.getByRole('textbox', { name: 'Location' })).toHaveValue('Home:trip/photos.zip!/inner.zip!/')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Backspace')
  await expect.poll(() => left.cursorName()).toMatch(/^inner\.zip/)
  await page.reload()
  await expect(left.row('harbour')).toBeVisible()
  await left.grid.focus()
  await page.keyboard.press('Backspace')
  await expect.poll(() => left.cursorName()).toMatch(/^photos\.zip/)

  await left.row('photos.zip').click({ button: 'right' })
  await page.getByRole('menuitem', { name: 'Extract here' }).click()
  await expect(left.row('photos')).toBeVisible()
  await expect.poll(() => existsSync(join(app.home, 'trip', 'photos', 'harbour', 'one.txt'))).toBe(true)
  expect(readFileSync(join(app.home, 'trip', 'photos', 'harbour', 'one.txt'), 'utf8')).toBe('one')
})

test('a folder is compressed, and downloaded as a zip', async ({ app, page }) => {
  mkdirSync(join(app.home, 'trip'))
  writeFileSync(join(app.home, 'trip', 'notes.txt'), 'a note '.repeat(1000))
  await page.goto(app.url())
  const left = pane(page, 'Left')
  await left.goTo('Home:')
  await left.row('trip').click()
  await expect(left.grid).toBeFocused()
  await page.keyboard.press('Alt+F5')
  const dialog = page.getByRole('dialog', { name: 'Compress to zip' })
  await expect(dialog.getByRole('textbox', { name: 'Name of the zip' })).toHaveValue('trip.zip')
  await pressEnterIn(page)
  await expect(dialog).toBeHidden()
  await expect(left.row('trip.zip')).toBeVisible()

  symlinkSync('/nowhere', join(app.home, 'trip', 'link'))
  await left.row('trip').click()
  await page.keyboard.press('Alt+F5')
  await dialog.getByRole('textbox', { name: 'Name of the zip' }).fill('trip.zip')
  await page.keyboard.press('Enter')
  await expect(dialog).toContainText('This name already exists.')
  await dialog.getByRole('textbox', { name: 'Name of the zip' }).fill('again')
  await page.keyboard.press('Enter')
  await expect(dialog).toBeHidden()
  await expect(page.getByText('Zip created, 1 failed.').or(page.getByText('No zip created, 1 failed.'))).toHaveText(
    'No zip created, 1 failed.',
  )
  expect(existsSync(join(app.home, 'again.zip'))).toBe(false)
  await page.getByRole('button', { name: 'See why' }).click()
  const report = page.getByRole('dialog')
  await expect(report).toContainText(
    'Something can’t be packed, so nothing was stored. Home:trip/link: Links are not packed.',
  )
  await page.keyboard.press('Escape')
  await expect(report).toBeHidden()
  await left.row('trip').click()
  await page.keyboard.press('Alt+F5')
  await dialog.getByRole('textbox', { name: 'Name of the zip' }).fill('again')
  await dialog.getByRole('checkbox', { name: 'Skip items that can’t be compressed' }).check()
  await dialog.getByRole('button', { name: 'Compress' }).click()
  await expect(left.row('again.zip')).toBeVisible()

  const downloading = page.waitForEvent('download')
  await left.row('trip.zip').dblclick()
  await left.row('trip').click()
  await page.keyboard.press('Control+d')
  expect((await downloading).suggestedFilename()).toBe('trip.zip')
  expect(readFileSync(await (await downloading).path()).includes('trip/notes.txt')).toBe(true)
})

test('compressing survives a closed window, publishes only a complete zip, and restarts after a kill', async ({
  app,
  page,
}) => {
  const large = join(app.home, 'large')
  mkdirSync(large)
  const sparse = join(large, 'zeros.bin')
  writeFileSync(sparse, '')
  truncateSync(sparse, 20 * 1024 ** 3) // Compressing this file takes longer than the test.
  await page.goto(app.url())
  const left = pane(page, 'Left')
  await left.row('large').click()
  await page.keyboard.press('Alt+F5')
  await pressEnterIn(page)
  await expect(page.getByRole('dialog')).toBeHidden()
  const row = page.locator('[data-transfer]').first()
  await expect(row).toContainText('large')
  await page.goto('about:blank')
  await page.goto(app.url())
  await expect(row.getByRole('progressbar')).toHaveAttribute('aria-valuenow', /^[1-9]/, { timeout: 30_000 })
  expect(existsSync(join(app.home, 'large.zip'))).toBe(false)
  await app.kill()
  expect(existsSync(join(app.home, 'large.zip'))).toBe(false)

  truncateSync(sparse, 5)
  await app.restart()
  await page.goto(app.url())
  await expect(left.row('large.zip')).toBeVisible()
  expect(readdirSync(app.home).filter((name) => !name.startsWith('.local'))).toEqual(['large', 'large.zip'])
})
