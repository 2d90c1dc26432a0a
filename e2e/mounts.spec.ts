import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from './support/test.ts'
import { pane } from './support/window.ts'

test('a bad entry of the mounts file is shown with line and reason, and affects no other', async ({ app, page }) => {
  mkdirSync(join(app.home, 'pictures'))
  writeFileSync(join(app.home, 'pictures', 'harbour.jpg'), 'x')
  writeFileSync(
    app.mountsFile,
    `mounts:
  - name: photos
    type: local
    path: \${NO_SUCH_VARIABLE}/photos
  - name: pictures
    type: local
    path: ${join(app.home, 'pictures')}
    readOnly: true
`,
  )
  await page.goto(app.url())
  const mounts = page.getByRole('navigation', { name: 'Mounts' })
  await mounts.getByText(/could not be used/).click()
  await expect(mounts).toContainText(/line 2/)
  await expect(mounts).toContainText('NO_SUCH_VARIABLE')
  await pane(page, 'Left').grid.focus()
  await mounts.getByRole('button', { name: 'pictures' }).click()
  await expect(pane(page, 'Left').row('harbour.jpg')).toBeVisible()

  await pane(page, 'Left').row('harbour.jpg').click()
  await page.keyboard.press('F8')
  await expect(page.getByText(/is read-only/)).toBeVisible()
  expect(existsSync(join(app.home, 'pictures', 'harbour.jpg'))).toBe(true)
})

test('mounts are added and removed while the window is open, by dialog and in the file', async ({ app, page }) => {
  mkdirSync(join(app.home, 'music'))
  writeFileSync(join(app.home, 'music', 'song.ogg'), 'x')
  await page.goto(app.url())
  const mounts = page.getByRole('navigation', { name: 'Mounts' })
  await mounts.getByRole('button', { name: 'Add a mount' }).click()
  const dialog = page.getByRole('dialog', { name: 'Add mount' })
  await dialog.getByText('Folder of this computer').click()
  await dialog.getByRole('textbox', { name: 'Name' }).fill('music')
  await dialog.getByRole('textbox', { name: 'Folder' }).fill(join(app.home, 'music'))
  await dialog.getByRole('button', { name: 'Add mount' }).click()
  await mounts.getByRole('button', { name: 'music' }).click()
  await expect(page.getByRole('row', { name: /^song\.ogg/ })).toBeVisible()
  expect(existsSync(app.mountsFile)).toBe(true)

  writeFileSync(app.mountsFile, `mounts:\n  - name: tunes\n    type: local\n    path: ${join(app.home, 'music')}\n`)
  await expect(mounts.getByRole('button', { name: 'tunes' })).toBeVisible()
  await expect(mounts.getByRole('button', { name: 'music' })).toBeHidden()
})
