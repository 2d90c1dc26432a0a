import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { dialogAlone, expectNoFindings } from './support/axe.ts'
import { expect, test } from './support/test.ts'
import { drag, files, identical, layOut, showScans, transfersOf, writeOlder } from './support/transfers.ts'
import { pane } from './support/window.ts'

test('drags 214 files across, answers, pauses, resumes, cancels, retries and reads the report, by mouse', async ({
  app,
  page,
}) => {
  test.setTimeout(180_000) // The test has many steps and must also pass on slow machines.
  layOut(app.home, app.shelf)
  await page.goto(app.url())
  const left = pane(page, 'Left')
  const right = pane(page, 'Right')
  const { dock, transfer, limit } = transfersOf(page)
  await showScans(page)
  await limit('0.8')

  await drag(page, left.row('scan-003.tiff'), right.grid, { drop: false })
  await expect(page.getByText(`${files} items · 4.3 MB`)).toBeVisible()
  await expect(page.getByText('Copy to Shelf › archive')).toBeVisible()
  await page.mouse.up()
  const copy = page.getByRole('dialog', { name: 'Copy' })
  await copy.getByText('Hash').click()
  await expect(copy.getByRole('radio', { name: /^Hash/ })).toBeChecked()
  await copy.getByRole('combobox').selectOption('Ask')
  await expect(copy).toContainText(`${identical} are identical`)
  await expect(copy).toContainText('1 file already exists: you will be asked.')
  await expectNoFindings(page, 'copy', dialogAlone)
  await copy.getByRole('button', { name: /^Copy \d/ }).click()

  const all = transfer(`Copy ${files} items to Shelf:archive`)
  await expect(all.getByRole('button', { name: 'Keep both' })).toBeVisible()
  await expect(dock.getByRole('img', { name: 'Speed over the last minutes' })).toBeVisible()
  await expect(all.getByRole('progressbar')).toHaveAttribute('aria-valuetext', /^\d+ of 214 items · .+ of 4\.3 MB/)
  await all.hover()
  await all.getByRole('button', { name: 'Pause' }).click()
  await expect(dock.getByRole('button', { name: 'Resume all' })).toBeVisible()
  await all.getByRole('button', { name: 'Show items' }).click()
  await expect(all.getByRole('grid', { name: 'Items' }).getByRole('row').nth(1)).toHaveAccessibleName(/needs you/)
  await expectNoFindings(page, 'paused', { within: '.dock' })
  await all.getByRole('button', { name: 'Show items' }).click()
  await all.hover()
  await all.getByRole('button', { name: 'Resume' }).click()
  await all.getByRole('button', { name: 'Choose…' }).click()
  const conflict = page.getByRole('dialog', { name: 'Conflict' })
  await expect(conflict).toContainText('scan-010.tiff')
  await expectNoFindings(page, 'conflict', dialogAlone)
  await conflict.getByRole('button', { name: /^Keep both/ }).click()
  await expect(conflict).toBeHidden()
  await limit('')
  await expect(all).toContainText(`${files - identical} done · ${identical} skipped`)
  expect(readdirSync(join(app.shelf, 'archive'))).toHaveLength(files + 1)
  expect(readFileSync(join(app.shelf, 'archive', 'scan-010.tiff'), 'utf8')).toBe('another scan')

  await limit('0.1')
  await right.goTo('Shelf:')
  await drag(page, left.row('scan-003.tiff'), right.row('archive'))
  await page.getByRole('dialog', { name: 'Copy' }).getByRole('button', { name: 'Cancel' }).click()
  expect(await right.rowCount()).toBe(1)
  await drag(page, left.row('scan-003.tiff'), right.status.locator('xpath=../..').getByRole('grid'))
  await page.getByRole('dialog', { name: 'Copy' }).getByRole('button', { name: /^Copy/ }).click()
  const cancelled = transfer(`Copy ${files} items to Shelf`)
  await cancelled.hover()
  await cancelled.getByRole('button', { name: 'Cancel' }).click()
  await expect(cancelled).toContainText('cancelled')
  await limit('')

  writeFileSync(join(app.home, 'chart.txt'), 'new')
  writeOlder(join(app.shelf, 'chart.txt'), 'old')
  await left.goTo('Home:')
  await drag(page, left.row('chart.txt'), right.grid)
  const third = page.getByRole('dialog', { name: 'Copy' })
  await third.getByRole('combobox').selectOption('Fail')
  await third.getByRole('button', { name: /^Copy/ }).click()
  const failed = transfer('Copy 1 item to Shelf')
  await expect(failed).toContainText('1 failed')
  rmSync(join(app.shelf, 'chart.txt'))
  await failed.hover()
  await failed.getByRole('button', { name: 'Retry failed' }).click()
  await expect(failed).toContainText('1 done')
  expect(existsSync(join(app.shelf, 'chart.txt'))).toBe(true)

  await all.hover()
  await all.getByRole('button', { name: 'Report' }).click()
  const report = page.getByRole('dialog', { name: 'Report' })
  await expect(report).toContainText(`of ${files} items`)
  await expect(report.getByRole('region', { name: 'Failed and skipped items' })).toContainText('scan-009.tiff')
  const download = page.waitForEvent('download')
  await report.getByRole('button', { name: 'Save as CSV' }).click()
  expect(readFileSync(await (await download).path(), 'utf8')).toContain('scan-213.tiff')
  await expectNoFindings(page, 'report', dialogAlone)
})

test('refuses a drop that changes nothing, Escape cancels a drag, and folders open during a drag', async ({
  app,
  page,
}) => {
  layOut(app.home, app.shelf)
  await page.goto(app.url())
  const left = pane(page, 'Left')
  const right = pane(page, 'Right')
  await left.goTo('Home:scans')
  await right.goTo('Shelf:')
  const row = left.row('scan-003.tiff')

  await drag(page, row, left.row('scan-007.tiff'), { drop: false })
  await expect(page.getByText('It is already in this folder')).toBeVisible()
  await page.mouse.up()
  await expect(page.getByRole('dialog')).toBeHidden()

  await drag(page, row, right.row('archive'), { drop: false })
  await expect(page.getByText('Copy to Shelf › archive')).toBeVisible()
  await expect(right.row('scan-010.tiff')).toBeVisible() // The folder opened during the drag.
  await page.keyboard.press('Escape')
  await page.mouse.up()
  await expect(page.getByText('Copy to Shelf › archive')).toBeHidden()
  await expect(page.getByRole('dialog')).toBeHidden()
  expect(readdirSync(join(app.shelf, 'archive'))).toHaveLength(identical + 1)

  const shelf = page.getByRole('navigation', { name: 'Mounts' }).getByRole('button', { name: 'Shelf' })
  await drag(page, row, shelf, { drop: false })
  await page.keyboard.down('Shift')
  await page.mouse.move(60, 130, { steps: 3 })
  await expect(page.getByText('Move to Shelf', { exact: true })).toBeVisible()
  await page.mouse.up()
  await page.keyboard.up('Shift')
  await expect(page.getByRole('dialog', { name: 'Move' })).toBeVisible()
})
