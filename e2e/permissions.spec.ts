import { chmodSync, mkdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { dialogAlone, expectNoFindings } from './support/axe.ts'
import { expect, test } from './support/test.ts'
import { pane } from './support/window.ts'

test('permissions are changed in the inspector, then recursively for several items, and undone', async ({
  app,
  page,
}) => {
  const at = (name: string) => join(app.home, 'site', name)
  const modes = (...names: string[]) => names.map((name) => (statSync(at(name)).mode & 0o7777).toString(8))
  mkdirSync(at('pages'), { recursive: true })
  for (const name of ['run.sh', 'pages/index.html']) {
    writeFileSync(at(name), 'x')
    chmodSync(at(name), 0o644)
  }
  chmodSync(at('pages'), 0o755)
  await page.goto(app.url())
  const left = pane(page, 'Left')
  await left.goTo('Home:site')
  await left.row('run.sh').click()
  const part = page.getByRole('complementary', { name: 'Inspector' }).getByRole('region', { name: 'Permissions' })
  const runs = part.getByRole('checkbox', { name: 'Owner: Run' })
  await expect(part.getByRole('textbox', { name: 'As a number' })).toHaveValue('644')
  await runs.check()
  await expect(part.getByRole('textbox', { name: 'As a number' })).toHaveValue('744')
  await expectNoFindings(page, 'permissions in the inspector')
  await part.getByRole('button', { name: 'Apply' }).click()
  await expect.poll(() => modes('run.sh')).toEqual(['744'])
  await expect(runs).toBeChecked()
  await expect(part.getByRole('button', { name: 'Apply' })).toBeHidden()
  await left.grid.focus()
  await page.keyboard.press('Control+z')
  await expect.poll(() => modes('run.sh')).toEqual(['644'])

  await page.keyboard.press('Control+a')
  await left.row('run.sh').click({ button: 'right' })
  await page.getByRole('menuitem', { name: 'Permissions…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Permissions' })
  await expect(dialog.getByRole('checkbox', { name: 'Owner: Run' })).toHaveJSProperty('indeterminate', true)
  await dialog.getByRole('checkbox', { name: 'Others: Read' }).uncheck()
  await dialog.getByRole('checkbox', { name: 'Also change the contents' }).check()
  await dialog.getByRole('textbox', { name: 'Files inside' }).fill('600')
  await expectNoFindings(page, 'permissions of several', dialogAlone)
  await dialog.getByRole('button', { name: 'Apply' }).click()
  await expect(dialog).toBeHidden()
  expect(modes('run.sh', 'pages', 'pages/index.html')).toEqual(['640', '751', '600'])

  chmodSync(at('run.sh'), 0o700)
  await expect(left.grid).toBeFocused()
  await page.keyboard.press('Control+z')
  await expect(page.getByText('changed since then, so they were left as they are')).toBeVisible()
  expect(modes('run.sh', 'pages', 'pages/index.html')).toEqual(['700', '755', '644'])
})

test('a change of properties is undone', async ({ app, page }) => {
  mkdirSync(app.shelf, { recursive: true })
  writeFileSync(join(app.shelf, 'notes.txt'), 'x')
  await page.goto(app.url())
  const left = pane(page, 'Left')
  const type = page.getByRole('dialog', { name: 'Properties' }).getByRole('textbox', { name: 'Content type' })
  async function open() {
    await left.row('notes.txt').click()
    await expect(left.grid).toBeFocused()
    await page.keyboard.press('Alt+Enter')
  }
  async function set(value: string) {
    await open()
    await type.fill(value)
    await page.getByRole('button', { name: 'Save' }).click()
    await expect(type).toBeHidden()
    await expect(left.grid).toBeFocused()
  }
  await left.goTo('Shelf:')
  await set('text/x-first')
  await set('text/x-second')
  await page.keyboard.press('Control+z')
  await expect(page.getByText('Undone: change of properties of “notes.txt”.')).toBeVisible()
  await open()
  await expect(type).toHaveValue('text/x-first')
})
