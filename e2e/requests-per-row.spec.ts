/**
 * Counts the requests that a folder needs: those of its listing, and none for its rows, no matter what the user does
 * with them.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { text } from 'node:stream/consumers'
import { createTestContainer } from '../src/core/backends/azure/testing/test-container.ts'
import { createTestBucket } from '../src/core/backends/s3/testing/test-bucket.ts'
import { type CountingProxy, startCountingProxy } from './support/counting-proxy.ts'
import { jpegOf } from './support/jpeg.ts'
import { withCameraWork } from './support/samples.ts'
import type { ServedApp } from './support/served-app.ts'
import { expect, orSkip, test } from './support/stores.ts'
import { pane } from './support/window.ts'
import type { Page } from '@playwright/test'

const rows = 2000
const names = Array.from({ length: rows }, (_, at) => `row-${String(at).padStart(4, '0')}.${at % 3 ? 'txt' : 'pdf'}`)
const keys = names.map((name) => `many/${name}`)

interface Case {
  readonly mount: object
  readonly proxy: CountingProxy
  readonly isListing: (request: string) => boolean
  readonly pages: number
}

test('listing a folder of an S3 bucket needs no request per row', async ({ app, page, s3 }) => {
  test.setTimeout(90_000)
  const service = orSkip(s3)
  const bucket = await createTestBucket(service)
  const proxy = await startCountingProxy(service.endpoint)
  try {
    await bucket.fill(keys)
    const mount = { name: 'far', type: 's3', ...service, endpoint: proxy.endpoint, bucket: bucket.name }
    const isListing = (request: string) => request.includes('list-type=2')
    await walkThrough(app, page, { mount, proxy, isListing, pages: 2 })
  } finally {
    await proxy.close()
    await bucket.remove()
  }
})

test('listing a folder of an Azure container needs no request per row', async ({ app, page, azure }) => {
  test.setTimeout(90_000)
  const service = orSkip(azure)
  const container = await createTestContainer(service)
  const proxy = await startCountingProxy(service.endpoint)
  try {
    await container.fill(keys)
    const mount = { name: 'far', type: 'azure', ...service, endpoint: proxy.endpoint, container: container.name }
    const isListing = (request: string) => request.includes('comp=list')
    await walkThrough(app, page, { mount, proxy, isListing, pages: 1 })
  } finally {
    await proxy.close()
    await container.remove()
  }
})

test('a remote photo is read for a thumbnail only on request, in one small range', async ({ app, page, s3 }) => {
  const service = orSkip(s3)
  const bucket = await createTestBucket(service)
  const proxy = await startCountingProxy(service.endpoint)
  try {
    const mount = { name: 'far', type: 's3', ...service, endpoint: proxy.endpoint, bucket: bucket.name }
    writeFileSync(app.mountsFile, JSON.stringify([mount]))
    await page.goto(app.url())
    const left = pane(page, 'Left')
    await expect(left.grid).toBeVisible()
    const thumbnail = await jpegOf(page, 'rgb(0,0,200)', 160, 120)
    const photo = withCameraWork(await jpegOf(page, 'rgb(200,0,0)', 400, 300), { thumbnail, orientation: 1 })
    await put(app, 'far:photo.jpg', Buffer.concat([photo, Buffer.alloc(3_000_000)]))
    await left.goTo('far:')
    await expect(left.row('photo.jpg')).toBeVisible()
    proxy.take()
    await left.grid.focus()
    await page.keyboard.press('Control+Alt+g')
    const tile = left.grid.getByRole('gridcell', { name: /^photo\.jpg/ })
    await expect(tile).toBeVisible()
    await expect(tile.locator('img')).toHaveCount(0)
    expect(proxy.take().filter((request) => request.includes('photo.jpg'))).toEqual([])

    writeFileSync(join(dirname(app.mountsFile), 'settings.yaml'), 'thumbnails: everywhere\n')
    await expect(tile.locator('img')).toBeVisible()
    expect(proxy.take().filter((request) => request.startsWith('GET') && request.includes('photo.jpg'))).toHaveLength(1)
    await page.reload()
    await expect(tile.locator('img')).toBeVisible()
    expect(proxy.take().filter((request) => request.includes('photo.jpg'))).toEqual([])
  } finally {
    await proxy.close()
    await bucket.remove()
  }
})

async function walkThrough(app: ServedApp, page: Page, { mount, proxy, isListing, pages }: Case): Promise<void> {
  writeFileSync(app.mountsFile, JSON.stringify([mount]))
  await page.goto(app.url())
  const left = pane(page, 'Left')
  await left.goTo('far:')
  await expect(left.row('many')).toBeVisible()
  const opening = proxy.take()
  expect(opening.filter(isListing)).toHaveLength(1)
  // These requests check whether the bucket can be listed, and determine the capabilities of the mount.
  expect(opening.length, opening.join('\n')).toBeLessThanOrEqual(4)

  await left.row('many').dblclick()
  await expect(left.status).toContainText('2,000 items')
  await expect(left.status).toContainText('listed in')
  const listing = proxy.take()
  expect(listing.filter(isListing), listing.join('\n')).toHaveLength(pages)
  expect(listing.length, listing.join('\n')).toBe(pages)

  await left.grid.focus()
  for (let count = 0; count < 12; count += 1) await page.keyboard.press('PageDown')
  await page.keyboard.press('End')
  await expect(left.row('row-1999.txt')).toBeVisible()
  for (const column of ['Size', 'Modified', 'Name']) {
    await left.grid.getByRole('columnheader', { name: column }).getByRole('button').click()
  }
  await left.filter('pdf')
  await expect.poll(() => left.rowCount()).toBeLessThan(rows)
  await left.filter('')
  await expect.poll(() => left.rowCount()).toBeGreaterThanOrEqual(rows)
  await left.grid.focus()
  await page.keyboard.press('Control+a')
  await expect(left.status).toContainText('2,000 of 2,000')
  await page.waitForTimeout(1000) // Waits for requests that might follow later.
  expect(proxy.take()).toEqual([])

  await page.keyboard.press('Home')
  await page.keyboard.press('ArrowDown') // Moves to the first row.
  await page.keyboard.press('Insert')
  await page.waitForTimeout(500)
  const one = proxy.take() // The facts about a single entry may be requested once.
  expect(one.length, one.join('\n')).toBeLessThanOrEqual(4)

  const listed = await runLs(app, 'far:many')
  expect(listed.map((line) => (JSON.parse(line) as { name: string }).name).toSorted()).toEqual(names)
  const asked = proxy.take()
  expect(asked.filter(isListing)).toHaveLength(pages)
  expect(asked.length, asked.join('\n')).toBeLessThanOrEqual(pages + 3)
}

async function put(app: ServedApp, location: string, content: Buffer): Promise<void> {
  const child = runCli(app, ['put', location])
  child.stdin.end(content)
  const [code] = (await once(child, 'exit')) as [number]
  expect(code).toBe(0)
}

/** Starts another process with the same settings. */
function runCli(app: ServedApp, args: readonly string[]) {
  const program = resolve(import.meta.dirname, '..', 'bin', 'portolan')
  const env = { ...process.env, HOME: app.home, PORTOLAN_HOME: dirname(app.mountsFile) }
  return spawn(process.execPath, [program, ...args], { env, stdio: ['pipe', 'pipe', 'inherit'] })
}

/** Returns the lines that `ls --json` prints. */
async function runLs(app: ServedApp, location: string): Promise<string[]> {
  const child = runCli(app, ['ls', '--json', location])
  child.stdin.end()
  return (await text(child.stdout)).trim().split('\n')
}
