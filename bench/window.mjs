#!/usr/bin/env node
// Measures the speed of the window: its first frame from a warm host. Then, with a million rows in the left pane and a
// transfer into the folder of the right one, it measures frames while scrolling, filtering, the palette, and quick look
// of an image that was shown before.
// Usage: node bench/window.mjs [--rounds N] [--entries N] [--folder DIR] [--json]   (after `npm run build`)
// DIR keeps its million files for the next run: creating them takes minutes, and deleting them does, too.
import { chromium } from '@playwright/test'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { availableParallelism, loadavg, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import { measureFirstChunk, mostFirstBytes } from '../scripts/check-first-chunk.mjs'
import { findChromium } from '../scripts/setup.mjs'
import { makeOddlyNamedFiles, makeSmallFiles } from './support/files.mjs'
import { installFrameTimes } from './support/frame-times.mjs'
import { quietMoment } from './support/quiet.mjs'
import { callHost, installProbes } from './support/window-probes.mjs'

const checkout = resolve(import.meta.dirname, '..')
const { values: options } = parseArgs({
  options: {
    rounds: { type: 'string', default: '7' },
    entries: { type: 'string', default: '1000000' },
    folder: { type: 'string', default: join(tmpdir(), 'portolan-bench-window') },
    json: { type: 'boolean', default: false },
  },
})
const rounds = Number(options.rounds)
const entries = Number(options.entries)
const home = join(resolve(options.folder), 'home')
const many = `many-${entries}`
/** For each round, whether other programs were idle when it began. */
const begun = []
const state = mkdtempSync(join(tmpdir(), 'portolan-bench-state-'))
const target = join(home, `into-${process.pid}`)
process.once('exit', () => {
  for (const made of [state, target]) rmSync(made, { recursive: true, force: true })
})

makeOddlyNamedFiles(join(home, many), entries)
if (!existsSync(join(home, 'small'))) makeSmallFiles(join(home, 'small'), 20_000, 16 * 1024)
mkdirSync(target)
const host = spawn(process.execPath, [join(checkout, 'bin', 'portolan'), 'serve', '--json'], {
  env: { ...process.env, HOME: home, PORTOLAN_HOME: state },
  stdio: ['ignore', 'pipe', 'inherit'],
})
const [line] = await once(createInterface(host.stdout), 'line')
const browser = await chromium.launch({
  executablePath: findChromium(),
  args: ['--no-sandbox', '--disable-dev-shm-usage', '--disable-background-networking', '--disable-gpu'],
})
const measures = { scroll: measureScroll, filter: measureFilter, palette: measurePalette, look: measureLook }
try {
  const { firstPaint, firstRows, page } = await measureFirstPaint(JSON.parse(line).url)
  await showMany(page)
  await startTransfer(page)
  const results = { firstPaint, firstRows }
  for (const [name, measure] of Object.entries(measures)) results[name] = await measure(page)
  const { transfers: ended } = await page.evaluate(callHost, { method: 'transfers.history', input: { limit: 1 } })
  if (ended.length > 0) throw new Error('the transfer ended before the measuring did')
  print(results)
} finally {
  await browser.close()
  host.kill()
  await once(host, 'exit')
}

/**
 * Opens the page each time in a browser without a cache, from a host that has answered before. The first round is a
 * warm-up.
 */
async function measureFirstPaint(url) {
  const first = await openPage(browser, url)
  await paneOf(first, 'Left').grid.waitFor()
  const storageState = await first.context().storageState()
  await first.context().close()
  const address = new URL('/', url).href
  const firstPaint = []
  const firstRows = []
  for (let round = 0; round <= rounds; round += 1) {
    await beginRound()
    const page = await openPage(browser, address, { storageState })
    const took = await page.evaluate(() => window.bench.firstRows)
    const painted = await page.evaluate(() => performance.getEntriesByName('first-contentful-paint')[0].startTime)
    if (round > 0) {
      firstPaint.push(painted)
      firstRows.push(took)
    }
    await page.context().close()
  }
  return { firstPaint, firstRows, page: await openPage(browser, address, { storageState }) }
}

async function beginRound() {
  begun.push(await quietMoment())
}

async function openPage(of, url, contextOptions = {}) {
  const context = await of.newContext({ viewport: { width: 1440, height: 900 }, ...contextOptions })
  await context.addInitScript(installFrameTimes)
  await context.addInitScript(installProbes)
  const page = await context.newPage()
  await page.goto(url)
  return page
}

function paneOf(page, side) {
  const region = page.getByRole('region', { name: `${side} pane` })
  return { region, grid: region.getByRole('grid', { name: 'Files' }), status: region.getByRole('status') }
}

async function goTo(page, side, location) {
  const { region, grid } = paneOf(page, side)
  await grid.focus()
  await page.keyboard.press('Control+l')
  const box = region.getByRole('textbox', { name: 'Location' })
  await box.fill(location)
  await box.press('Enter')
  await box.waitFor({ state: 'hidden' })
}

async function showMany(page) {
  const image = await page.evaluate(drawPhoto)
  writeFileSync(join(target, 'photo.jpg'), Buffer.from(image, 'base64'))
  await goTo(page, 'Right', `Home:${target.slice(home.length + 1)}`)
  await paneOf(page, 'Right')
    .grid.getByRole('row', { name: /^photo/ })
    .waitFor()
  await goTo(page, 'Left', `Home:${many}`)
  const listed = paneOf(page, 'Left').status.filter({ hasText: entries.toLocaleString('en-US') })
  await listed.filter({ hasText: 'listed in' }).waitFor({ timeout: 300_000 })
}

/** Runs in the page: draws a photo of two megapixels with many colours. */
function drawPhoto() {
  const canvas = Object.assign(document.createElement('canvas'), { width: 1920, height: 1080 })
  const brush = canvas.getContext('2d')
  for (let at = 0; at < 4000; at += 1) {
    brush.fillStyle = `hsl(${(at * 47) % 360} 60% ${20 + (at % 60)}%)`
    brush.fillRect((at * 733) % 1920, (at * 389) % 1080, 90, 60)
  }
  return canvas.toDataURL('image/jpeg', 0.9).split(',')[1]
}

/** Copies about ninety small files a second, like over a network, for longer than all measurements take. */
async function startTransfer(page) {
  const into = { mount: 'Home', path: target.slice(home.length + 1) }
  const sources = [{ location: { mount: 'Home', path: 'small' } }]
  const policy = { skip: 'never', onConflict: 'overwrite' }
  const input = { verb: 'copy', sources, into, policy, limits: { bytesPerSecond: 1_500_000 } }
  await page.evaluate(callHost, { method: 'transfers.start', input })
}

async function measureScroll(page) {
  const p95s = []
  await paneOf(page, 'Left').grid.hover()
  for (let round = 0; round < rounds; round += 1) {
    await beginRound()
    await page.evaluate(() => window.frameTimes.start())
    for (let step = 0; step < 150; step += 1) await page.mouse.wheel(0, step % 2 ? 400 : 900)
    const frames = await page.evaluate(() => window.frameTimes.end())
    p95s.push(frames[Math.floor(frames.length * 0.95)])
  }
  return p95s
}

/** Measures from each key press to the filtered view of the million rows. */
async function measureFilter(page) {
  const { region, grid } = paneOf(page, 'Left')
  const box = region.getByRole('searchbox', { name: 'Filter' })
  const took = []
  for (const text of ['z9', '77', 'n1', 'pd']) {
    await box.focus()
    for (const key of text) took.push(await timeKey(page, 'filtered', key))
    await box.fill('')
    await grid.and(page.locator(`[aria-rowcount="${entries + 2}"]`)).waitFor() // Includes the header row and `..`.
  }
  return took
}

async function measurePalette(page) {
  const took = []
  await paneOf(page, 'Left').grid.focus()
  for (let round = 0; round <= rounds; round += 1) {
    took.push(await timeKey(page, 'palette', 'Control+k'))
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'hidden' })
  }
  return took.slice(1)
}

