import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { dialogAlone, expectNoFindings } from './support/axe.ts'
import { compare, tabTo } from './support/compare.ts'
import { expect, test } from './support/test.ts'
import { writeOlder } from './support/transfers.ts'
import { pane } from './support/window.ts'

test.use({ inMemory: true })

const namesIn = (folder: string) => readdirSync(folder).filter((name) => !name.startsWith('.'))

test('a comparison is saved as a pair and run, stops before many deletions, and is confirmed', async ({
  app,
  page,
}) => {
  const [left, right] = ['left', 'right'].map((name) => join(app.home, name)) as [string, string]
  for (const side of [left, right]) {
    mkdirSync(side)
    writeOlder(join(side, 'both.md'), 'the same')
  }
  for (let n = 0; n < 40; n++) writeFileSync(join(left, `file-${n}.txt`), String(n))
  await page.goto(app.url())
  const comparison = await compare(page)
  await tabTo(page, comparison.getByRole('button', { name: 'Save as a sync pair…' }))
  await page.keyboard.press('Enter')
  const form = page.getByRole('dialog', { name: 'Sync pair', exact: true })
  await expect(form.getByRole('textbox', { name: 'Name' })).toBeFocused()
  await expectNoFindings(page, 'save pair', { within: '[role=dialog]:has(form input:focus)' })
  await page.keyboard.type('Papers')
  await page.keyboard.press('Enter')

  const view = page.getByRole('dialog', { name: 'Sync pairs' })
  const chosen = view.getByRole('radio')
  await expect(chosen).toHaveAccessibleName('Papers Never run')
  await expect(chosen).toBeFocused()
  await expect(view.getByRole('heading', { name: 'Home › left ⇄ Home › right' })).toBeVisible()
  await tabTo(page, view.getByRole('button', { name: 'Run now' }))
  await page.keyboard.press('Enter')
  await expect(view.getByRole('status')).toHaveText('Done')
  expect(namesIn(right)).toHaveLength(41)

  for (let n = 0; n < 40; n++) rmSync(join(left, `file-${n}.txt`))
  await tabTo(page, view.getByRole('button', { name: 'Run now' }))
  await page.keyboard.press('Enter')
  await expect(view.getByRole('heading', { name: 'Stopped: 40 deletions.' })).toBeVisible()
  await expect(view.getByRole('table', { name: 'What the last run planned' })).toContainText('delete in Home › right40')
  await expectNoFindings(page, 'sync pairs', dialogAlone)
  writeFileSync(join(right, 'since.txt'), 'came after the run that stopped')
  await tabTo(page, view.getByRole('button', { name: 'Delete 40…' }))
  await page.keyboard.press('Enter')
  await expect(view.getByRole('button', { name: 'Cancel' })).toBeFocused()
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await expect(view.getByRole('status')).toHaveText('Done')
  expect([namesIn(left), namesIn(right)]).toEqual([['both.md'], ['both.md', 'since.txt']])
  await expect(chosen).toBeFocused()

  // Opens the report of that run, and the plan of a next one.
  await expect(view.getByRole('region', { name: 'Runs' }).getByRole('listitem')).toHaveCount(3)
  await tabTo(page, view.getByRole('button', { name: /^Report of/ }).first())
  await page.keyboard.press('Enter')
  await expect(page.getByRole('dialog', { name: 'Report' })).toContainText('40')
  await page.keyboard.press('Escape')
  await expect(chosen).toBeFocused()
  await tabTo(page, view.getByRole('button', { name: 'See each…' }))
  await page.keyboard.press('Enter')
  await expect(comparison.getByRole('row', { name: /^since.txt, Copy to the left/ })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(chosen).toHaveAccessibleName('Papers Done')
  await tabTo(page, view.getByRole('button', { name: 'Remove…' }))
  await page.keyboard.press('Enter')
  await expect(view.getByRole('button', { name: 'Cancel' })).toBeFocused()
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await expect(view.getByRole('button', { name: 'Compare the two panes…' })).toBeFocused()
  expect(existsSync(join(right, 'since.txt'))).toBe(true)
})

test('an undecided name is decided in “See each…”, as a run of the pair', async ({ app, page }) => {
  const [left, right] = ['left', 'right'].map((name) => join(app.home, name)) as [string, string]
  for (const side of [left, right]) mkdirSync(side)
  writeFileSync(join(left, 'both.md'), 'from the left')
  writeOlder(join(right, 'both.md'), 'from the right, longer')
  writeFileSync(join(left, 'new.md'), 'new')
  await page.goto(app.url())
  const comparison = await compare(page)
  await tabTo(page, comparison.getByRole('button', { name: 'Save as a sync pair…' }))
  await page.keyboard.press('Enter')
  await expect(page.getByRole('textbox', { name: 'Name' })).toBeFocused()
  await page.keyboard.type('Papers')
  await page.keyboard.press('Enter')
  const view = page.getByRole('dialog', { name: 'Sync pairs' })
  await tabTo(page, view.getByRole('button', { name: 'Run now' }))
  await page.keyboard.press('Enter')
  await expect(view.getByRole('status')).toHaveText('Needs you')
  await expect(view).toContainText('1 item needs your decision.')
  await page.keyboard.press('Escape')

  // After closing the view, the user can open it again at the same pair.
  await expect(view).toHaveCount(0)
  await pane(page, 'Left').grid.focus()
  await page.keyboard.press('Control+Shift+L')
  await tabTo(page, view.getByRole('button', { name: 'See each…' }))
  await page.keyboard.press('Enter')
  await expect(comparison.getByRole('grid')).toBeFocused()
  await expect(comparison.getByRole('row', { name: /^both.md, Needs a decision/ })).toBeVisible()
  await page.keyboard.press('ArrowRight')
  await tabTo(page, comparison.getByRole('button', { name: 'Make 1 change' }))
  await page.keyboard.press('Enter')
  await expect(view.getByRole('status')).toHaveText('Done')
  expect(readFileSync(join(right, 'both.md'), 'utf8')).toBe('from the left')
})
