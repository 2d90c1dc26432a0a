import { writeFileSync } from 'node:fs'
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
