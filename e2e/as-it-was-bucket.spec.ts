import { writeFileSync } from 'node:fs'
import { expectNoFindings } from './support/axe.ts'
import { test } from './support/s3-service.ts'
import { expect } from './support/test.ts'
import { pane, pressEnterIn } from './support/window.ts'

test('a folder of a bucket is shown at a past time, by a slider over a range, and restored', async ({
  app,
  lab,
  page,
}) => {
  const { s3, bucket, mount } = lab
  await s3.putBucketVersioning({ Bucket: bucket, VersioningConfiguration: { Status: 'Enabled' } })
  for (const name of ['report.txt', 'other.txt'])
    await s3.putObject({ Bucket: bucket, Key: `logs/${name}`, Body: `first ${name}` })
  const { LastModified } = await s3.headObject({ Bucket: bucket, Key: 'logs/other.txt' })
  const atMs = LastModified?.getTime() ?? Number.NaN
  // The store records times only to the second.
  await expect.poll(() => Date.now()).toBeGreaterThan(atMs + 2000)
  await s3.putObject({ Bucket: bucket, Key: 'logs/report.txt', Body: 'changed' })
  await s3.deleteObject({ Bucket: bucket, Key: 'logs/other.txt' })
  writeFileSync(app.mountsFile, `mounts:\n  - ${mount}\n`)
  await page.goto(app.url())
  const right = pane(page, 'Right')
  await right.goTo('lab:logs')
  await expect(right.row('report.txt')).toBeVisible()

  await page.keyboard.press('Control+Shift+B')
  const slider = right.region.getByRole('slider', { name: 'Moment' })
  await expect(slider).toBeFocused()
  await expect(right.row('report.txt')).toHaveAccessibleName(/, same/)
  await slider.press('Home')
  await expect(right.row('report.txt')).toHaveAccessibleName(/added since/)
  await right.region.getByRole('textbox', { name: 'Time', exact: true }).fill(new Date(atMs).toISOString())
  await page.keyboard.press('Enter')
  await expect(right.row('report.txt')).toHaveAccessibleName(/changed since/)
  await expect(right.row('other.txt')).toHaveAccessibleName(/deleted since/)
  await expectNoFindings(page, 'a bucket as it was')
  await right.grid.focus()
  await page.keyboard.press('Control+Backspace')
  await expect(page.getByRole('dialog', { name: 'Restore', exact: true })).toContainText(
    '1 existing file will be replaced.',
  )
  await pressEnterIn(page)
  await expect(right.row('other.txt')).toHaveAccessibleName(/, same/)
  await expect(right.row('report.txt')).toHaveAccessibleName(/, same/)

  await right.grid.focus()
  await page.keyboard.press('Escape')
  await expect(right.region.getByText(/^As it was, today/)).toBeHidden()
  await expect(right.row('other.txt')).toBeVisible()
  const { Body } = await s3.getObject({ Bucket: bucket, Key: 'logs/report.txt' })
  expect(await Body?.transformToString()).toBe('first report.txt')
})
