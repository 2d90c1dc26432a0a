// Makes the pictures in docs/images: the built app over sample files, in Chromium. Usage: node scripts/make-screenshots.mjs [FOLDER]
import { chromium } from '@playwright/test'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, truncateSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { ensureBuild, ensureChromium, root } from './setup.mjs'

const target = resolve(process.argv[2] ?? join(root, 'docs', 'images'))
const folder = mkdtempSync(join(tmpdir(), 'portolan-pictures-'))
const home = join(folder, 'ann')
const portolanHome = join(folder, 'portolan')
await ensureBuild()
mkdirSync(target, { recursive: true })
makeSampleFiles()

const host = spawn(process.execPath, [join(root, 'bin', 'portolan'), 'serve', '--json'], {
  env: { ...process.env, HOME: home, PORTOLAN_HOME: portolanHome },
  stdio: ['ignore', 'pipe', 'inherit'],
})
const [ready] = await once(createInterface(host.stdout), 'line')
const browser = await chromium.launch({
  executablePath: await ensureChromium(),
  args: ['--no-sandbox', '--disable-dev-shm-usage', '--disable-background-networking', '--disable-gpu'],
})
try {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
  const page = await context.newPage()
  await page.goto(JSON.parse(ready).url)
  await goTo(page, 'Left', 'Shelf:finance/invoices')
  await goTo(page, 'Right', 'Home:Documents')
  await choose(page)
  for (const [width, height] of [
    [1440, 900],
    [1000, 700],
  ]) {
    await page.setViewportSize({ width, height })
    for (const colorScheme of ['light', 'dark']) {
      await page.emulateMedia({ colorScheme })
      await page.waitForTimeout(300)
      const size = width === 1440 ? '' : `-${width}`
      await page.screenshot({ path: join(target, `window-${colorScheme}${size}.png`) })
    }
  }
  await showTransfers(page)
  await page.screenshot({ path: join(target, 'transfers-light.png') })
  await endTransfers(page)
  await showVersions(page)
  await page.screenshot({ path: join(target, 'versions-light.png') })
  await showCompare(page)
  await page.getByRole('dialog').screenshot({ path: join(target, 'compare-light.png') })
  await page.keyboard.press('Escape')
  await showShare(page)
  await page.getByRole('dialog').screenshot({ path: join(target, 'share-light.png') })
  await page.keyboard.press('Escape')
  await page.setViewportSize({ width: 1440, height: 900 })
  await page.emulateMedia({ colorScheme: 'light' })
  await addMount(page)
  await page.getByRole('dialog').screenshot({ path: join(target, 'add-mount.png') })
} finally {
  await browser.close()
  host.kill()
  await once(host, 'exit')
  rmSync(folder, { recursive: true, force: true })
}

async function goTo(page, side, location) {
  const pane = page.getByRole('region', { name: `${side} pane` })
  await pane.getByRole('grid', { name: 'Files' }).focus()
  await page.keyboard.press('Control+l')
  await pane.getByRole('textbox', { name: 'Location' }).fill(location)
  await page.keyboard.press('Enter')
  await pane.getByRole('navigation', { name: 'Path' }).getByText(location.split('/').at(-1).split(':').at(-1)).waitFor()
}

/** Three files selected, the cursor on the last, as someone about to copy them would have it. */
async function choose(page) {
  const left = page.getByRole('region', { name: 'Left pane' })
  await left.getByRole('row', { name: /^ledger\.parquet/ }).click()
  for (const name of [/^scan-0001\.tiff/, /^Q3-statement\.pdf/]) {
    await left.getByRole('row', { name }).click({ modifiers: ['ControlOrMeta'] })
  }
}

/** An address that was pasted, its secret about to go into the encrypted file; the same with and without a keychain. */
async function addMount(page) {
  await page.getByRole('button', { name: 'Add a mount' }).click()
  const dialog = page.getByRole('dialog', { name: 'Add mount' })
  await dialog
    .getByRole('textbox', { name: 'Paste anything' })
    .fill('sftp://ann:password@build.example.org/srv/releases')
  await dialog.getByText('Its secret is kept, not shown.').waitFor()
  await dialog.getByRole('textbox', { name: 'Name' }).fill('build box')
  const change = dialog.getByRole('button', { name: 'Keep it elsewhere…' })
  const file = dialog.getByRole('radio', { name: /An encrypted file/ })
  await change.or(file).waitFor()
  if (await change.isVisible()) await change.click()
  await file.check()
  await page.waitForTimeout(300)
}

