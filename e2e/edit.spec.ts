import { readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from './support/test.ts'
import { pane } from './support/window.ts'

test('a text is edited and saved as it was encoded, and what someone else changed is not written over', async ({
  app,
  page,
}) => {
  const path = join(app.home, 'notes.md')
  writeFileSync(path, '# Harbour\r\nfirst line\r\n')
  writeFileSync(join(app.home, 'photo.png'), Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 1, 2]))
  writeFileSync(join(app.home, 'huge.log'), '')
  truncateSync(join(app.home, 'huge.log'), 50_000_000)
  await page.goto(app.url())
  const left = pane(page, 'Left')
  await left.goTo('Home:')
  const dialog = page.getByRole('dialog', { name: 'Edit', exact: true })
  const area = dialog.getByRole('textbox', { name: 'Text of notes.md' })

  await left.row('notes.md').click()
  await page.keyboard.press('F4')
  await expect(area).toBeFocused()
  await expect(dialog.getByText('UTF-8 · CRLF')).toBeVisible()
  await page.keyboard.press('Control+f')
  await expect(dialog.getByRole('textbox', { name: 'Find' })).toBeFocused()
  await page.keyboard.press('Escape') // The first Escape leaves only the search.
  await expect(area).toBeFocused()
  await page.keyboard.press('Control+End')
  await page.keyboard.type('second line')
  await expect(dialog.getByRole('status')).toHaveText('Not saved')
  await page.keyboard.press('Control+s')
  await expect(dialog.getByRole('status')).toHaveText('Saved')
  expect(readFileSync(path, 'utf8')).toBe('# Harbour\r\nfirst line\r\nsecond line')

  writeFileSync(path, 'written by another program, and longer')
  await page.keyboard.type(' mine')
  await page.keyboard.press('Control+s')
  await expect(dialog.getByRole('alert')).toContainText('changed by someone else')
  await expect(dialog.getByRole('button', { name: 'Continue editing' })).toBeFocused()
  await dialog.getByRole('button', { name: 'Save as a new file' }).click()
  await expect(dialog.getByRole('status')).toHaveText('Saved as “notes (2).md”.')
  expect(readFileSync(path, 'utf8')).toBe('written by another program, and longer')
  expect(readFileSync(join(app.home, 'notes (2).md'), 'utf8')).toContain('second line mine')

  await area.focus()
  await page.keyboard.type('!')
  rmSync(path)
  await page.keyboard.press('Control+s')
  await expect(dialog.getByRole('alert')).toContainText('deleted or moved')
  await dialog.getByRole('button', { name: 'Save it again' }).click()
  await expect(dialog.getByRole('status')).toHaveText('Saved')
  await area.focus()
  await page.keyboard.type('?')
  await page.keyboard.press('Escape')
  await expect(dialog.getByRole('alert')).toContainText('not saved')
  await dialog.getByRole('button', { name: 'Discard changes' }).click()
  await expect(left.grid).toBeFocused()
  expect(readFileSync(path, 'utf8')).toMatch(/mine!$/)

  await left.row('photo.png').click()
  await page.keyboard.press('F4')
  await expect(dialog).toContainText('is not text')
  await page.keyboard.press('Escape')
  await left.row('huge.log').click()
  await page.keyboard.press('F4')
  await expect(dialog).toContainText('opens files up to 5 MB')
})
