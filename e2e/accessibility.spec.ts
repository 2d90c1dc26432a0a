import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expectNoFindings } from './support/axe.ts'
import { chooseInMenu, mountsNav, startAdding } from './support/mounts.ts'
import { expect, test } from './support/test.ts'
import { pane } from './support/window.ts'

test('nothing to find on any screen', async ({ app, page }) => {
  test.setTimeout(180_000) // each look takes a second, and there are dozens
  mkdirSync(join(app.home, 'papers'))
  symlinkSync('/nowhere', join(app.home, 'lost'))
  for (const name of ['a.txt', 'b.pdf', 'c.png']) writeFileSync(join(app.home, name), name)
  await page.goto(app.url())
  const left = pane(page, 'Left')
  await left.goTo('Home:')
  await expect(left.row('papers')).toBeVisible()
  await expectNoFindings(page, 'first look')
  await expect(page.getByRole('navigation', { name: 'Path', exact: true })).toHaveCount(2)
  await left.grid.focus()
  await page.keyboard.press('Control+a')
  await expectNoFindings(page, 'everything selected')
  await left.filter('no such name')
  await expectNoFindings(page, 'no match')
  await left.filter('')
  await left.goTo('Home:nowhere')
  await expect(left.region.getByRole('button', { name: 'Try again' })).toBeVisible()
  await expectNoFindings(page, 'failed')
  await left.goTo('Home:papers')
  await expectNoFindings(page, 'empty folder')
  await left.goTo('Home:')
  await left.grid.focus()

  const dialogs: [string, () => Promise<void>][] = [
    ['Keyboard shortcuts', () => page.keyboard.press('F1')],
    ['New folder', () => page.keyboard.press('F7')],
    ['Delete', () => page.keyboard.press('F8')],
    ['Copy', () => page.keyboard.press('F5')],
    ['Settings', () => page.getByRole('button', { name: 'Settings' }).click()],
    ['Add mount', () => page.getByRole('button', { name: 'Add a mount' }).click()],
  ]
  for (const [name, open] of dialogs) {
    await left.grid.focus()
    await page.keyboard.type('a.t')
    await open()
    await expect(page.getByRole('dialog', { name })).toBeVisible()
    await expectNoFindings(page, name)
    await page.keyboard.press('Escape')
    await expect(page.getByRole('dialog')).toBeHidden()
  }
  await page.keyboard.press('Control+k')
  await expect(page.getByRole('dialog')).toBeVisible()
  await expectNoFindings(page, 'palette')
  await page.keyboard.press('Escape')
  await left.row('b.pdf').click({ button: 'right' })
  await expect(page.getByRole('menu')).toBeVisible()
  await expectNoFindings(page, 'row menu')
  await page.keyboard.press('Escape')
  await app.kill()
  await expect(page.getByText(/stopped answering/)).toBeVisible()
  await expectNoFindings(page, 'lost host')
})

test('nothing to find where mounts are added and managed', async ({ app, page }) => {
  test.setTimeout(180_000) // each look takes a second, and there are dozens
  writeFileSync(
    app.mountsFile,
    `mounts:
  - { name: reports, type: s3, bucket: acme, endpoint: 'http://127.0.0.1:9', accessKeyId: AKIA, secretAccessKey: plain }
  - { name: build box, type: sftp, host: 127.0.0.1, port: 9, user: ann, secret: session }
`,
  )
  await page.goto(app.url())
  const dialog = await startAdding(page)
  await dialog.getByRole('button', { name: 'More…' }).click()
  await dialog.getByText('More options').click()
  await dialog.getByRole('button', { name: 'Add mount' }).click()
  await expect(dialog.getByRole('alert')).toBeVisible()
  await expectNoFindings(page, 'what is missing')
  await dialog.getByRole('textbox', { name: 'Paste anything' }).fill('sftp://ann:hunter2@127.0.0.1:9/data')
  await expect(dialog.getByRole('radio', { name: /An encrypted file/ })).toBeVisible()
  await dialog.getByRole('radio', { name: /An encrypted file/ }).check()
  await dialog.getByRole('button', { name: 'Test' }).click()
  await expect(dialog.getByRole('button', { name: 'Test again' })).toBeVisible()
  await expectNoFindings(page, 'tested')
  await dialog.getByRole('button', { name: 'Import…' }).click()
  await expectNoFindings(page, 'import')
  await page.keyboard.press('Escape')

  await mountsNav(page).getByRole('button', { name: 'reports' }).click()
  await expect(page.getByRole('button', { name: 'Move…' })).toBeVisible()
  await mountsNav(page).getByRole('button', { name: 'build box' }).click()
  await expect(page.getByRole('button', { name: 'Give the secret for this session…' })).toBeVisible()
  await expectNoFindings(page, 'a secret that can’t be had')
  await mountsNav(page).getByRole('button', { name: 'reports' }).click({ button: 'right' })
  await expect(page.getByRole('menu')).toBeVisible()
  await expectNoFindings(page, 'menu of a mount')
  await page.keyboard.press('Escape')
  for (const [command, name] of [
    ['Edit mount…', 'Edit mount'],
    ['Duplicate mount…', 'Duplicate mount'],
    ['Colour of the mount…', 'Colour'],
    ['Move the mount’s secrets…', 'Move secrets'],
    ['Remove mount…', 'Remove mount'],
  ] as const) {
    await chooseInMenu(page, 'reports', command)
    await expect(page.getByRole('dialog', { name })).toBeVisible()
    await expectNoFindings(page, name)
    await page.keyboard.press('Escape')
    await expect(page.getByRole('dialog')).toBeHidden()
  }
})
