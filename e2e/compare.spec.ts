import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { dialogAlone, expectNoFindings } from './support/axe.ts'
import { compare, tabTo } from './support/compare.ts'
import { expect, test } from './support/test.ts'
import { transfersOf, writeOlder } from './support/transfers.ts'
import { pane } from './support/window.ts'

test.use({ inMemory: true })

test('12,000 files are compared, one action changed, synced, reported and undone, by keyboard alone', async ({
  app,
  page,
}) => {
  test.setTimeout(180_000) // The test creates the files first.
  const [left, right] = ['left', 'right'].map((name) => join(app.home, name)) as [string, string]
  mkdirSync(join(left, 'many'), { recursive: true })
  const make = 'seq -f many/file-%.0f 12000 | xargs touch -d @1700000000 && cp -a . ../right'
  expect(spawnSync('sh', ['-c', make], { cwd: left }).status).toBe(0)
  writeFileSync(join(left, 'added.txt'), 'new on the left')
  writeFileSync(join(left, 'both.md'), 'one\ntwo\n')
  writeOlder(join(right, 'both.md'), 'one\n')
  writeFileSync(join(right, 'other.txt'), 'new on the right')
  await page.goto(app.url())

  const dialog = await compare(page)
  const row = (name: string) => dialog.getByRole('row', { name: new RegExp(`^${name}, `) })
  await expect(dialog.getByRole('tab', { name: 'Differences 3' })).toBeVisible()
  await expect(dialog).toContainText(/Same 12,00\d/)
  await expect(dialog).toContainText('First run: nothing is deleted.')
  await page.keyboard.press('ArrowDown')
  await expect(row('both.md')).toHaveAccessibleName(/Needs a decision/)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('dialog').last()).toContainText('+0 −1 lines')
  await page.keyboard.press('Escape')
  await expect(dialog.getByRole('grid')).toBeFocused()
  await page.keyboard.press('ArrowRight')
  await expect(row('both.md')).toHaveAccessibleName(/Replace on the right.*changed by you$/)
  await expect(dialog).toContainText('2 to the right (23 B), 1 to the left (16 B).')
  await expectNoFindings(page, 'compare', dialogAlone)

  await tabTo(page, dialog.getByRole('button', { name: 'Make 3 changes' }))
  await page.keyboard.press('Enter')
  await expect(dialog).toBeHidden()
  const sync = transfersOf(page)
    .dock.getByRole('group', { name: /^Sync / })
    .first()
  await expect(sync).toContainText('3 done')
  expect(readFileSync(join(right, 'added.txt'), 'utf8')).toBe('new on the left')
  expect(readFileSync(join(right, 'both.md'), 'utf8')).toBe('one\ntwo\n')
  expect(readFileSync(join(left, 'other.txt'), 'utf8')).toBe('new on the right')
  await page.keyboard.press('Control+Shift+R')
  await expect(page.getByRole('dialog', { name: 'Report' })).toContainText('of 3 items')
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await pane(page, 'Left').grid.focus()
  await page.keyboard.press('Control+Z')
  await expect.poll(() => readFileSync(join(right, 'both.md'), 'utf8')).toBe('one\n')
  await expect
    .poll(() => [join(right, 'added.txt'), join(left, 'other.txt')].map((path) => existsSync(path)))
    .toEqual([false, false])
})

test('a mirror that would delete most of a side stops, and runs after confirmation', async ({ app, page }) => {
  for (const side of ['left', 'right']) {
    mkdirSync(join(app.home, side))
    writeOlder(join(app.home, side, 'both.md'), 'the same')
  }
  for (let n = 0; n < 40; n++) writeFileSync(join(app.home, 'right', `file-${n}.txt`), String(n))
  await page.goto(app.url())
  const dialog = await compare(page)
  await dialog.getByRole('combobox', { name: 'What to do' }).focus()
  await page.keyboard.type('Mirror')
  await expect(dialog.getByRole('heading', { name: 'Stopped: 40 deletions.' })).toBeVisible()
  await expect(dialog.getByRole('button', { name: 'Make 40 changes' })).toBeDisabled()
  await tabTo(page, dialog.getByRole('button', { name: 'Delete 40…' }))
  await page.keyboard.press('Enter')
  await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeFocused()
  await expectNoFindings(page, 'compare stopped', dialogAlone)
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await expect(dialog).toBeHidden()
  await expect.poll(() => readdirSync(join(app.home, 'right'))).toEqual(['both.md'])
})
