import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { dialogAlone, expectNoFindings } from './support/axe.ts'
import { expect, test } from './support/test.ts'
import { drag, dragOn, listen, transfersOf, writeOlder } from './support/transfers.ts'
import { pane, pressEnterIn } from './support/window.ts'

const names = ['first.bin', 'second.bin', 'third.bin', 'fourth.bin', 'fifth.bin']

test('transfers change their turns, are limited one by one, repeated, taken back and forgotten', async ({
  app,
  page,
}) => {
  test.setTimeout(120_000)
  mkdirSync(app.shelf, { recursive: true })
  mkdirSync(join(app.home, 'scans'))
  for (let n = 0; n < 60; n++) writeFileSync(join(app.home, 'scans', `scan-${n}.tiff`), Buffer.alloc(20_000, n))
  // The files are so large that none is finished before the limit is removed, even on a slow machine.
  for (const name of names) writeFileSync(join(app.home, name), Buffer.alloc(4_000_000, name))
  await page.goto(app.url())
  const left = pane(page, 'Left')
  const right = pane(page, 'Right')
  const { dock, limit } = transfersOf(page)
  await left.goTo('Home:')
  await right.goTo('Shelf:')
  const copy = page.getByRole('dialog', { name: 'Copy' })
  const row = (name: string) => dock.getByRole('group').filter({ hasText: name }).first()
  const order = () => dock.getByRole('group').allInnerTexts()
  const expectOrder = async (...expected: readonly string[]) => {
    await expect.poll(async () => (await order()).map((text) => text.split('\n')[0])).toEqual(expected)
  }

  await limit('0.05')
  const heard = await listen(page)
  for (const name of [...names, 'scans']) {
    await left.row(name).click()
    await page.keyboard.press('F5')
    await expect(copy).toContainText('will be copied')
    await pressEnterIn(page)
    await expect(row(name)).toBeVisible()
  }
  await expect(dock).toContainText('3 running · 3 waiting')
  await expectOrder(...names, 'scans')

  // First by mouse, then by keyboard; the focus stays in its place.
  await row('fifth.bin').hover()
  await row('fifth.bin').getByRole('button', { name: 'Move up in queue' }).click()
  await expectOrder('first.bin', 'second.bin', 'third.bin', 'fifth.bin', 'fourth.bin', 'scans')
  const toggle = row('third.bin').getByRole('button', { name: 'Show items' })
  await toggle.focus()
  await page.keyboard.press('Alt+ArrowDown')
  await expectOrder('first.bin', 'second.bin', 'fifth.bin', 'third.bin', 'fourth.bin', 'scans')
  await expect(toggle).toBeFocused()
  await page.keyboard.press('Alt+ArrowUp')
  await expectOrder('first.bin', 'second.bin', 'third.bin', 'fifth.bin', 'fourth.bin', 'scans')
  await expect(toggle).toBeFocused()

  // With its limit, the transfer would take a minute. When the limit is removed, it ends at once.
  const limits = page.getByRole('dialog', { name: 'Limits' })
  const open = row('scans').getByRole('button', { name: 'Limits of this transfer' })
  await open.press('Enter')
  await limits.getByRole('textbox', { name: 'Parallel files' }).fill('none')
  await page.keyboard.press('Enter')
  await expect(limits).toContainText('A whole number from 1 to 256.')
  await limits.getByRole('textbox', { name: 'Parallel files' }).fill('1')
  await limits.getByRole('textbox', { name: 'Speed limit in MB/s' }).fill('0.02')
  await expectNoFindings(page, 'limits', dialogAlone)
  await page.keyboard.press('Enter')
  await expect(limits).toBeHidden()
  await expect(open).toBeFocused()
  await expect(open).toHaveAttribute('title', /1 parallel file · speed limit 20 KB\/s/)
  await limit('')
  for (const name of names) await expect(row(name)).toContainText('1 done')
  await expect(row('scans')).toContainText('60 items')
  await expect(row('scans').getByRole('button', { name: 'Pause' })).toBeVisible()
  await open.press('Enter')
  await expect(limits.getByRole('textbox', { name: 'Parallel files' })).toHaveValue('1')
  await limits.getByRole('textbox', { name: 'Speed limit in MB/s' }).fill('')
  await page.keyboard.press('Enter')
  await expect(row('scans')).toContainText('60 items and 1 folder done')

  // Running transfers were announced only a few times, and their progress never.
  const said = await heard()
  expect(said.filter((text) => /^(Started|Ended|Needs)/.test(text)).length).toBeLessThan(5)
  expect(said.filter((text) => /^\d+ items?(?!.* copied)|%|left$/.test(text))).toEqual([])

  await page.getByRole('button', { name: 'Clear finished' }).press('Enter')
  await expect(dock.getByRole('group')).toHaveCount(0)
  await page.keyboard.press('Control+k')
  await page.keyboard.type('repeat the last')
  await expect(page.getByRole('option', { name: /^Repeat the last copy/ })).toBeVisible()
  await page.keyboard.press('Enter')
  await expect(row('scans')).toContainText('0 done · 60 skipped')

  await dock.getByRole('button', { name: 'History' }).press('Enter')
  const history = page.getByRole('dialog', { name: 'History' })
  const entries = history.getByRole('group')
  await expect(entries).toHaveCount(7)
  await history.getByRole('searchbox').fill('fourth')
  await expect(entries).toHaveCount(1)
  await entries.getByRole('button', { name: 'Report' }).press('Enter')
  await page.getByRole('dialog', { name: 'Report' }).getByRole('button', { name: 'Close' }).press('Enter')
  await expect(history.getByRole('searchbox')).toHaveValue('fourth')
  await expect(history.getByRole('searchbox')).toBeFocused()
  await entries.getByRole('button', { name: 'Undo' }).press('Enter')
  await expect(history).toBeHidden()
  await expect(dock.getByRole('group', { name: 'Undo 1 item in Shelf' })).toContainText('1 done')
  expect(existsSync(join(app.shelf, 'fourth.bin'))).toBe(false)
  expect(existsSync(join(app.home, 'fourth.bin'))).toBe(true)

  await page.keyboard.press('Control+Shift+o')
  await expect(entries).toHaveCount(8)
  await entries.filter({ hasText: 'second.bin' }).getByRole('button', { name: 'Forget' }).press('Enter')
  await expect(entries).toHaveCount(7)
  await expect(history.getByRole('searchbox')).toBeFocused()
  await expect(entries.filter({ hasText: 'second.bin' })).toHaveCount(0)
  await history.getByRole('button', { name: 'Forget all' }).press('Enter')
  await expect(history.getByRole('button', { name: 'Cancel' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(entries).toHaveCount(7)
  await history.getByRole('button', { name: 'Forget all' }).press('Enter')
  await history.getByRole('button', { name: 'Forget all' }).press('Enter')
  await expect(history).toContainText('There are no transfers yet.')
  expect(existsSync(join(app.shelf, 'second.bin'))).toBe(true)
})

test('tabs and parts of the path take drops, and Alt asks this once', async ({ app, page }) => {
  mkdirSync(join(app.shelf, 'archive', '2026'), { recursive: true })
  writeFileSync(join(app.home, 'chart.txt'), 'new')
  writeOlder(join(app.shelf, 'archive', 'chart.txt'), 'old')
  await page.goto(app.url())
  const left = pane(page, 'Left')
  const right = pane(page, 'Right')
  await left.goTo('Home:')
  await right.goTo('Shelf:archive/2026')
  await page.keyboard.press('Control+t')
  await right.goTo('Home:')
  const chart = left.row('chart.txt')
  const copy = page.getByRole('dialog', { name: 'Copy' })

  await drag(page, chart, right.region.getByRole('tab', { name: /2026/ }), { drop: false })
  await expect(page.getByText('Copy to Shelf › archive › 2026')).toBeVisible()
  // The folder opened during the drag.
  await expect(right.region.getByRole('navigation', { name: 'Path' })).toContainText('archive')
  await page.mouse.up()
  await expect(copy).toContainText('Copy chart.txt to Shelf › archive › 2026')
  await copy.getByRole('combobox').selectOption('Overwrite')
  await page.keyboard.press('Escape')

  const part = right.region.getByRole('navigation', { name: 'Path' }).getByRole('button', { name: 'archive' })
  await drag(page, chart, part)
  await expect(copy).toContainText('Copy chart.txt to Shelf › archive')
  await copy.getByRole('combobox').selectOption('Fail')
  await copy.getByRole('button', { name: /^Copy/ }).click()
  await expect(page.getByText('Nothing copied, 1 failed.')).toBeVisible()

  await drag(page, chart, part, { drop: false })
  await page.keyboard.down('Alt')
  await dragOn(page, page.getByRole('banner'))
  await expect(page.getByText('Drop on a folder, a pane, a tab or a mount')).toBeVisible()
  await dragOn(page, part)
  await expect(page.getByText('Copy to Shelf › archive, asking each time')).toBeVisible()
  await page.mouse.up()
  await page.keyboard.up('Alt')
  await expect(copy.getByRole('combobox')).toHaveValue('ask')
  await expect(copy).toContainText('1 file already exists: you will be asked.')
  await copy.getByRole('button', { name: /^Copy/ }).click()
  const asking = transfersOf(page).transfer('Copy 1 item to Shelf:archive')
  await asking.getByRole('button', { name: 'Keep both' }).press('Enter')
  await expect(asking).toContainText('1 done')
  await expect(asking.getByRole('button', { name: 'Show items' })).toBeFocused()
  expect(existsSync(join(app.shelf, 'archive', 'chart (2).txt'))).toBe(true)

  await drag(page, chart, part)
  await expect(copy.getByRole('combobox')).toHaveValue('fail')
})
