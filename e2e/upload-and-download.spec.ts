import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Download, Locator, Page } from '@playwright/test'
import type { ServedApp } from './support/served-app.ts'
import { expect, test } from './support/test.ts'
import { transfersOf, writeOlder } from './support/transfers.ts'
import { pane, type PaneUser } from './support/window.ts'

/** Drops files of the system in the middle of the right pane, like a file manager. */
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
  await expect(page.getByText('Copy to Shelf')).toBeVisible()
  // The exact match also checks that Shift is not mentioned.
  await expect(page.getByText('Alt asks', { exact: true })).toBeVisible()
  await session.send('Input.dispatchDragEvent', { type: 'drop', ...at, data })
}

/** Shows the Shelf on the right, where files are dropped. */
async function showShelf(page: Page, app: ServedApp): Promise<PaneUser> {
  mkdirSync(app.shelf, { recursive: true })
  await page.goto(app.url())
  const right = pane(page, 'Right')
  await right.goTo('Shelf:')
  await expect(right.status).toContainText('item')
  return right
}

/** Drops files, and starts the copy in the dialog that opens. */
async function dropAndCopy(page: Page, files: readonly string[], choose?: (dialog: Locator) => Promise<void>) {
  await dropFiles(page, files)
  const dialog = page.getByRole('dialog', { name: 'Copy' })
  await expect(dialog.getByRole('checkbox', { name: 'Move instead' })).toBeHidden()
  await choose?.(dialog)
  await dialog.getByRole('button', { name: /^Copy/ }).click()
  await expect(dialog).toBeHidden()
}

/** Returns all staged or stored files in the Shelf, including hidden ones but without its history. */
const inShelf = (app: ServedApp) =>
  readdirSync(app.shelf, { recursive: true })
    .map(String)
    .filter((path) => !/^\.portolan(\/|$)/.test(path))
    .toSorted()

test('dropped folders and files are copied, and an existing name is asked about', async ({ app, page }) => {
  const outside = join(app.home, 'outside')
  mkdirSync(join(outside, 'charts', 'coast'), { recursive: true })
  writeFileSync(join(outside, 'charts', 'coast', 'north.svg'), '<svg/>')
  writeFileSync(join(outside, 'charts', 'big.bin'), Buffer.alloc(3_000_000, 7))
  writeFileSync(join(outside, 'note.txt'), 'a newer note')
  const right = await showShelf(page, app)
  writeOlder(join(app.shelf, 'note.txt'), 'old')
  await expect(right.row('note.txt')).toBeVisible()

  await dropAndCopy(page, [join(outside, 'charts'), join(outside, 'note.txt')], async (dialog) => {
    await dialog.getByRole('combobox').selectOption('Ask')
    await expect(dialog).toContainText('2 items and 2 folders will be copied')
    await expect(dialog).toContainText('1 file already exists: you will be asked.')
  })
  const { dock, transfer } = transfersOf(page)
  const row = transfer('Copy 2 items to Shelf')
  await expect(dock).toContainText('1 needs you')
  await row.getByRole('button', { name: 'Choose…' }).click()
  const conflict = page.getByRole('dialog', { name: 'Conflict' })
  await expect(conflict).toContainText('note.txt')
  await expect(conflict).toContainText('This computer')
  await conflict.getByRole('button', { name: /^Keep both/ }).click()
  await expect(row).toContainText('3 items and 2 folders done')
  await expect(right.row('charts')).toBeVisible()
  await expect(right.row('note (2).txt')).toBeVisible()
  expect(readFileSync(join(app.shelf, 'charts', 'coast', 'north.svg'), 'utf8')).toBe('<svg/>')
  expect(readFileSync(join(app.shelf, 'charts', 'big.bin'))).toHaveLength(3_000_000)
  expect(readFileSync(join(app.shelf, 'note.txt'), 'utf8')).toBe('old')
  expect(readFileSync(join(app.shelf, 'note (2).txt'), 'utf8')).toBe('a newer note')

  await expect(row.getByRole('button', { name: 'Show items' })).toBeFocused()
  await page.keyboard.press('Control+z')
  await expect(transfer(/^Undo 2 items/)).toContainText('3 items and 2 folders done')
  expect(inShelf(app)).toEqual(['note.txt'])

  await page.keyboard.press('Control+Shift+y')
  const activity = page.getByRole('dialog', { name: 'Activity' })
  await activity.getByRole('searchbox', { name: 'Filter' }).fill('read big.bin')
  await expect(activity.getByRole('row', { name: /This computer.*read.*charts\/big\.bin.*done/ }).first()).toBeVisible()
})

