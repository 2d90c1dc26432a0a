import { existsSync, mkdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Download, Page } from '@playwright/test'
import { dialogAlone, expectNoFindings } from './support/axe.ts'
import { expect, test } from './support/test.ts'
import { pane } from './support/window.ts'

/** Drops files of the system in the middle of the right pane, as a file manager does. */
async function dropFiles(page: Page, files: readonly string[]): Promise<void> {
  const box = await pane(page, 'Right').grid.boundingBox()
  if (!box) throw new Error('no pane')
  const session = await page.context().newCDPSession(page)
  const at = { x: box.x + box.width / 2, y: box.y + box.height / 2 }
  const data = { items: [], files: [...files], dragOperationsMask: 1 }
  await session.send('Input.dispatchDragEvent', { type: 'dragEnter', ...at, data })
  for (let step = 0; step < 3; step++) {
    await session.send('Input.dispatchDragEvent', { type: 'dragOver', ...at, x: at.x + step, data })
    await page.waitForTimeout(50)
  }
  await expect(page.getByText('Upload to Shelf')).toBeVisible()
  await expect(page.getByText('Alt asks', { exact: true })).toBeVisible() // and no word of what Shift would do
  await session.send('Input.dispatchDragEvent', { type: 'drop', ...at, data })
}

test('folders and files of the system are uploaded, and a name that is taken is asked about', async ({ app, page }) => {
  const outside = join(app.home, 'outside')
  mkdirSync(join(outside, 'charts', 'coast'), { recursive: true })
  writeFileSync(join(outside, 'charts', 'coast', 'north.svg'), '<svg/>')
  writeFileSync(join(outside, 'charts', 'big.bin'), Buffer.alloc(3_000_000, 7))
  writeFileSync(join(outside, 'note.txt'), 'a newer note')
  mkdirSync(app.shelf, { recursive: true })
  writeFileSync(join(app.shelf, 'note.txt'), 'old')
  utimesSync(join(app.shelf, 'note.txt'), 1_700_000_000, 1_700_000_000)
  await page.goto(app.url())
  const right = pane(page, 'Right')
  await right.goTo('Shelf:')
  await expect(right.row('note.txt')).toBeVisible()

  await dropFiles(page, [join(outside, 'charts'), join(outside, 'note.txt')])
  const dock = page.getByRole('region', { name: 'Transfers' })
  const row = dock.getByRole('group', { name: 'Upload 2 items to Shelf:' })
  await expect(dock).toContainText('1 needs you')
  await row.getByRole('button', { name: 'Choose…' }).click()
  const conflict = page.getByRole('dialog', { name: 'Conflict' })
  await expect(conflict).toContainText('note.txt')
  await expectNoFindings(page, 'conflict of an upload', dialogAlone)
  await conflict.getByRole('button', { name: /^Keep both/ }).click()
  await expect(row).toContainText('3 done')
  await expect(right.row('charts')).toBeVisible()
  await expect(right.row('note (2).txt')).toBeVisible()
  expect(readFileSync(join(app.shelf, 'charts', 'coast', 'north.svg'), 'utf8')).toBe('<svg/>')
  expect(readFileSync(join(app.shelf, 'charts', 'big.bin'))).toHaveLength(3_000_000)
  expect(readFileSync(join(app.shelf, 'note.txt'), 'utf8')).toBe('old')
  expect(readFileSync(join(app.shelf, 'note (2).txt'), 'utf8')).toBe('a newer note')

  await dropFiles(page, [join(outside, 'note.txt')])
  const second = page.getByRole('group', { name: 'Upload 1 item to Shelf:' })
  await expect(second.getByRole('button', { name: 'Choose…' })).toBeVisible()
  await second.hover()
  await second.getByRole('button', { name: 'Cancel' }).click()
  await expect(second).toContainText('cancelled')
  expect(existsSync(join(app.shelf, 'note (3).txt'))).toBe(false)
  await dock.getByRole('button', { name: 'Clear finished' }).click()
  await expect(dock).toContainText('Nothing is being copied or moved')
})

test('files are downloaded through the browser, one by one, and a folder is refused', async ({ app, page }) => {
  writeFileSync(join(app.home, 'chart.html'), '<script>top.wasRun = true</script>')
  writeFileSync(join(app.home, 'déjà “vu”.txt'), 'soundings')
  mkdirSync(join(app.home, 'folder'))
  await page.goto(app.url())
  const left = pane(page, 'Left')
  await left.goTo('Home:')
  await left.row('chart.html').click()
  await left.row('déjà “vu”.txt').click({ modifiers: ['ControlOrMeta'] })
  const downloads: Download[] = []
  page.on('download', (download) => downloads.push(download))
  await page.keyboard.press('Control+d')
  await expect.poll(() => downloads.length).toBe(2)
  expect(downloads.map((download) => download.suggestedFilename()).toSorted()).toEqual(['chart.html', 'déjà “vu”.txt'])
  const texts = await Promise.all(downloads.map(async (download) => readFileSync(await download.path(), 'utf8')))
  expect(texts.toSorted()).toEqual(['<script>top.wasRun = true</script>', 'soundings'])
  expect(page.url()).not.toContain('download')

  await left.row('folder').click()
  await page.keyboard.press('Control+d')
  await expect(page.getByText('A folder can’t be downloaded as one')).toBeVisible()
})
