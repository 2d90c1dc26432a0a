#!/usr/bin/env node
// Lists a folder of 1,000,000 entries in the real window and prints the results; in the same run, lists 100,000 entries
// and compares with `find`.
// Usage: node bench/listing.mjs [--entries N] [--json] [--folder DIR]   (DIR keeps the created files for the next run)
import { chromium } from '@playwright/test'
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import { findChromium } from '../scripts/setup.mjs'
import { makeOddlyNamedFiles } from './support/files.mjs'
import { installFrameTimes } from './support/frame-times.mjs'

const checkout = resolve(import.meta.dirname, '..')
const { values: options } = parseArgs({
  options: {
    entries: { type: 'string', default: '1000000' },
    json: { type: 'boolean', default: false },
    folder: { type: 'string' },
  },
})
const entries = Number(options.entries)
const folder = options.folder ? resolve(options.folder) : mkdtempSync(join(tmpdir(), 'portolan-bench-'))
const results = {}

try {
  makeOddlyNamedFiles(join(folder, 'home', 'many'), entries)
  makeOddlyNamedFiles(join(folder, 'home', 'some'), 100_000)
  results.machine = { cores: availableParallelism(), node: process.version, entries }
  results.rate = await compareWithFind(join(folder, 'home', 'some'))
  results.window = await measureWindow()
  print()
} finally {
  if (!options.folder) rmSync(folder, { recursive: true, force: true })
}

/** Runs whole commands alternately, with output to /dev/null, and takes the median of five. */
async function compareWithFind(path) {
  const ours = []
  const find = []
  for (let round = 0; round < 6; round += 1) {
    const a = time('find', [path, '-mindepth', '1', '-printf', '%y %s %T@ %f\\n'])
    const b = time(process.execPath, [join(checkout, 'bin', 'portolan'), 'ls', '--json', path])
    const c = await timeHost()
    if (round > 0) {
      find.push(a)
      ours.push({ command: b, host: c })
    }
  }
  const findMs = median(find)
  const commandMs = median(ours.map(({ command }) => command))
  const hostMs = median(ours.map(({ host }) => host))
  return {
    findMs,
    commandMs,
    hostMs,
    hostEntriesPerSecond: Math.round(100_000 / (hostMs / 1000)),
    findEntriesPerSecond: Math.round(100_000 / (findMs / 1000)),
    ratioHostToFind: findMs / hostMs,
  }
}

/**
 * Times one listing through a running host's WebSocket. The request is the same as that of the window, but without the
 * window.
 */
async function timeHost() {
  const { stdout, status } = spawnSync(
    process.execPath,
    [join(checkout, 'bench', 'support', 'list-over-socket.mjs'), folder],
    {
      encoding: 'utf8',
    },
  )
  if (status !== 0) throw new Error('the host could not be timed')
  return Number(stdout.split(' ')[0])
}

function time(command, args) {
  const started = process.hrtime.bigint()
  const { status } = spawnSync(command, args, { stdio: ['ignore', 'ignore', 'inherit'], env: environment() })
  if (status !== 0) throw new Error(`${command} failed`)
  return Number(process.hrtime.bigint() - started) / 1e6
}

function environment() {
  return { ...process.env, HOME: join(folder, 'home'), PORTOLAN_HOME: join(folder, 'portolan') }
}

