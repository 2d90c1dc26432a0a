import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expectNoFindings } from './support/axe.ts'
import { expect, test } from './support/test.ts'
import { pane } from './support/window.ts'

test('empty space, rows and tabs have menus of their own', async ({ app, page }) => {
  for (const name of ['a.txt', 'b.txt']) writeFileSync(join(app.home, name), name)
  await page.goto(app.url())
  const left = pane(page, 'Left')
  await left.goTo('Home:')
  const menu = page.getByRole('menu')
  await left.row('a.txt').click()

  const box = await left.grid.boundingBox()
  if (!box) throw new Error('the grid is not drawn')
  await left.grid.click({ button: 'right', position: { x: box.width / 2, y: box.height - 20 } })
  await expect(menu.getByRole('menuitem', { name: 'New folder…' })).toBeVisible()
  await expect(menu.getByRole('menuitem', { name: /^Delete/ })).toHaveCount(0) // it is not about what is selected
  await expectNoFindings(page, 'menu of a folder')
  await menu.getByRole('menuitem', { name: 'New folder…' }).click()
  await expect(page.getByRole('dialog', { name: 'New folder' })).toBeVisible()
  await page.keyboard.press('Escape')

  await left.grid.focus()
  await page.keyboard.press('Shift+F10')
  await expect(menu.getByRole('menuitem', { name: /^Rename/ })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(left.grid).toBeFocused()

  await page.keyboard.press('Control+t')
  await page.keyboard.press('Alt+t')
  const tabs = left.region.getByRole('tab')
  await expect(tabs).not.toHaveCount(1)
  await tabs.first().click({ button: 'right' })
  await menu.getByRole('menuitem', { name: 'Close other tabs' }).click()
  await expect(tabs).toHaveCount(1)
})

test('every part of the window is reached by Ctrl+F6, and the arrows lead on within it', async ({ app, page }) => {
  writeFileSync(join(app.home, 'a.txt'), 'a')
  mkdirSync(join(app.home, 'inner'))
  await page.goto(app.url())
  const [left, right] = [pane(page, 'Left'), pane(page, 'Right')]
  await left.goTo('Home:')
  await expect(left.grid).toBeFocused()
  const focusIn = (role: 'navigation' | 'complementary' | 'region' | 'banner', name?: string) =>
    page.getByRole(role, name === undefined ? {} : { name, exact: true }).locator(':focus')

  await page.keyboard.press('Control+F6')
  await expect(right.grid).toBeFocused()
  await page.keyboard.press('Control+F6')
  await expect(focusIn('complementary', 'Inspector')).toHaveCount(1)
  await page.keyboard.press('Control+F6')
  await expect(focusIn('region', 'Transfers')).toHaveCount(1)
  await page.keyboard.press('ArrowRight')
  await expect(page.getByRole('region', { name: 'Transfers' }).getByRole('button', { name: 'History' })).toBeFocused()
  await page.keyboard.press('Control+F6')
  await expect(focusIn('banner')).toHaveCount(1)
  await page.keyboard.press('Control+F6')
  await expect(focusIn('navigation', 'Mounts')).toHaveText(/Shelf/)
  await page.keyboard.press('ArrowUp')
  await expect(focusIn('navigation', 'Mounts')).toHaveText(/Home/)
  await page.keyboard.press('Control+Shift+F6')
  await expect(focusIn('banner')).toHaveCount(1)
  await page.keyboard.press('Escape')
  await expect(right.grid).toBeFocused()

  await page.getByRole('button', { name: 'Copy something here' }).click()
  await expect(page.getByRole('dialog', { name: 'Copy' })).toContainText('1 ')
  await page.keyboard.press('Escape')
  await left.row('inner').click()
  await page.keyboard.press('Control+Enter')
  await expect(right.region.getByRole('navigation', { name: 'Path' })).toContainText('inner')
  await left.row('inner').click({ button: 'middle' })
  await expect(left.region.getByRole('tab', { name: 'inner' })).toHaveAttribute('aria-selected', 'true')
})
