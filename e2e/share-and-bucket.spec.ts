import { writeFileSync } from 'node:fs'
import { dialogAlone, expectNoFindings } from './support/axe.ts'
import { test } from './support/s3-service.ts'
import { expect } from './support/test.ts'
import { pane } from './support/window.ts'

test('a link is made, works, and is forgotten with its dialog; another takes an upload', async ({ app, page, lab }) => {
  const { s3, bucket, mount } = lab
  await s3.putObject({ Bucket: bucket, Key: 'report.txt', Body: 'harbour dues' })
  await s3.putObject({ Bucket: bucket, Key: 'inbox/old.txt', Body: 'old' })
  writeFileSync(app.mountsFile, `mounts:\n  - ${mount}\n`)
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await page.setViewportSize({ width: 1440, height: 900 })
  await page.goto(app.url())
  const left = pane(page, 'Left')
  await left.goTo('lab:')
  await expect(left.grid.getByRole('columnheader', { name: 'Class' })).toBeVisible()
  await expect(left.row('report.txt')).toHaveAccessibleName(/Standard/)
  await expect(left.region.getByText('links', { exact: true })).toBeVisible()

  await left.row('report.txt').click()
  await page.keyboard.press('Control+Shift+S')
  const dialog = page.getByRole('dialog', { name: 'Share', exact: true })
  await dialog.getByText('1 hour', { exact: true }).click()
  await dialog.getByRole('button', { name: 'Create link' }).click()
  const url = await dialog.getByRole('textbox', { name: 'Link', exact: true }).inputValue()
  expect(await (await fetch(url)).text()).toBe('harbour dues')
  await expect(dialog.getByRole('img', { name: /QR code/ })).toBeVisible()
  await expectNoFindings(page, 'share')
  await dialog.getByRole('button', { name: 'Copy', exact: true }).click()
  await expect(dialog.getByText('Copied.')).toBeVisible()
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(url)
  await page.keyboard.press('Escape')
  expect(await page.content()).not.toContain('X-Amz-Signature')

  const inspector = page.getByRole('complementary', { name: 'Inspector' })
  await inspector.getByRole('tab', { name: 'Share' }).click()
  await expect(inspector.getByRole('row', { name: /report\.txt .*in \d+ minutes/ })).toBeVisible()
  await expectNoFindings(page, 'share in the inspector')

  await left.row('inbox').click()
  await page.keyboard.press('Control+Shift+S')
  await expect(dialog.getByText('Download', { exact: true })).toBeHidden()
  await expect(dialog.getByText('Made earlier')).toBeHidden() // The earlier link leads to another file.
  await dialog.getByRole('textbox', { name: /Name of the uploaded file/ }).fill('new.txt')
  await dialog.getByRole('textbox', { name: /Name of the uploaded file/ }).press('Enter')
  const upload = await dialog.getByRole('textbox', { name: 'Link', exact: true }).inputValue()
  // The content is sent as bytes, because this gateway refuses a content type that was not signed.
  expect((await fetch(upload, { method: 'PUT', body: Buffer.from('sent by a stranger') })).status).toBe(200)
  const { Body } = await s3.getObject({ Bucket: bucket, Key: 'inbox/new.txt' })
  expect(await Body?.transformToString()).toBe('sent by a stranger')
  await dialog.getByRole('button', { name: 'All links…' }).click()
  await expect(page.getByRole('dialog', { name: 'All links' }).getByRole('row')).toHaveCount(3)
  await expectNoFindings(page, 'all links')
})

