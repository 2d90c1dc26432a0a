import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from './support/test.ts'
import { pane } from './support/window.ts'

test('empty space, rows and tabs have their own menus', async ({ app, page }) => {
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
  // This menu does not apply to the selected files.
  await expect(menu.getByRole('menuitem', { name: /^Delete/ })).toHaveCount(0)
  await menu.getByRole('menuitem', { name: 'New folder…' }).click()
  await expect(page.getByRole('dialog', { name: 'New folder' })).toBeVisible()
  await page.keyboard.press('Escape')

  await left.grid.focus()
  await page.keyboard.press('Shift+F10')
  await expect(menu.getByRole('menuitem', { name: 'Rename', exact: true })).toBeVisible()
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

test('Ctrl+F6 reaches every part of the window, and the arrow keys move within it', async ({ app, page }) => {
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

test('rows are selected by checkbox and rectangle, and a menu shows the hidden part of a path', async ({
  app,
  page,
}) => {
  for (const name of ['a.txt', 'b.txt', 'c.txt']) writeFileSync(join(app.home, name), name)
  const deep = 'one long name/two long names/three long names/four long names/five'
  mkdirSync(join(app.home, deep), { recursive: true })
  await page.goto(app.url())
  const left = pane(page, 'Left')
  await left.goTo('Home:')
  await left.row('a.txt').locator('[data-mark]').click()
  await left.row('c.txt').locator('[data-mark]').click()
  await expect(left.row('a.txt')).toHaveAttribute('aria-selected', 'true')
  await expect(left.row('b.txt')).toHaveAttribute('aria-selected', 'false')
  await expect(left.row('c.txt')).toHaveAttribute('aria-selected', 'true')
  await left.row('a.txt').locator('[data-mark]').click()
  await expect(left.row('a.txt')).toHaveAttribute('aria-selected', 'false')

  const [grid, last] = [await left.grid.boundingBox(), await left.row('b.txt').boundingBox()]
  if (!grid || !last) throw new Error('the list is not drawn')
  await page.mouse.move(grid.x + grid.width - 60, grid.y + grid.height - 60)
  await page.mouse.down()
  await page.mouse.move(grid.x + 40, last.y + 5, { steps: 5 })
  await page.mouse.up()
  await expect(left.row('a.txt')).toHaveAttribute('aria-selected', 'false')
  await expect(left.row('b.txt')).toHaveAttribute('aria-selected', 'true')
  await expect(left.row('c.txt')).toHaveAttribute('aria-selected', 'true')
  await left.grid.click({ position: { x: grid.width / 2, y: grid.height - 20 } })
  await expect(left.row('c.txt')).toHaveAttribute('aria-selected', 'false')

  await left.goTo(`Home:${deep}`)
  const path = left.region.getByRole('navigation', { name: 'Path' })
  await expect(path.getByRole('button', { name: 'five' })).toBeVisible()
  await path.getByRole('button', { name: /folders? between/ }).click()
  await page.getByRole('menuitem', { name: 'one long name' }).click()
  await expect(path.getByRole('button', { name: 'one long name' })).toHaveAttribute('aria-current', 'location')
})

test('hidden, resized and reordered columns persist', async ({ app, page }) => {
  writeFileSync(join(app.home, 'a.txt'), 'a')
  await page.setViewportSize({ width: 1440, height: 900 })
  await page.goto(app.url())
  const left = pane(page, 'Left')
  await left.goTo('Home:')
  const heads = left.grid.getByRole('columnheader')
  await expect(heads).toHaveText(['Name', 'Size', 'Modified', 'Kind'])
  await heads.filter({ hasText: 'Size' }).click({ button: 'right' })
  await page.getByRole('menuitemcheckbox', { name: 'Size' }).click()
  await expect(heads).toHaveText(['Name', 'Modified', 'Kind'])
  await expect(left.row('a.txt')).toHaveAccessibleName(/, 1 B,/) // The accessible name still contains the size.

  const kind = heads.filter({ hasText: 'Kind' })
  await kind.getByRole('button').focus()
  await page.keyboard.press('Alt+ArrowLeft')
  await expect(heads).toHaveText(['Name', 'Kind', 'Modified'])
  const before = (await kind.boundingBox())?.width ?? 0
  const edge = await kind.locator('[data-edge]').boundingBox()
  if (!edge) throw new Error('the column has no edge')
  await page.mouse.move(edge.x + 2, edge.y + 5)
  await page.mouse.down()
  await page.mouse.move(edge.x - 58, edge.y + 5, { steps: 3 })
  await page.mouse.up()
  await expect.poll(async () => (await kind.boundingBox())?.width ?? 0).toBeGreaterThan(before + 40)
  const wide = (await kind.boundingBox())?.width ?? 0

  await page.reload()
  await expect(heads).toHaveText(['Name', 'Kind', 'Modified'])
  expect((await kind.boundingBox())?.width).toBeCloseTo(wide, 0)
  await kind.click({ button: 'right' })
  await page.getByRole('menuitem', { name: 'Standard columns' }).click()
  await expect(heads).toHaveText(['Name', 'Size', 'Modified', 'Kind'])
})