/** One copy that runs, slowly enough to be seen, one that asks, and one that has ended. */
async function showTransfers(page) {
  await page.setViewportSize({ width: 1440, height: 900 })
  await page.emulateMedia({ colorScheme: 'light' })
  await setRate(page, '60')
  const left = page.getByRole('region', { name: 'Left pane' })
  const dock = page.getByRole('region', { name: 'Transfers' })
  writeFileSync(join(home, 'Documents', 'notes.md'), 'other notes')
  await left.getByRole('row', { name: /^summary\.xlsx/ }).click()
  await copyAcross(page)
  await dock.getByText('1 done').waitFor()
  await closeNotices(page)
  await left.getByRole('row', { name: /^notes\.md/ }).click()
  await copyAcross(page)
  await dock.getByRole('button', { name: 'Choose…' }).waitFor()
  // one with holes alone would be there at once
  writeFileSync(join(portolanHome, 'data', 'shelf', 'finance', 'invoices', 'ledger.parquet'), Buffer.alloc(812_000_000))
  await choose(page)
  await copyAcross(page)
  await dock.getByText(/^[4-8]\d %$/).waitFor()
  await page.mouse.move(0, 0)
}

async function closeNotices(page) {
  const close = page.getByRole('button', { name: 'Dismiss' })
  while ((await close.count()) > 0) await close.first().click()
}

async function endTransfers(page) {
  const dock = page.getByRole('region', { name: 'Transfers' })
  for (const group of await dock.getByRole('group', { name: /^Copy/ }).all()) {
    await group.hover()
    const cancel = group.getByRole('button', { name: 'Cancel' })
    if (await cancel.isVisible()) await cancel.click()
  }
  await dock.getByText(/ (running|waiting)/).waitFor({ state: 'hidden' })
  await setRate(page, '')
  rmSync(join(home, 'Documents', 'notes.md'))
  for (const name of ['ledger.parquet', 'Q3-statement.pdf', 'scan-0001.tiff', 'summary.xlsx']) {
    rmSync(join(home, 'Documents', name), { force: true })
  }
  await page.getByRole('button', { name: 'Clear finished' }).click()
}

/** For all transfers together; empty for as fast as it goes. */
async function setRate(page, megabytes) {
  await page.getByRole('button', { name: 'Limits…' }).click()
  await page.getByRole('textbox', { name: /Speed limit/ }).fill(megabytes)
  await page.getByRole('button', { name: 'Apply' }).click()
}

/** A file with a few states, shown in the inspector, on a mount that keeps them. */
async function showVersions(page) {
  await page.setViewportSize({ width: 1440, height: 900 })
  await page.emulateMedia({ colorScheme: 'light' })
  writeFileSync(
    join(portolanHome, 'mounts.yaml'),
    "mounts:\n  - {name: reports, type: memory, versions: true, color: '#c9782a'}\n",
  )
  await page.getByRole('navigation', { name: 'Mounts' }).getByRole('button', { name: 'reports' }).waitFor()
  await goTo(page, 'Right', 'reports:')
  await goTo(page, 'Left', 'Home:Documents')
  const left = page.getByRole('region', { name: 'Left pane' })
  const right = page.getByRole('region', { name: 'Right pane' })
  const contract = join(home, 'Documents', 'contract.pdf')
  await left.getByRole('row', { name: /^contract\.pdf/ }).waitFor()
  await left.getByRole('grid', { name: 'Files' }).focus()
  await page.keyboard.press('Control+a')
  await left.getByRole('status').getByText('selected').waitFor()
  await copyAcross(page)
  await right.getByRole('row', { name: /^portolan\.svg/ }).waitFor()
  for (const size of [2_700_000, 2_500_000]) {
    truncateSync(contract, size)
    await left.getByRole('row', { name: new RegExp(`^contract\\.pdf.*${size / 1e6} MB`) }).waitFor()
    await left.getByRole('row', { name: /^contract\.pdf/ }).click()
    await copyAcross(page)
    await right.getByRole('row', { name: new RegExp(`^contract\\.pdf.*${size / 1e6} MB`) }).waitFor()
  }
  await page.getByRole('button', { name: 'Clear finished' }).click()
  await right.getByRole('row', { name: /^contract\.pdf/ }).click()
  await page.getByRole('tab', { name: 'Versions' }).click()
  await page.getByRole('button', { name: 'Restore' }).first().waitFor()
  await closeNotices(page)
}

