import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expectNoFindings } from './support/axe.ts'
import type { ServedApp } from './support/served-app.ts'
import { expect, test } from './support/test.ts'
import { pane, pressEnterIn } from './support/window.ts'

test('what was found below a folder is a pane: copied, deleted, kept, and left by Escape', async ({ app, page }) => {
  for (const folder of ['docs/january', 'docs/march/final']) mkdirSync(join(app.home, folder), { recursive: true })
  writeFileSync(join(app.home, 'docs/january/Q3 statement.pdf'), 'x'.repeat(2000))
  writeFileSync(join(app.home, 'docs/march/final/report-q3.pdf'), 'x'.repeat(3000))
  writeFileSync(join(app.home, 'docs/march/q3 notes.txt'), 'one\nthe harbour at night\n')
  await page.goto(app.url())
  const left = pane(page, 'Left')
  const right = pane(page, 'Right')
  await left.goTo('Home:docs')
  await expect(left.row('january')).toBeVisible()

  await page.keyboard.press('Control+f')
  const field = left.region.getByRole('textbox', { name: 'Find below here' })
  await expect(field).toBeFocused()
  await page.keyboard.type('q3 size>x')
  await expect(left.region.getByText('“x” is not a size')).toBeVisible()
  await field.fill('q3 size>1kb')
  await page.keyboard.press('Enter')
  await expect(left.grid).toBeFocused()
  await expect(left.row('Q3 statement.pdf')).toBeVisible()
  await expect(left.row('report-q3.pdf')).toContainText('march › final')
  await expect(left.region.getByText('Names in Home › docs and below · 2 found in 6')).toBeVisible()
  await expectNoFindings(page, 'what was found')

  await page.keyboard.press('Control+a')
  await page.keyboard.press('F5')
  await pressEnterIn(page)
  await expect(right.row('Q3 statement.pdf')).toBeVisible()
  await expect(right.row('report-q3.pdf')).toBeVisible()

  await left.grid.focus()
  await page.keyboard.press('Escape')
  await page.keyboard.type('report')
  await expect.poll(() => left.cursorName()).toContain('report-q3.pdf')
  await page.keyboard.press('F2')
  await page.keyboard.type('summary-q3')
  await page.keyboard.press('Enter')
  await expect(left.row('summary-q3.pdf')).toContainText('march › final')
  expect(existsSync(join(app.home, 'docs/march/final/summary-q3.pdf'))).toBe(true)

  await page.keyboard.press('Control+f')
  await field.fill('harbour')
  await left.region.getByRole('button', { name: 'Search contents' }).click()
  await expect(left.row('q3 notes.txt')).toContainText('line 2: the harbour at night')
  await left.region.getByRole('button', { name: 'Keep as a tab' }).click()
  const tabs = left.region.getByRole('tablist', { name: 'Tabs' }).getByRole('tab')
  await expect(tabs).toHaveText(['docs', 'harbour'])
  await expect.poll(() => keptIn(app)).toContain('harbour')
  await page.reload()
  await expect(left.row('q3 notes.txt')).toContainText('line 2')

  await tabs.first().click()
  await left.grid.focus()
  await page.keyboard.press('Control+f')
  await page.keyboard.type('summary')
  await page.keyboard.press('Enter')
  await expect.poll(() => left.cursorName()).toContain('summary-q3.pdf')
  await page.keyboard.press('Escape')
  await expect(left.row('march')).toBeVisible()
  await expect(field).toBeHidden()
  await expect.poll(() => left.cursorName()).toContain('march')
})

test('a location is completed as it is typed, also a path of this computer', async ({ app, page }) => {
  for (const folder of ['docs/january', 'docs/june', 'music']) mkdirSync(join(app.home, folder), { recursive: true })
  writeFileSync(join(app.home, 'docs/june/note.txt'), '')
  await page.goto(app.url())
  const left = pane(page, 'Left')
  await expect(left.row('docs')).toBeVisible()
  await left.grid.focus()
  await page.keyboard.press('Control+l')
  const box = left.region.getByRole('textbox', { name: 'Location' })
  await expect(box).toBeFocused()
  const choices = left.region.getByRole('option')
  await page.keyboard.type('Home:do')
  await expect(choices).toHaveText(['Home:docs/'])
  await page.keyboard.press('Tab')
  await expect(box).toHaveValue('Home:docs/')
  await expect(choices).toHaveText(['Home:docs/january/', 'Home:docs/june/'])
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowDown')
  await expectNoFindings(page, 'a location that is completed')
  await page.keyboard.press('Enter')
  await expect(left.row('note.txt')).toBeVisible()

  await page.keyboard.press('Control+l')
  await expect(box).toBeFocused()
  await page.keyboard.type('~/mu')
  await expect(choices).toHaveText(['~/music/'])
  await page.keyboard.press('ArrowRight')
  await expect(box).toHaveValue('~/music/')
  await page.keyboard.press('Enter')
  const path = left.region.getByRole('navigation', { name: 'Path' })
  await expect(path.getByRole('button').last()).toHaveText('music')
  await expect(path.getByRole('button').first()).toHaveText('This computer')
})

/** What was written down of the window. */
function keptIn({ mountsFile }: ServedApp): string {
  const file = join(dirname(mountsFile), 'window.json')
  return existsSync(file) ? readFileSync(file, 'utf8') : ''
}
