import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expectNoFindings } from './support/axe.ts'
import { mountsNav, startAdding } from './support/mounts.ts'
import { expect, test } from './support/test.ts'
import { pane } from './support/window.ts'

/**
 * Checks states that `screens/` does not contain, because `screens/` shows every pane, menu and dialog only in its
 * usual state.
 */

test('has no accessibility findings with a selection, a broken link and a lost host', async ({ app, page }) => {
  mkdirSync(join(app.home, 'papers'))
  symlinkSync('/nowhere', join(app.home, 'lost'))
  for (const name of ['a.txt', 'b.pdf', 'c.png']) writeFileSync(join(app.home, name), name)
  await page.goto(app.url())
  const left = pane(page, 'Left')
  await expect(left.row('papers')).toBeVisible()
  await expect(page.getByRole('navigation', { name: 'Path', exact: true })).toHaveCount(2)
  await left.grid.focus()
  await page.keyboard.press('Control+a')
  await expectNoFindings(page, 'everything selected')
  await app.kill()
  await expect(page.getByText(/stopped answering/)).toBeVisible()
  await expectNoFindings(page, 'lost host')
})

test('has no accessibility findings in the dialogs of mounts', async ({ app, page }) => {
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
  await page.keyboard.press('Escape')

  await mountsNav(page).getByRole('button', { name: 'reports' }).click()
  await expect(page.getByRole('button', { name: 'Move…' })).toBeVisible()
  await mountsNav(page).getByRole('button', { name: 'build box' }).click()
  await expect(page.getByRole('button', { name: 'Enter the secret for this session…' })).toBeVisible()
  await expectNoFindings(page, 'a secret that can’t be had')
})