test('a file of a public bucket has an address without an end, and that is said', async ({ app, page, lab }) => {
  const { s3, bucket, mount } = lab
  await s3.putObject({ Bucket: bucket, Key: 'logo 1.svg', Body: 'for all', ACL: 'public-read' })
  await s3.putObject({ Bucket: bucket, Key: 'sign.svg', Body: 'signed for' })
  const endpoint = /endpoint: '([^']+)'/.exec(mount)?.[1] ?? ''
  writeFileSync(app.mountsFile, `mounts:\n  - ${mount.replace(/\}$/, `, publicUrl: '${endpoint}/${bucket}'}`)}\n`)
  await page.setViewportSize({ width: 1440, height: 900 })
  await page.goto(app.url())
  const left = pane(page, 'Left')
  await left.goTo('lab:')
  await left.row('logo 1.svg').click()
  await page.keyboard.press('Control+Shift+S')
  const dialog = page.getByRole('dialog', { name: 'Share', exact: true })
  await dialog.getByText('Permanent', { exact: true }).click()
  await expect(dialog).toContainText('Anyone can read the public address')
  await expect(dialog.getByText('More options')).toBeHidden()
  await dialog.getByRole('button', { name: 'Create link' }).click()
  const link = dialog.getByRole('textbox', { name: 'Link', exact: true })
  await expect(link).toHaveValue(`${endpoint}/${bucket}/logo%201.svg`)
  expect(await (await fetch(await link.inputValue())).text()).toBe('for all')
  await expect(dialog).toContainText('Never ends and can’t be revoked.')
  await expectNoFindings(page, 'share for ever', dialogAlone)
  await dialog.getByRole('button', { name: 'All links…' }).click()
  const row = page.getByRole('dialog', { name: 'All links' }).getByRole('row', { name: /logo 1\.svg/ })
  await expect(row).toContainText('make the file private in its store')
  await expect(row).toContainText('public, no end')
  await expect(row.getByRole('button')).toHaveCount(0)
  await page.keyboard.press('Escape')

  // Several files of a store need one link each.
  await left.row('logo 1.svg').click()
  await left.row('sign.svg').click({ modifiers: ['Control'] })
  await page.keyboard.press('Control+Shift+S')
  await dialog.getByText('More options').click()
  await dialog.getByRole('textbox', { name: 'File type for the receiver' }).fill('text/plain')
  await dialog.getByRole('button', { name: 'Create 2 links' }).click()
  const answer = await fetch(await dialog.getByRole('textbox', { name: 'Link to sign.svg' }).inputValue())
  expect([answer.headers.get('content-type'), await answer.text()]).toEqual(['text/plain', 'signed for'])
})

test('a bucket is told to keep versions and to forget old things, and an unfinished upload is ended', async ({
  app,
  page,
  lab,
}) => {
  const { s3, bucket, mount } = lab
  await s3.putObject({ Bucket: bucket, Key: 'report.txt', Body: 'harbour dues' })
  const { UploadId } = await s3.createMultipartUpload({ Bucket: bucket, Key: 'half.bin' })
  await s3.uploadPart({ Bucket: bucket, Key: 'half.bin', UploadId, PartNumber: 1, Body: 'half' })
  writeFileSync(app.mountsFile, `mounts:\n  - ${mount}\n`)
  await page.goto(app.url())
  const left = pane(page, 'Left')
  await left.goTo('lab:')
  await expect(left.row('report.txt')).toBeVisible()

  await left.row('report.txt').click()
  await page.keyboard.press('Delete')
  const remove = page.getByRole('dialog', { name: 'Delete', exact: true })
  await expect(remove).toContainText('are deleted permanently')
  await expect(remove).toContainText('This bucket keeps no versions')
  await page.keyboard.press('Escape')

  await left.grid.focus()
  await page.keyboard.press('Control+k')
  await page.keyboard.type('Bucket settings')
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog', { name: 'Bucket settings' })
  await dialog.getByRole('button', { name: 'Switch on' }).click()
  await expect(dialog).toContainText('On: old versions are kept')
  expect((await s3.getBucketVersioning({ Bucket: bucket })).Status).toBe('Enabled')

  await dialog.getByRole('button', { name: 'Add a rule' }).click()
  await page.keyboard.press('Escape') // The first Escape leaves only the form of the rule.
  await expect(dialog.getByRole('textbox', { name: 'Name' })).toBeHidden()
  await dialog.getByRole('button', { name: 'Add a rule' }).click()
  await dialog.getByRole('textbox', { name: 'Name' }).fill('tidy')
  await dialog.getByRole('textbox', { name: 'Only what begins with' }).fill('logs/')
  await dialog.getByRole('textbox', { name: /Delete files/ }).fill('30')
  await expectNoFindings(page, 'bucket settings')
  await dialog.getByRole('button', { name: 'Save rule' }).click()
  await expect(dialog.getByText('below logs/: deleted after 30 days')).toBeVisible()
  const { Rules } = await s3.getBucketLifecycleConfiguration({ Bucket: bucket })
  expect(Rules).toMatchObject([{ ID: 'tidy', Expiration: { Days: 30 } }])

  await dialog.getByRole('button', { name: 'Delete the unfinished upload of half.bin' }).click()
  await expect(dialog.getByRole('alert')).toContainText('deleted permanently')
  await dialog.getByRole('button', { name: 'Delete permanently' }).click()
  await expect(dialog.getByText('There are no unfinished uploads.')).toBeVisible()
  expect((await s3.listMultipartUploads({ Bucket: bucket })).Uploads ?? []).toEqual([])
})