async function measureWindow() {
  const host = spawn(process.execPath, [join(checkout, 'bin', 'portolan'), 'serve', '--json'], {
    env: environment(),
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [line] = await once(createInterface(host.stdout), 'line')
  const browser = await chromium.launch({
    executablePath: findChromium(),
    args: [
      '--no-sandbox',
      '--disable-dev-shm-usage',
      '--disable-background-networking',
      '--disable-gpu',
      '--js-flags=--expose-gc',
    ],
  })
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
    await page.goto(JSON.parse(line).url)
    const left = page.getByRole('region', { name: 'Left pane' })
    const grid = left.getByRole('grid', { name: 'Files' })
    await grid.getByRole('row', { name: /^many/ }).waitFor()
    const memoryOf = await memoryReader(browser, page)
    const before = { host: rssOf(host.pid), page: await memoryOf() }

    await page.evaluate(installFrameTimes)
    await page.evaluate(watchListing)
    await left.getByRole('grid', { name: 'Files' }).focus()
    await page.keyboard.type('many')
    await page.evaluate(() => window.bench.start())
    await page.keyboard.press('Enter')
    await page.waitForFunction((count) => window.bench.isComplete(count), entries, { timeout: 300_000, polling: 100 })
    const listing = await page.evaluate(() => window.bench.times)
    await page.waitForTimeout(3000)
    const after = { host: rssOf(host.pid), page: await memoryOf() }

    await page.evaluate(() => window.frameTimes.start())
    await grid.hover()
    for (let n = 0; n < 250; n += 1) await page.mouse.wheel(0, n % 2 ? 400 : 900)
    const wheel = summaryOf(await page.evaluate(() => window.frameTimes.end()))
    await page.evaluate(() => window.frameTimes.start())
    await page.evaluate(dragThumb)
    const thumb = summaryOf(await page.evaluate(() => window.frameTimes.end()))

    const filter = []
    for (const text of ['pdf', 'scan1', 'übersicht-99', 'zzz', '7']) {
      const took = await page.evaluate(timeFilter, text)
      filter.push({ text, ...took })
    }
    await page.evaluate(timeFilter, '')
    const sort = {}
    for (const column of ['Size', 'Modified', 'Name', 'Name']) {
      sort[`${column}${sort[column] === undefined ? '' : ' reversed'}`] = await page.evaluate(timeSort, column)
    }
    await grid.focus()
    await page.keyboard.press('End')
    const last = await page.evaluate(() => {
      const shown = document.querySelector('[aria-activedescendant]')
      return document.getElementById(shown?.getAttribute('aria-activedescendant') ?? '')?.getAttribute('aria-rowindex')
    })
    return {
      firstRowMs: listing.firstRow,
      lastRowMs: listing.last,
      hostMegabytes: { before: before.host / 1e6, after: after.host / 1e6 },
      pageMegabytes: { before: before.page / 1e6, after: after.page / 1e6 },
      pageBytesPerRow: (after.page - before.page) / entries,
      frames: { wheel, thumb },
      filter,
      sort,
      lastRowIndexReached: Number(last),
    }
  } finally {
    await browser.close()
    host.kill()
  }
}

function summaryOf(sorted) {
  const at = (share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]
  return { frames: sorted.length, medianMs: at(0.5), p95Ms: at(0.95), worstMs: sorted.at(-1) }
}

function rssOf(pid) {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) * 1024
}

/**
 * Reads the resident memory of the page's own process after a garbage collection: script, workers, buffers and
 * everything else.
 */
async function memoryReader(browser, page) {
  const overall = await browser.newBrowserCDPSession()
  const collect = () => globalThis.gc()
  return async () => {
    for (const place of [page, ...page.workers(), page, ...page.workers()]) await place.evaluate(collect)
    await page.waitForTimeout(1000)
    const { processInfo } = await overall.send('SystemInfo.getProcessInfo')
    const renderers = processInfo.filter(({ type }) => type === 'renderer')
    return Math.max(...renderers.map(({ id }) => rssOf(id)))
  }
}

/** Runs in the page: records when the first and the last rows appear. */
function watchListing() {
  const pane = document.querySelector('[aria-label="Left pane"]')
  const grid = () => pane.querySelector('[role=grid]')
  let began = 0
  window.bench = {
    times: {},
    start() {
      const first = grid().querySelector('[role=row][aria-rowindex="2"]')?.textContent
      window.addEventListener('keydown', () => (began = performance.now()), { once: true, capture: true })
      const look = () => {
        const rows = grid()?.querySelectorAll('[role=row]') ?? []
        if (began && rows.length > 3 && /IMG_|Report|raw-|scan|übersicht|^z/.test(rows[3].textContent ?? '')) {
          window.bench.times.firstRow = performance.now() - began
        } else requestAnimationFrame(look)
      }
      void first
      requestAnimationFrame(look)
    },
    isComplete(count) {
      const text = pane.querySelector('[role=status]')?.textContent ?? ''
      const isDone = text.includes(count.toLocaleString('en-US')) && text.includes('listed in')
      if (isDone) window.bench.times.last ??= performance.now() - began
      return isDone
    },
  }
}

