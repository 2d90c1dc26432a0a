import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { chooseInMenu, everythingIn, keepInFile, mountsNav } from './support/mounts.ts'
import type { ServedApp } from './support/served-app.ts'
import { expect, test } from './support/test.ts'
import { pane } from './support/window.ts'

function writeFolders({ home, mountsFile }: ServedApp, names: readonly string[]) {
  for (const name of names) {
    mkdirSync(join(home, name))
    writeFileSync(join(home, name, `${name}.txt`), name)
  }
  const entries = names.map((name) => `  - name: ${name}\n    type: local\n    path: ${join(home, name)}\n`)
  writeFileSync(mountsFile, `# ours\nmounts:\n${entries.join('')}`)
}

const written = ({ mountsFile }: ServedApp) => readFileSync(mountsFile, 'utf8')

test('a pane follows a mount that is renamed and points to another folder', async ({ app, page }) => {
  writeFolders(app, ['north', 'south'])
  await page.goto(app.url())
  await mountsNav(page).getByRole('button', { name: 'north' }).click()
  await expect(pane(page, 'Left').row('north.txt')).toBeVisible()
  await chooseInMenu(page, 'north', 'Edit mount…')
  const dialog = page.getByRole('dialog', { name: 'Edit mount' })
  await expect(dialog.getByRole('textbox', { name: 'Folder' })).toHaveValue(join(app.home, 'north'))
  await dialog.getByRole('textbox', { name: 'Name' }).fill('antarctic')
  await dialog.getByRole('textbox', { name: 'Folder' }).fill(join(app.home, 'south'))
  await dialog.getByRole('checkbox', { name: 'Read only' }).check()
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(pane(page, 'Left').row('south.txt')).toBeVisible()
  await expect(mountsNav(page).getByRole('button', { name: 'antarctic' })).toContainText('read-only')
  expect(written(app)).toContain('# ours')
})

test('the dialog refuses an existing name and keeps the input', async ({ app, page }) => {
  writeFolders(app, ['north', 'south'])
  await page.goto(app.url())
  await chooseInMenu(page, 'north', 'Edit mount…')
  const dialog = page.getByRole('dialog', { name: 'Edit mount' })
  await dialog.getByRole('textbox', { name: 'Name' }).fill('south')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(dialog.getByRole('alert')).toHaveText('A mount named “south” already exists.')
  await expect(dialog.getByRole('textbox', { name: 'Name' })).toHaveValue('south')
})

test('a mount is removed after confirmation, and its files stay', async ({ app, page }) => {
  writeFolders(app, ['north'])
  await page.goto(app.url())
  await mountsNav(page).getByRole('button', { name: 'north' }).click()
  await chooseInMenu(page, 'north', 'Remove mount…')
  const dialog = page.getByRole('dialog', { name: 'Remove mount' })
  await expect(dialog).toContainText('The files in it stay.')
  await dialog.getByRole('button', { name: 'Remove' }).click()
  await expect(mountsNav(page).getByRole('button', { name: 'north' })).toBeHidden()
  await expect(page.getByText('“north” is no longer in the list.')).toBeVisible()
  await expect(pane(page, 'Left').region.getByRole('navigation', { name: 'Path' })).toContainText('Home')
  expect(readFileSync(join(app.home, 'north', 'north.txt'), 'utf8')).toBe('north')
})

test('mounts are reordered by keys and by dragging', async ({ app, page }) => {
  writeFolders(app, ['one', 'two', 'three'])
  await page.goto(app.url())
  const order = async () => [...written(app).matchAll(/name: (\w+)/g)].map(([, name]) => name).join(' ')
  const button = (name: string) => mountsNav(page).getByRole('button', { name, exact: true })
  await button('three').focus()
  await page.keyboard.press('Alt+ArrowUp')
  await expect.poll(order).toBe('one three two')
  await expect(button('three')).toBeFocused()
  await page.keyboard.press('Alt+ArrowUp')
  await expect.poll(order).toBe('three one two')
  await button('two').dragTo(button('three'))
  await expect.poll(order).toBe('two three one')
  await expect(mountsNav(page).getByRole('button').nth(2)).toHaveText('two')
})

test('a mount is managed by keyboard: menu, colour, read-only, duplicate', async ({ app, page }) => {
  writeFolders(app, ['north'])
  await page.goto(app.url())
  const north = mountsNav(page).getByRole('button', { name: 'north', exact: true })
  const choose = async (name: string) => {
    await north.focus()
    await page.keyboard.press('Shift+F10')
    // Keys pressed before this go to the button.
    await expect(page.locator('[role=menu]:focus, [role=menu] :focus')).toHaveCount(1)
    await page.keyboard.type(name)
    await expect(page.locator('[role^=menuitem]:focus')).toContainText(name)
    await page.keyboard.press('Enter')
  }
  await choose('Read-only')
  await expect(north).toContainText('read-only')
  await choose('Colour')
  await expect(page.getByRole('dialog', { name: 'Colour' })).toBeVisible()
  await page.keyboard.press('Tab')
  await page.getByRole('radio', { name: 'Automatic' }).focus()
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('ArrowRight')
  await expect.poll(() => written(app)).toContain('color: violet')
  await page.keyboard.press('Escape')
  await choose('Duplicate')
  await page.getByRole('dialog', { name: 'Duplicate mount' }).getByRole('textbox').fill('arctic')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('dialog', { name: 'Edit mount' })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(mountsNav(page).getByRole('button', { name: 'arctic' })).toContainText('read-only')
})

test('mount commands of the palette apply to the shown mount', async ({ app, page }) => {
  writeFolders(app, ['north'])
  await page.goto(app.url())
  await pane(page, 'Left').goTo('Home:')
  await page.keyboard.press('Control+k')
  await page.keyboard.type('Remove mount')
  await expect(page.getByText('Nothing has this name.')).toBeVisible()
  await page.keyboard.press('Escape')
  await pane(page, 'Left').goTo('north:')
  await page.keyboard.press('Control+k')
  await page.keyboard.type('Remove mount')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('dialog', { name: 'Remove mount' })).toContainText('north')
})

test('a plain-text secret is moved out of the mounts file, and comments stay', async ({ app, page }) => {
  writeFileSync(
    app.mountsFile,
    `mounts:
  # the quarterly ones
  - name: reports
    type: s3
    bucket: acme
    endpoint: http://127.0.0.1:9
    accessKeyId: AKIAEXAMPLE
    secretAccessKey: plain-plain-plain
`,
  )
  await page.goto(app.url())
  await mountsNav(page).getByRole('button', { name: 'reports' }).click()
  await expect(page.getByText('The secret of reports is plain text in mounts.yaml.')).toBeVisible()
  await page.getByRole('button', { name: 'Move…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Move secrets' })
  await keepInFile(dialog, { isNew: true })
  await dialog.getByRole('button', { name: 'Move', exact: true }).click()
  await expect(dialog).toBeHidden()
  await expect(page.getByText('The secret of “reports” was moved.')).toBeVisible()
  await expect(page.getByText('plain text in mounts.yaml')).toBeHidden()
  expect(written(app)).not.toContain('plain-plain-plain')
  expect(written(app)).toContain('secret: file')
  expect(written(app)).toContain('# the quarterly ones')
  expect(await everythingIn(page)).not.toContain('plain-plain-plain')

  await chooseInMenu(page, 'reports', 'Edit mount…')
  const edit = page.getByRole('dialog', { name: 'Edit mount' })
  await expect(edit.getByLabel('Secret key', { exact: true })).toHaveAttribute(
    'placeholder',
    /kept in the encrypted file/,
  )
})
