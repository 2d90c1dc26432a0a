import { spawnSync } from 'node:child_process'
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from './support/s3-service.ts'
import { expect } from './support/test.ts'
import { transfersOf } from './support/transfers.ts'
import { pane } from './support/window.ts'

test('symbolic links, special files and unusual names are shown as what they are', async ({ app, page }) => {
  const folder = join(app.home, 'odd')
  mkdirSync(join(folder, 'inner'), { recursive: true })
  symlinkSync('inner', join(folder, 'inside'))
  symlinkSync('/etc', join(folder, 'outside'))
  symlinkSync('nowhere', join(folder, 'broken'))
  spawnSync('mkfifo', [join(folder, 'pipe')])
  writeFileSync(Buffer.concat([Buffer.from(folder), Buffer.from([0x2f, 0x62, 0xff, 0x64])]), 'bytes')
  writeFileSync(join(folder, '<b>bold&amp;.txt'), 'html')
  writeFileSync(join(folder, 'two\nlines.txt'), 'odd')
  writeFileSync(join(folder, 'inner', 'here.txt'), 'x')
  await page.goto(app.url())
  const left = pane(page, 'Left')
  await left.goTo('Home:odd')
  await expect(left.status).toContainText('8 items')
  await expect(left.row('b‛FFd')).toBeVisible()
  await expect(left.row('<b>bold&amp;.txt')).toBeVisible()
  await expect(left.row('pipe')).toBeVisible()
  await expect(left.row('two␊lines.txt').getByText('two␊lines.txt')).toBeVisible()

  await left.row('outside').dblclick()
  await expect(page.getByText(/leads out/i)).toBeVisible()
  await left.goTo('Home:odd')
  await left.row('inside').dblclick()
  await expect(left.row('here.txt')).toBeVisible()
})

test('a location that cannot be opened shows the reason and does not affect the other pane', async ({ app, page }) => {
  await page.goto(app.url())
  const left = pane(page, 'Left')
  const right = pane(page, 'Right')
  mkdirSync(join(app.home, 'fine'))
  await right.goTo('Home:')
  await left.goTo('Home:not/there')
  await expect(left.region.getByRole('button', { name: 'Try again' })).toBeVisible()
  await expect(right.row('fine')).toBeVisible()
  mkdirSync(join(app.home, 'not', 'there'), { recursive: true })
  await left.region.getByRole('button', { name: 'Try again' }).click()
  await expect(left.status).toContainText('0 items')
})

test('a narrow window shows the current folder of each pane and hides its parents', async ({ app, page }) => {
  mkdirSync(join(app.home, 'letters', 'of', 'august'), { recursive: true })
  await page.setViewportSize({ width: 700, height: 700 })
  await page.goto(app.url())
  const right = pane(page, 'Right')
  await right.goTo('Home:letters/of/august')
  const path = right.region.getByRole('navigation', { name: 'Path' })
  await expect(path.getByRole('button', { name: 'august' })).toBeInViewport({ ratio: 1 })
  await expect(path.getByRole('button', { name: 'letters' })).toBeHidden()
  await page.setViewportSize({ width: 1440, height: 900 })
  await expect(path.getByRole('button', { name: 'letters' })).toBeVisible()
})

test('an object is copied into the folder of the same name', async ({ app, page, lab: { s3, bucket, mount } }) => {
  await s3.putObject({ Bucket: bucket, Key: 'chart/notes', Body: 'in the folder' })
  writeFileSync(app.mountsFile, `mounts:\n  - ${mount}\n`)
  await page.goto(app.url())
  const left = pane(page, 'Left')
  const right = pane(page, 'Right')
  await right.goTo('lab:chart')
  await expect(right.row('notes')).toBeVisible()
  await s3.putObject({ Bucket: bucket, Key: 'chart', Body: 'the object' })
  await left.goTo('lab:')
  await left.row('chart').click()
  await page.keyboard.press('F5')
  const dialog = page.getByRole('dialog', { name: 'Copy' })
  await dialog.getByRole('button', { name: 'Copy 1 item' }).click()
  await expect(transfersOf(page).transfer('Copy 1 item to lab:chart')).toContainText('1 done')
  const { Body: body } = await s3.getObject({ Bucket: bucket, Key: 'chart/chart' })
  expect(await body?.transformToString()).toBe('the object')
})
