import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from './support/test.ts'
import { pane } from './support/window.ts'

test('a pane shows changes by other programs, and keeps cursor and selection', async ({ app, page }) => {
  const folder = join(app.home, 'shared')
  mkdirSync(folder)
  for (const name of ['alpha.txt', 'beta.txt', 'gamma.txt']) writeFileSync(join(folder, name), name)
  await page.goto(app.url())
  const left = pane(page, 'Left')
  await left.goTo('Home:shared')
  await expect(left.row('gamma.txt')).toBeVisible()
  await left.grid.focus()
  await page.keyboard.type('ga')
  await page.keyboard.press('Insert')
  await expect(left.row('gamma.txt')).toHaveAttribute('aria-selected', 'true')

  writeFileSync(join(folder, 'aaa.txt'), 'new')
  await expect(left.row('aaa.txt')).toBeVisible()
  await expect(left.row('gamma.txt')).toHaveAttribute('aria-selected', 'true')
  rmSync(join(folder, 'alpha.txt'))
  await expect(left.row('alpha.txt')).toBeHidden()
  writeFileSync(join(folder, 'beta.txt'), 'x'.repeat(5000))
  await expect(left.row('beta.txt')).toContainText('5 KB')
  await expect(left.status).toContainText('1 of 3 selected')
})

test('a folder that disappears shows a message and a button to leave it', async ({ app, page }) => {
  mkdirSync(join(app.home, 'here', 'deep'), { recursive: true })
  await page.goto(app.url())
  const left = pane(page, 'Left')
  await left.goTo('Home:here/deep')
  await expect(left.status).toContainText('0 items')
  renameSync(join(app.home, 'here'), join(app.home, 'there'))
  await expect(left.region.getByRole('button', { name: /Go up|Go to/ })).toBeVisible()
  await left.region.getByRole('button', { name: /Go up|Go to/ }).click()
  await expect(left.row('there')).toBeVisible()
})