/** Runs in the page: moves the thumb of the scroll bar from top to bottom in three seconds. */
async function dragThumb() {
  const scroller = [...document.querySelectorAll('[aria-label="Left pane"] *')].find(
    (element) => element.scrollHeight > element.clientHeight * 2 && getComputedStyle(element).overflowY !== 'visible',
  )
  const began = performance.now()
  for (;;) {
    const share = (performance.now() - began) / 3000
    scroller.scrollTop = share * (scroller.scrollHeight - scroller.clientHeight)
    if (share >= 1) return
    await new Promise((done) => requestAnimationFrame(done))
  }
}

/** Runs in the page: measures the time from the key to the frame that shows the result. */
async function timeFilter(text) {
  const pane = document.querySelector('[aria-label="Left pane"]')
  const box = pane.querySelector('input[type=search], [role=searchbox]')
  const grid = pane.querySelector('[role=grid]')
  const before = grid.getAttribute('aria-rowcount')
  const began = performance.now()
  let longest = 0
  let previous = began
  Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set.call(box, text)
  box.dispatchEvent(new Event('input', { bubbles: true }))
  for (;;) {
    await new Promise((done) => requestAnimationFrame(done))
    const now = performance.now()
    longest = Math.max(longest, now - previous)
    previous = now
    if (grid.getAttribute('aria-rowcount') !== before || now - began > 20_000) {
      return { tookMs: now - began, longestFrameMs: longest, rows: Number(grid.getAttribute('aria-rowcount')) }
    }
  }
}

/** Runs in the page: measures the time from the click to the frame that shows another first row. */
async function timeSort(column) {
  const pane = document.querySelector('[aria-label="Left pane"]')
  const button = [...pane.querySelectorAll('[role=columnheader] button')].find((one) =>
    one.textContent.includes(column),
  )
  const rows = () =>
    [...pane.querySelectorAll('[role=row]')]
      .map((row) => row.textContent)
      .slice(2, 12)
      .join()
  const before = rows()
  const began = performance.now()
  let longest = 0
  let previous = began
  button.click()
  for (;;) {
    await new Promise((done) => requestAnimationFrame(done))
    const now = performance.now()
    longest = Math.max(longest, now - previous)
    previous = now
    if (rows() !== before || now - began > 30_000) return { tookMs: now - began, longestFrameMs: longest }
  }
}

function median(values) {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]
}

function print() {
  if (options.json) return console.log(JSON.stringify(results))
  const { rate, window: seen, machine } = results
  const ms = (value) => `${value.toFixed(0)} ms`
  console.log(`${machine.entries.toLocaleString('en-US')} entries, ${machine.cores} cores, Node ${machine.node}`)
  console.log(`first row            ${ms(seen.firstRowMs)}`)
  console.log(`last row             ${ms(seen.lastRowMs)}`)
  console.log(
    `host memory          ${seen.hostMegabytes.before.toFixed(0)} MB before, ${seen.hostMegabytes.after.toFixed(0)} MB after`,
  )
  console.log(
    `page memory          ${seen.pageMegabytes.before.toFixed(0)} MB before, ${seen.pageMegabytes.after.toFixed(0)} MB after: ${seen.pageBytesPerRow.toFixed(0)} bytes a row`,
  )
  for (const [name, frames] of Object.entries(seen.frames)) {
    console.log(
      `frames, ${name.padEnd(12)} p95 ${frames.p95Ms.toFixed(1)} ms, median ${frames.medianMs.toFixed(1)}, worst ${frames.worstMs.toFixed(0)} (${frames.frames} frames)`,
    )
  }
  for (const { text, tookMs, longestFrameMs, rows } of seen.filter) {
    console.log(
      `filter ${JSON.stringify(text).padEnd(14)} ${ms(tookMs)} for ${rows.toLocaleString('en-US')} rows, longest frame ${ms(longestFrameMs)}`,
    )
  }
  for (const [column, { tookMs, longestFrameMs }] of Object.entries(seen.sort)) {
    console.log(`sort ${column.padEnd(15)} ${ms(tookMs)}, longest frame ${ms(longestFrameMs)}`)
  }
  console.log(`last row reached     ${seen.lastRowIndexReached.toLocaleString('en-US')}`)
  console.log(
    `100,000 entries      find ${ms(rate.findMs)} (${rate.findEntriesPerSecond.toLocaleString('en-US')}/s), host ${ms(rate.hostMs)} (${rate.hostEntriesPerSecond.toLocaleString('en-US')}/s, ${rate.ratioHostToFind.toFixed(2)} of find's rate), portolan ls ${ms(rate.commandMs)}`,
  )
}