async function measureLook(page) {
  const { grid } = paneOf(page, 'Right')
  await grid.getByRole('row', { name: /^photo/ }).click()
  const took = []
  for (let round = 0; round <= rounds; round += 1) {
    took.push(await timeKey(page, 'image', 'Space'))
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'hidden' })
  }
  return took.slice(1)
}

async function timeKey(page, condition, key) {
  await beginRound()
  await page.evaluate((name) => window.bench.fromKey(name), condition)
  await page.keyboard.press(key)
  const took = await page.evaluate(() => window.bench.took)
  if (!Number.isFinite(took)) throw new Error(`${key} brought nothing`)
  return took
}

function print(results) {
  const { firstBytes, windowBytes } = measureFirstChunk(join(checkout, 'out', 'renderer'))
  if (options.json) return console.log(JSON.stringify({ ...results, firstBytes, windowBytes }))
  const quiet = `${begun.filter(Boolean).length} of ${begun.length} rounds begun in a quiet moment, load ${loadavg()[0].toFixed(1)}`
  console.log(
    `${entries.toLocaleString('en-US')} rows, ${availableParallelism()} cores, Node ${process.version}; ${quiet}`,
  )
  const rows = [
    ['first paint', 300, results.firstPaint],
    ['first rows painted', undefined, results.firstRows],
    ['p95 frame while scrolling', 20, results.scroll],
    ['filter, key to rows', 100, results.filter],
    ['palette, key to focus', 50, results.palette],
    ['quick look again', 100, results.look],
  ]
  for (const [what, aim, values] of rows) {
    const sorted = values.toSorted((a, b) => a - b)
    const [least, middle, most] = [sorted[0], sorted[Math.floor(sorted.length / 2)], sorted.at(-1)].map((value) =>
      value.toFixed(1),
    )
    console.log(
      `${what.padEnd(27)} ${aim === undefined ? '' : `aim ${String(aim).padStart(3)} ms, `}reached ${middle} ms (${least} to ${most}, ${sorted.length} times)`,
    )
  }
  console.log(
    `${'first chunk'.padEnd(27)} aim ${mostFirstBytes / 1000} kB, reached ${(firstBytes / 1000).toFixed(1)} kB; with the panes ${(windowBytes / 1000).toFixed(1)} kB`,
  )
}
