import { mkdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from './support/test.ts'
import { pane } from './support/window.ts'

test('restores tabs, locations and sorting', async ({ app, page }) => {
  mkdirSync(join(app.home, 'one', 'two'), { recursive: true })
  mkdirSync(join(app.shelf, 'kept'), { recursive: true })
  await page.goto(app.url())
  const left = pane(page, 'Left')
  const right = pane(page, 'Right')
  await left.goTo('Home:one')
  await left.grid.focus()
  await page.keyboard.press('Alt+t')
  await expect(left.region.getByRole('tab')).toHaveCount(2)
  await left.goTo('Shelf:')
  await right.goTo('Home:one/two')
  await right.region.getByRole('button', { name: 'Modified' }).click()
  await expect(right.grid.getByRole('columnheader', { name: 'Modified' })).toHaveAttribute(
    'aria-sort',
    /ascending|descending/,
  )
  const sorted = right.grid.getByRole('columnheader', { name: 'Modified' })
  const order = await sorted.getAttribute('aria-sort')

  // The browser does not wait for the page to save before it reloads, so the test waits here.
  const layout = join(dirname(app.mountsFile), 'window.json')
  await expect.poll(() => readFileSync(layout, 'utf8')).toContain('"modified"')
  await page.reload()
  await expect(right.row('..')).toBeVisible()
  await expect(sorted).toHaveAttribute('aria-sort', order ?? '')

  await app.kill()
  await app.restart()
  await page.goto(app.url())
  await expect(left.region.getByRole('tab')).toHaveCount(2)
  await expect(left.row('kept')).toBeVisible()
  await expect(right.region.getByRole('navigation', { name: 'Path' }).getByRole('button')).toHaveText([
    'Home',
    'one',
    'two',
  ])
  await expect(right.grid.getByRole('columnheader', { name: 'Modified' })).toHaveAttribute(
    'aria-sort',
    /ascending|descending/,
  )
})
