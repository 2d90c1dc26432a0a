import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from './support/test.ts'
import { pane } from './support/window.ts'

test('a file of this computer is shared, opened by a receiver, and taken back', async ({ app, page }) => {
  writeFileSync(join(app.home, 'tides.txt'), 'high at noon')
  await page.goto(app.url())
  const left = pane(page, 'Left')
  await left.goTo('Home:')
  await left.row('tides.txt').click()
  await page.keyboard.press('Control+Shift+S')
  const dialog = page.getByRole('dialog', { name: 'Share', exact: true })
  await dialog.getByRole('button', { name: 'Make link' }).click()
  const url = await dialog.getByRole('textbox', { name: 'Link', exact: true }).inputValue()
  expect(await (await fetch(url)).text()).toBe('high at noon')
  await dialog
    .getByRole('button', { name: /take back|revoke/i })
    .first()
    .click()
  await expect.poll(async () => (await fetch(url)).status).toBe(410)
})

test('a folder of this computer is shared as a page', async ({ app, page }) => {
  mkdirSync(join(app.home, 'open'))
  writeFileSync(join(app.home, 'open', 'tides.txt'), 'high at noon')
  await page.goto(app.url())
  const left = pane(page, 'Left')
  await left.goTo('Home:')
  await left.row('open').click()
  await page.keyboard.press('Control+Shift+S')
  const dialog = page.getByRole('dialog', { name: 'Share', exact: true })
  await dialog.getByRole('button', { name: 'Make link' }).click()
  const url = await dialog.getByRole('textbox', { name: 'Link', exact: true }).inputValue()
  await page.setViewportSize({ width: 390, height: 844 })
  await page.goto(url)
  await page.getByRole('link', { name: 'tides.txt' }).click()
  await expect(page.getByText('high at noon')).toBeVisible()
})