test('dropped files are skipped or kept beside existing ones as chosen, and Cancel copies nothing', async ({
  app,
  page,
}) => {
  const outside = join(app.home, 'outside')
  mkdirSync(outside)
  writeFileSync(join(outside, 'same.txt'), 'as long')
  writeFileSync(join(outside, 'other.txt'), 'longer than there')
  await showShelf(page, app)
  writeOlder(join(app.shelf, 'same.txt'), 'is that')
  writeOlder(join(app.shelf, 'other.txt'), 'there')
  const dropped = [join(outside, 'same.txt'), join(outside, 'other.txt')]

  await dropFiles(page, dropped)
  await page.getByRole('dialog', { name: 'Copy' }).getByRole('button', { name: 'Cancel' }).click()
  await dropAndCopy(page, dropped, async (dialog) => {
    await dialog.getByRole('radio', { name: /^Size/ }).check({ force: true })
    await dialog.getByRole('combobox').selectOption('Keep both')
    await expect(dialog).toContainText('1 is skipped: the file at the target has the same size.')
  })
  const { dock, transfer } = transfersOf(page)
  await expect(transfer('Copy 2 items to Shelf')).toContainText('1 done · 1 skipped')
  await expect(dock.getByRole('group')).toHaveCount(1)
  expect(inShelf(app)).toEqual(['other (2).txt', 'other.txt', 'same.txt'])
  expect(readFileSync(join(app.shelf, 'other (2).txt'), 'utf8')).toBe('longer than there')
})

const largeBytes = 24 * 1024 ** 2

function writeLarge(app: ServedApp): { readonly path: string; readonly bytes: Buffer } {
  const path = join(app.home, 'soundings.bin')
  const bytes = Buffer.alloc(largeBytes, 'depth and position ')
  writeFileSync(path, bytes)
  return { path, bytes }
}

async function percentOf(row: Locator): Promise<number> {
  return Number((await row.getByRole('progressbar').getAttribute('aria-valuenow')) ?? 0)
}

test('a large dropped file is paused and resumed in the middle, and a cancelled one leaves nothing', async ({
  app,
  page,
}) => {
  const { path, bytes } = writeLarge(app)
  await showShelf(page, app)
  const { transfer, limit } = transfersOf(page)
  await limit('10')
  await dropAndCopy(page, [path])
  const row = transfer('Copy 1 item to Shelf')
  await expect.poll(() => percentOf(row)).toBeGreaterThan(40)
  await row.hover()
  await row.getByRole('button', { name: 'Pause' }).click()
  await expect(row).toContainText('paused')
  const before = await percentOf(row)
  expect(before).toBeGreaterThan(0)
  expect(existsSync(join(app.shelf, 'soundings.bin'))).toBe(false)
  await row.getByRole('button', { name: 'Resume' }).click()
  await expect.poll(() => percentOf(row)).toBeGreaterThan(before)
  await limit('')
  await expect(row).toContainText('1 done')
  expect(readFileSync(join(app.shelf, 'soundings.bin')).equals(bytes)).toBe(true)

  rmSync(join(app.shelf, 'soundings.bin'))
  await limit('5')
  await dropAndCopy(page, [path])
  const second = transfer('Copy 1 item to Shelf')
  await expect.poll(() => inShelf(app).length).toBe(1) // The file is staged.
  await second.hover()
  await second.getByRole('button', { name: 'Cancel' }).click()
  await expect(second).toContainText('cancelled')
  await expect.poll(() => inShelf(app)).toEqual([])
})

test('a copy interrupted by a reload explains what to do, and resumes after another drop', async ({ app, page }) => {
  const { path, bytes } = writeLarge(app)
  await showShelf(page, app)
  const { transfer, limit } = transfersOf(page)
  await limit('8')
  await dropAndCopy(page, [path])
  const row = transfer('Copy 1 item to Shelf')
  await expect.poll(() => percentOf(row)).toBeGreaterThan(40)
  await page.reload()
  await expect(row).toContainText('The browser window that held these files was closed. Drop them again to continue.')
  await expect(row).toContainText('interrupted')
  await page.setViewportSize({ width: 700, height: 700 })
  await expect(row.getByText('Drop them again to continue')).toBeInViewport({ ratio: 1 })
  await expect(pane(page, 'Right').grid).toBeVisible()
  await limit('')
  await dropFiles(page, [path])
  await expect(page.getByText('Resuming the interrupted copy of 1 item.')).toBeVisible()
  await expect(row).toContainText('1 done')
  await expect(transfersOf(page).dock.getByRole('group', { name: /^Copy/ })).toHaveCount(1)
  expect(readFileSync(join(app.shelf, 'soundings.bin')).equals(bytes)).toBe(true)
})

