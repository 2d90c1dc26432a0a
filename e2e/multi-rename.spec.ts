import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { dialogAlone, expectNoFindings } from './support/axe.ts'
import { expect, test } from './support/test.ts'
import { pane } from './support/window.ts'

test('renames many files by a pattern: conflicts are shown first, names are swapped, one undo restores all', async ({
  app,
  page,
}) => {
  const folder = join(app.home, 'shots')
  mkdirSync(folder)
  const before = ['IMG_1.jpg', 'IMG_2.jpg', 'IMG_3.jpg', 'harbour 002.jpg']
  for (const name of before) writeFileSync(join(folder, name), name)
  await page.goto(app.url())
  const left = pane(page, 'Left')
  await left.goTo('Home:shots')
  await expect(left.row('IMG_3.jpg')).toBeVisible()
  await left.grid.focus()
  await left.row('IMG_1.jpg').click()
  await page.keyboard.press('Shift+ArrowDown')
  await page.keyboard.press('Shift+ArrowDown')
  await page.keyboard.press('F2')

  const dialog = page.getByRole('dialog', { name: 'Rename' })
  const then = (name: string) => dialog.getByRole('gridcell', { name, exact: true })
  await dialog.getByRole('textbox', { name: 'Find' }).fill(String.raw`IMG_(\d)`)
  await dialog.getByRole('textbox', { name: 'Replace with' }).fill('harbour {n:03}')
  await expect(dialog.getByRole('status')).toContainText('No name changes')
  await dialog.getByRole('checkbox', { name: 'Regular expression' }).check()
  await expect(then('taken: harbour 002.jpg')).toBeVisible()
  await expect(dialog.getByRole('status')).toContainText('1 of 3 new names can’t be used')
  await expect(dialog.getByRole('button', { name: /^Rename/ })).toBeDisabled()
  await expectNoFindings(page, 'new names, one of them taken', dialogAlone)
  await dialog.getByRole('textbox', { name: 'Find' }).fill('IMG_(')
  await expect(dialog.getByRole('alert')).toContainText('not a regular expression')

  await dialog.getByRole('textbox', { name: 'Find' }).fill(String.raw`IMG_(\d)`)
  await dialog.getByRole('textbox', { name: 'Replace with' }).fill('harbour $1{n}')
  await expect(then('harbour 22.jpg')).toBeVisible()
  await page.keyboard.press('Enter')
  await expect(dialog).toBeHidden()
  await expect(left.row('harbour 33.jpg')).toBeVisible()
  const after = ['harbour 002.jpg', 'harbour 11.jpg', 'harbour 22.jpg', 'harbour 33.jpg']
  expect(readdirSync(folder).toSorted()).toEqual(after)
  expect(readFileSync(join(folder, 'harbour 33.jpg'), 'utf8')).toBe('IMG_3.jpg')

  await expect(left.grid).toBeFocused()
  await page.keyboard.press('Control+z')
  await expect(left.row('IMG_3.jpg')).toBeVisible()
  await expect.poll(() => readdirSync(folder).toSorted()).toEqual(before)

  // The counter runs backwards, so each file gets the present name of another one.
  await left.row('IMG_1.jpg').click()
  await page.keyboard.press('Shift+ArrowDown')
  await page.keyboard.press('Shift+ArrowDown')
  await page.keyboard.press('Shift+F2')
  await dialog.getByRole('textbox', { name: 'Replace with' }).fill('IMG_{n}')
  await dialog.getByRole('spinbutton', { name: 'Counter from' }).fill('3')
  await dialog.getByRole('spinbutton', { name: 'by', exact: true }).fill('-1')
  await expect(dialog.getByRole('status')).toContainText('2 names change')
  await dialog.getByRole('button', { name: 'Rename 2 items' }).click()
  await expect.poll(() => readFileSync(join(folder, 'IMG_1.jpg'), 'utf8')).toBe('IMG_3.jpg')
  expect(readFileSync(join(folder, 'IMG_3.jpg'), 'utf8')).toBe('IMG_1.jpg')
  expect(readdirSync(folder).toSorted()).toEqual(before)
})
