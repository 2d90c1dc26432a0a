import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { dialogAlone, expectNoFindings } from './support/axe.ts'
import { expect, test } from './support/test.ts'
import { pane } from './support/window.ts'

const sha256OfAbc = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'

test('checksums are computed, compared with a pasted one, saved and verified', async ({ app, page }) => {
  mkdirSync(join(app.home, 'sums/sub'), { recursive: true })
  writeFileSync(join(app.home, 'sums/abc.txt'), 'abc')
  writeFileSync(join(app.home, 'sums/sub/deep.txt'), 'deep')
  await page.goto(app.url())
  const left = pane(page, 'Left')
  await left.goTo('Home:sums')
  await left.row('abc.txt').click()
  await page.keyboard.press('Control+a')
  await left.row('abc.txt').click({ button: 'right' })
  await page.getByRole('menuitem', { name: 'Checksums…', exact: true }).click()
  const dialog = page.getByRole('dialog', { name: 'Checksums' })
  await dialog.getByRole('button', { name: 'Compute' }).click()
  await expect(dialog.getByRole('list', { name: 'Results' })).toContainText(sha256OfAbc)
  await expect(dialog.getByRole('list', { name: 'Results' })).toContainText('sub/deep.txt')
  const compare = dialog.getByRole('textbox', { name: 'Compare with' })
  await compare.fill('kAFQmDzST7DWlj99KOF/cg==')
  await expect(dialog).toContainText('Same: abc.txt')
  await expect(dialog).toContainText('This is MD5.')
  await compare.fill('00000000000000000000000000000000')
  await expect(dialog).toContainText('Different: no file has this checksum.')
  await dialog.getByRole('button', { name: 'Save next to the files' }).click()
  await expect(dialog).toContainText('Saved as SHA256SUMS, MD5SUMS')
  expect(readFileSync(join(app.home, 'sums/SHA256SUMS'), 'utf8')).toContain(`${sha256OfAbc}  abc.txt\n`)
  await page.keyboard.press('Escape')
  await expect(dialog).toBeHidden()

  writeFileSync(join(app.home, 'sums/sub/deep.txt'), 'changed')
  await left.row('SHA256SUMS').click()
  await left.row('SHA256SUMS').click({ button: 'right' })
  await page.getByRole('menuitem', { name: 'Verify checksums…' }).click()
  const verify = page.getByRole('dialog', { name: 'Verify checksums' })
  await verify.getByRole('button', { name: 'Verify' }).click()
  await expect(verify.getByRole('row', { name: 'sub/deep.txt Different' })).toBeVisible()
  await expect(verify.getByRole('row', { name: 'abc.txt Same' })).toBeVisible()
  await expect(verify.getByRole('status')).toHaveText('2 of 2 · 1 the same · 1 different · 0 missing · 0 not read')
  await expectNoFindings(page, 'a file of checksums', dialogAlone)
})
