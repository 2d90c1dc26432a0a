import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { dialogAlone, expectNoFindings } from './support/axe.ts'
import { expect, test } from './support/test.ts'
import { pane, pressEnterIn } from './support/window.ts'

const rootPx = () => Number.parseFloat(getComputedStyle(document.documentElement).fontSize)

test('settings are found, changed live by keyboard, kept, and followed when their file is changed by hand', async ({
  app,
  page,
}) => {
  const file = join(dirname(app.mountsFile), 'settings.yaml')
  writeFileSync(join(app.home, 'tides.txt'), 'high at noon')
  writeFileSync(join(app.home, '.hidden'), '')
  await page.goto(app.url())
  const left = pane(page, 'Left')
  await expect(left.row('tides.txt')).toBeVisible()
  // by class: behind a dialog nothing has a role
  const row = page.locator('.grid-row', { hasText: 'tides.txt' })
  const heightOf = () => row.evaluate((element) => element.getBoundingClientRect().height)
  const before = await heightOf()
  const dialog = page.getByRole('dialog', { name: 'Settings' })
  const root = page.locator('html')

  await left.grid.focus()
  await page.keyboard.press('Control+,')
  await expect(dialog.getByRole('searchbox')).toBeFocused()
  await page.keyboard.type('theme')
  await page.keyboard.press('Tab')
  await expect(dialog.getByRole('tab', { name: 'Window' })).toBeFocused()
  await page.keyboard.press('Tab')
  await expect(dialog.getByRole('combobox', { name: 'Theme' })).toBeFocused()
  await page.keyboard.type('Dark')
  await expect(root).toHaveAttribute('data-theme', 'dark')
  await dialog.getByRole('searchbox').fill('text size')
  await dialog.getByRole('combobox', { name: 'Text size' }).selectOption('200 %')
  await expect.poll(() => page.evaluate(rootPx)).toBe(32)
  await expect.poll(heightOf).toBe(before * 2)
  await dialog.getByRole('searchbox').fill('')
  await dialog.getByRole('tab', { name: 'Window' }).focus()
  await page.keyboard.press('ArrowDown')
  await expect(dialog.getByRole('tab', { name: 'Files' })).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(dialog).toBeHidden()

  await expect.poll(() => readFileSync(file, 'utf8')).toContain('textSize: 200')
  writeFileSync(file, `# mine\n${readFileSync(file, 'utf8').replace('showHidden: false', 'showHidden: true')}`)
  await expect(left.row('.hidden')).toBeVisible()
  writeFileSync(file, readFileSync(file, 'utf8').replace('textSize: 200', 'textSize: huge'))
  await expect(page.getByText('“textSize” should be a whole number from 100 to 200.')).toBeVisible()
  await expect.poll(() => page.evaluate(rootPx)).toBe(16)
  await page.reload()
  await expect(left.row('.hidden')).toBeVisible()
  await expect(root).toHaveAttribute('data-theme', 'dark')
  expect(readFileSync(file, 'utf8')).toContain('# mine')
})

test('text of 200 % leaves names readable in a small window, also when it was loaded with it', async ({
  app,
  page,
}) => {
  writeFileSync(join(app.home, 'tides.txt'), 'high at noon')
  writeFileSync(join(dirname(app.mountsFile), 'settings.yaml'), 'textSize: 200\n')
  await page.setViewportSize({ width: 700, height: 700 })
  await page.goto(app.url())
  const row = pane(page, 'Left').row('tides.txt')
  await expect(row).toBeVisible()
  await expect.poll(() => page.evaluate(rootPx)).toBe(32)
  await expect(page.locator('header kbd')).toBeHidden()
  const cut = () => row.locator('.name').evaluate((name) => name.scrollWidth - name.clientWidth)
  await expect.poll(cut).toBeLessThanOrEqual(1)
  const isWider = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth)
  expect(isWider).toBe(false)
})

test('a key that another command has is said, taken over, works, and is kept', async ({ app, page }) => {
  mkdirSync(join(app.home, 'papers'))
  await page.goto(app.url())
  const left = pane(page, 'Left')
  await expect(left.row('papers')).toBeVisible()
  const dialog = page.getByRole('dialog', { name: 'Settings' })
  await left.grid.focus()
  await page.keyboard.press('Control+,')
  await dialog.getByRole('searchbox').fill('new folder')
  await dialog.getByRole('button', { name: 'Change the keys of New folder…' }).press('Enter')
  await expect(dialog.getByRole('button', { name: 'Press the new keys, or Escape' })).toBeFocused()
  await page.keyboard.press('F6')
  await expect(dialog).toContainText('F6 belongs to “Move to the other pane…”.')
  await dialog.getByRole('button', { name: 'Take over' }).press('Enter')
  await expect(dialog.getByRole('button', { name: 'Change the keys of New folder…' })).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(dialog).toBeHidden()
  await page.reload()
  await expect(left.row('papers')).toBeVisible()
  await left.grid.focus()
  await page.keyboard.press('F1')
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toContainText('New folder…F6')
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toBeHidden()
  await left.grid.focus()
  await page.keyboard.press('F6')
  await expect(page.getByRole('dialog', { name: 'New folder' })).toBeVisible()
})

test('the dialog has no findings in either theme, also with more contrast', async ({ app, page }) => {
  await page.goto(app.url())
  const dialog = page.getByRole('dialog', { name: 'Settings' })
  await pane(page, 'Left').grid.focus()
  await page.keyboard.press('Control+,')
  for (const tab of ['Window', 'Files', 'Transfers', 'Keys', 'Privacy']) {
    await dialog.getByRole('tab', { name: tab }).click()
    await expectNoFindings(page, tab, dialogAlone)
  }
  await dialog.getByRole('tab', { name: 'Window' }).click()
  await dialog.getByRole('combobox', { name: 'Contrast' }).selectOption('More')
  await expect(page.locator('html')).toHaveAttribute('data-contrast', 'more')
  await expectNoFindings(page, 'more contrast', dialogAlone)
  await dialog.getByRole('searchbox').fill('copy')
  await expectNoFindings(page, 'found', dialogAlone)
  await page.keyboard.press('Escape')
  await expect(dialog).toBeHidden()
  await expectNoFindings(page, 'window with more contrast')
})

test('a notice that offers to undo goes when that was done in another way, and Escape dismisses one', async ({
  app,
  page,
}) => {
  writeFileSync(join(app.home, 'tides.txt'), 'high at noon')
  await page.goto(app.url())
  const left = pane(page, 'Left')
  const right = pane(page, 'Right')
  await left.row('tides.txt').click()
  await page.keyboard.press('F5')
  await pressEnterIn(page)
  await expect(right.row('tides.txt')).toBeVisible()
  const happened = page.getByRole('region', { name: 'What happened' })
  await expect(happened.getByRole('button', { name: 'Undo' })).toBeVisible()
  await left.grid.focus()
  await page.keyboard.press('Control+z')
  await expect(right.row('tides.txt')).toBeHidden()
  await expect(happened.getByRole('button', { name: 'Undo' })).toBeHidden()
  const undone = page.getByText('1 item undone.', { exact: true })
  await expect(undone).toBeVisible()
  await left.grid.focus()
  await page.keyboard.press('Escape') // nothing is selected after a copy, or this unselects
  await page.keyboard.press('Escape')
  await expect(undone).toBeHidden()
})
