import { mkdirSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from './support/test.ts'
import { pane } from './support/window.ts'

test('the disk usage of a folder is shown, explored and opened in the pane', async ({ app, page }) => {
  const sizes = {
    'films/summer.mkv': 4_000_000,
    'films/old/winter.mkv': 2_000_000,
    'notes/a.md': 10_000,
    'big.iso': 3_000_000,
  }
  for (const [path, bytes] of Object.entries(sizes)) {
    mkdirSync(join(app.home, path, '..'), { recursive: true })
    writeFileSync(join(app.home, path), '')
    truncateSync(join(app.home, path), bytes)
  }
  await page.goto(app.url())
  const left = pane(page, 'Left')
  await left.goTo('Home:')
  await expect(left.row('films')).toBeVisible()
  await page.keyboard.press('Control+Alt+z')
  await expect(left.row('films')).toHaveAccessibleName(/, 6 MB/)
  await page.keyboard.press('Control+Alt+z')
  await expect(left.row('films')).not.toHaveAccessibleName(/MB/)

  await left.row('big.iso').click()
  await page.keyboard.press('Control+Alt+s')
  const dialog = page.getByRole('dialog', { name: 'Disk usage' })
  await expect(dialog.getByRole('status')).toHaveText('9 MB in 4 files')
  await dialog.getByRole('button', { name: /^films · 6 MB/ }).click()
  await expect(dialog.getByRole('status')).toHaveText('6 MB in 2 files')
  await dialog.getByRole('button', { name: /^old · 2 MB/ }).click()
  await dialog.getByRole('button', { name: 'Show in the pane' }).click()
  await expect(left.row('winter.mkv')).toBeVisible()
})