/** Two states of a text, compared. */
async function showCompare(page) {
  const left = page.getByRole('region', { name: 'Left pane' })
  const right = page.getByRole('region', { name: 'Right pane' })
  const plan = (berth, more) =>
    ['# Spring', '', 'Lay up until the first of March.', `Berth: ${berth}`, 'Paint the hull.', ...more, ''].join('\n')
  const states = [plan('north quay, 14', []), plan('south quay, 14', ['New halyards.'])]
  for (const state of states) {
    writeFileSync(join(home, 'Documents', 'plan.md'), state)
    const size = new RegExp(`^plan\\.md.* ${state.length} B`)
    await left.getByRole('row', { name: size }).click()
    await copyAcross(page)
    await right.getByRole('row', { name: size }).waitFor()
  }
  await right.getByRole('row', { name: /^plan\.md/ }).click()
  const inspector = page.getByRole('complementary', { name: 'Inspector' })
  await inspector.getByRole('listitem').last().getByRole('button', { name: 'Compare' }).click()
  await page.getByRole('dialog', { name: 'Compare' }).getByText('+2 −1 lines').waitFor()
  await closeNotices(page)
}

/** A link to a file of the Shelf that was just made, beside one that was made before. */
async function showShare(page) {
  await goTo(page, 'Left', 'Shelf:finance/invoices')
  const left = page.getByRole('region', { name: 'Left pane' })
  const dialog = page.getByRole('dialog', { name: 'Share', exact: true })
  for (const name of ['notes.md', 'Q3-statement.pdf']) {
    await left.getByRole('row', { name: new RegExp(`^${name}`) }).click()
    await page.keyboard.press('Control+Shift+S')
    await dialog.getByRole('button', { name: 'Make link' }).click()
    await dialog.getByRole('textbox', { name: 'Link', exact: true }).waitFor()
    if (name === 'notes.md') await page.keyboard.press('Escape')
  }
  await dialog.getByRole('row', { name: /^notes/ }).waitFor()
}

async function copyAcross(page) {
  const copy = page.getByRole('dialog', { name: 'Copy' })
  await page.keyboard.press('F5')
  await copy.waitFor()
  await copy.getByRole('button', { name: /^Copy/ }).click()
  await copy.waitFor({ state: 'hidden' })
}

/** Sparse files: as large as they look, and nothing on the disk. */
function makeSampleFiles() {
  const invoices = join(portolanHome, 'data', 'shelf', 'finance', 'invoices')
  const documents = join(home, 'Documents')
  for (const path of [
    join(invoices, '2024'),
    join(invoices, '2025'),
    join(documents, 'Letters'),
    join(documents, 'Travel'),
  ]) {
    mkdirSync(path, { recursive: true })
  }
  const megabyte = 1_000_000
  const files = {
    [join(invoices, 'ledger.parquet')]: [812 * megabyte, 0.2],
    [join(invoices, 'notes.md')]: [4100, 1.1],
    [join(invoices, 'Q1-statement.pdf')]: [402 * megabyte, 230],
    [join(invoices, 'Q2-statement.pdf')]: [409 * megabyte, 140],
    [join(invoices, 'Q3-statement.pdf')]: [418 * megabyte, 0.1],
    [join(invoices, 'scan-0001.tiff')]: [9.1 * megabyte, 9],
    [join(invoices, 'scan-0002.tiff')]: [9.1 * megabyte, 9],
    [join(invoices, 'scan-0003.tiff')]: [9.3 * megabyte, 9],
    [join(invoices, 'scan-0010.tiff')]: [9 * megabyte, 9],
    [join(invoices, 'summary.xlsx')]: [1.2 * megabyte, 0.3],
    [join(invoices, 'vendors.csv')]: [640_000, 11],
    [join(documents, 'budget.xlsx')]: [88_000, 3],
    [join(documents, 'contract.pdf')]: [2.4 * megabyte, 30],
    [join(documents, 'harbour.jpg')]: [5.2 * megabyte, 400],
    [join(documents, 'minutes.docx')]: [61_000, 1.2],
    [join(documents, 'portolan.svg')]: [18_000, 60],
  }
  for (const [path, [size, daysAgo]] of Object.entries(files)) {
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, '')
    truncateSync(path, Math.round(size))
    const time = new Date(Date.now() - daysAgo * 24 * 3600_000)
    utimesSync(path, time, time)
  }
}