test('a dropped file that changes before it is copied is copied as it is then', async ({ app, page }) => {
  const path = join(app.home, 'draft.txt')
  writeFileSync(path, 'first words')
  await showShelf(page, app)
  await dropAndCopy(page, [path], async (dialog) => {
    await expect(dialog).toContainText('1 item will be copied')
    await page.setViewportSize({ width: 700, height: 600 })
    await expect(dialog).toBeInViewport({ ratio: 1 }) // The point of the drop is now outside the window.
    writeFileSync(path, 'the words that count')
  })
  const row = transfersOf(page).transfer('Copy 1 item to Shelf')
  await expect(row).toContainText('1 done')
  expect(readFileSync(join(app.shelf, 'draft.txt'), 'utf8')).toBe('the words that count')
})

test('a file downloads through the browser unchanged, several files and a folder as one zip', async ({ app, page }) => {
  writeFileSync(join(app.home, 'chart.html'), '<script>top.wasRun = true</script>')
  writeFileSync(join(app.home, 'déjà “vu”.txt'), 'soundings')
  mkdirSync(join(app.home, 'folder'))
  await page.goto(app.url())
  const left = pane(page, 'Left')
  await left.goTo('Home:')
  const downloads: Download[] = []
  page.on('download', (download) => downloads.push(download))
  for (const name of ['chart.html', 'déjà “vu”.txt']) {
    await left.row(name).click()
    await page.keyboard.press('Control+d')
  }
  await expect.poll(() => downloads.length).toBe(2)
  expect(downloads.map((download) => download.suggestedFilename()).toSorted()).toEqual(['chart.html', 'déjà “vu”.txt'])
  const texts = await Promise.all(downloads.map(async (download) => readFileSync(await download.path(), 'utf8')))
  expect(texts.toSorted()).toEqual(['<script>top.wasRun = true</script>', 'soundings'])
  expect(page.url()).not.toContain('download')

  await left.row('folder').click()
  await left.row('chart.html').click({ modifiers: ['ControlOrMeta'] })
  await page.keyboard.press('Control+d')
  await expect.poll(() => downloads.length).toBe(3)
  expect(downloads[2]?.suggestedFilename()).toBe('Home.zip')
  const zip = readFileSync((await downloads[2]?.path()) ?? '')
  expect(zip.includes('chart.html') && zip.includes('folder/')).toBe(true)
})

test('files and a folder are chosen for upload without dragging', async ({ app, page }) => {
  const from = join(app.home, '..', 'elsewhere')
  mkdirSync(join(from, 'trip', 'day 1'), { recursive: true })
  writeFileSync(join(from, 'note.txt'), 'one')
  writeFileSync(join(from, 'trip', 'day 1', 'map.txt'), 'two')
  mkdirSync(app.shelf, { recursive: true })
  await page.goto(app.url())
  const right = pane(page, 'Right')
  await right.goTo('Shelf:')
  const copy = page.getByRole('dialog', { name: 'Copy' })

  const choosing = page.waitForEvent('filechooser')
  await right.region.getByRole('button', { name: 'Upload files to this folder' }).click()
  await (await choosing).setFiles(join(from, 'note.txt'))
  await copy.getByRole('button', { name: /^Copy/ }).click()
  await expect(right.row('note.txt')).toBeVisible()

  await right.grid.focus()
  await page.keyboard.press('Control+k')
  await page.keyboard.type('Upload a folder')
  const folder = page.waitForEvent('filechooser')
  await page.getByRole('option', { name: /^Upload a folder/ }).click()
  await (await folder).setFiles(join(from, 'trip'))
  await copy.getByRole('button', { name: /^Copy/ }).click()
  await expect(right.row('trip')).toBeVisible()
  await expect.poll(() => existsSync(join(app.shelf, 'trip', 'day 1', 'map.txt'))).toBe(true)
})
