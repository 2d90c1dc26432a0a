import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from './support/test.ts'
import { pane } from './support/window.ts'

test('joins selected files and saves a difference, as transfers', async ({ app, page }) => {
  mkdirSync(join(app.home, 'logs'))
  writeFileSync(join(app.home, 'logs', 'a.log'), 'one\ntwo\n')
  writeFileSync(join(app.home, 'logs', 'b.log'), 'one\nthree\n')
  await page.goto(app.url())
  const left = pane(page, 'Left')
  await left.goTo('Home:logs')
  await left.row('a.log').click()
  await left.row('b.log').click({ modifiers: ['Control'] })
  await left.row('b.log').click({ button: 'right' })
  await page.getByRole('menuitem', { name: 'Join files…' }).click()
  const joining = page.getByRole('dialog', { name: 'Join files' })
  await expect(joining.getByRole('listitem')).toHaveText(['a.log', 'b.log'])
  const name = joining.getByRole('textbox', { name: 'Name of the new file' })
  await expect(name).toHaveValue('a-joined.log')
  await name.fill('b.log')
  await page.keyboard.press('Enter')
  await expect(joining).toContainText('This name already exists.')
  await name.fill('all.log')
  await page.keyboard.press('Enter')
  await expect(joining).toBeHidden()
  await expect(left.row('all.log')).toBeVisible()
  await expect.poll(() => readFileSync(join(app.home, 'logs', 'all.log'), 'utf8')).toBe('one\ntwo\none\nthree\n')

  await left.row('a.log').click()
  await left.row('b.log').click({ modifiers: ['Control'] })
  await left.row('b.log').click({ button: 'right' })
  await page.getByRole('menuitem', { name: 'Save differences…' }).click()
  const saving = page.getByRole('dialog', { name: 'Save differences' })
  await expect(saving.getByRole('textbox')).toHaveValue('a.log.diff')
  await saving.getByRole('button', { name: 'Save' }).click()
  await expect(left.row('a.log.diff')).toBeVisible()
  await expect.poll(() => existsSync(join(app.home, 'logs', 'a.log.diff'))).toBe(true)
  expect(readFileSync(join(app.home, 'logs', 'a.log.diff'), 'utf8')).toBe(
    '--- Home:logs/a.log\n+++ Home:logs/b.log\n@@ -1,2 +1,2 @@\n one\n-two\n+three\n',
  )
})
