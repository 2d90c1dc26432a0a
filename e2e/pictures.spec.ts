import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Locator } from '@playwright/test'
import { expectNoFindings } from './support/axe.ts'
import { pngOf } from './support/samples.ts'
import { expect, test } from './support/test.ts'
import { pane } from './support/window.ts'

function tile(grid: Locator, name: string): Locator {
  return grid.getByRole('gridcell', { name: new RegExp(`^${name.replaceAll('.', '\\.')},`) })
}

test('files shown as pictures are moved through, ticked, renamed, opened and remembered', async ({ app, page }) => {
  mkdirSync(join(app.home, 'album/2025'), { recursive: true })
  for (let at = 1; at <= 12; at += 1)
    writeFileSync(join(app.home, `album/p${String(at).padStart(2, '0')}.png`), pngOf(8, 6))
  await page.goto(app.url())
  const left = pane(page, 'Left')
  await left.goTo('Home:album')
  await expect(left.row('p01.png')).toBeVisible()
  await left.grid.focus()
  await page.keyboard.press('Control+Alt+g')
  await expect(tile(left.grid, 'p01.png')).toBeVisible()
  await expect(left.grid.getByRole('row').nth(1).getByRole('gridcell')).not.toHaveCount(1)
  await expectNoFindings(page, 'files as pictures')

  await page.keyboard.press('Home')
  await page.keyboard.press('ArrowRight')
  expect(await left.cursorName()).toMatch(/^2025,/)
  await page.keyboard.press('ArrowDown')
  const below = await left.cursorName()
  await page.keyboard.press('ArrowUp')
  expect(await left.cursorName()).toMatch(/^2025,/)
  await page.keyboard.press('ArrowRight')
  expect(await left.cursorName()).toMatch(/^p01\.png,/)
  expect(below).not.toMatch(/^p01\.png,/)
  await page.keyboard.press('End')
  expect(await left.cursorName()).toMatch(/^p12\.png,/)
  await page.keyboard.press('Insert')
  await tile(left.grid, 'p02.png').hover()
  await tile(left.grid, 'p02.png').locator('[data-mark]').click()
  await expect(left.status).toContainText('2 of 13 selected')
  await page.keyboard.press('Escape')

  await tile(left.grid, 'p03.png').click()
  await page.keyboard.press('F2')
  await expect(page.getByRole('textbox', { name: 'New name of p03.png' })).toBeFocused()
  await page.keyboard.type('quay')
  await page.keyboard.press('Enter')
  await expect(tile(left.grid, 'quay.png')).toBeVisible()
  expect(existsSync(join(app.home, 'album/quay.png'))).toBe(true)
  await expect(left.grid).toBeFocused()
  await expect.poll(() => left.cursorName()).toMatch(/^quay\.png,/)
  await page.keyboard.press('Space')
  await expect(page.getByRole('dialog', { name: 'Quick look' })).toContainText('8 × 6')
  await page.keyboard.press('Escape')

  await left.region.getByRole('button', { name: 'Large pictures' }).click()
  await expect(left.region.getByRole('button', { name: 'Large pictures' })).toHaveAttribute('aria-pressed', 'true')
  await page.reload()
  await expect(tile(left.grid, 'p01.png')).toBeVisible()
  await expect(left.region.getByRole('button', { name: 'Large pictures' })).toHaveAttribute('aria-pressed', 'true')
  await left.grid.focus()
  await page.keyboard.type('2')
  expect(await left.cursorName()).toMatch(/^2025,/)
  await tile(left.grid, '2025').dblclick()
  await expect(left.region.getByRole('navigation', { name: 'Path' })).toContainText('2025')
  await left.region.getByRole('button', { name: 'As pictures' }).click()
  await expect(left.row('..')).toBeVisible()
})
