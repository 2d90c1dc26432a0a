/**
 * Tests copies of files that a window holds, in a host with its queue: while the window is open, and after it is
 * closed.
 */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Contract } from '../../../contract/contract.ts'
import type { CopyTransferRequest, Transfer } from '../../../contract/transfer.ts'
import { connectInProcess } from '../../../host/connect-in-process.ts'
import { createHost } from '../../../host/create-host.ts'
import type { Host, HostDeps } from '../../../host/host.ts'
import type { Connection } from '../../../rpc/client.ts'
import { type BrowserOptions, droppedFrom, type DroppedTree, treeWith } from './dropped.test-support.ts'
import { createDroppedFiles, type DroppedFiles } from './dropped-files.ts'

let folder: string
let opened: { close(): void | Promise<void> }[]
let host: Host

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'portolan-dropped-'))
  mkdirSync(join(folder, 'home'))
  opened = []
  host = await startHost()
})
afterEach(async () => {
  for (const each of opened.toReversed()) await each.close()
  rmSync(folder, { recursive: true, force: true })
})

async function startHost(more: Partial<HostDeps> = {}): Promise<Host> {
  const started = await createHost({
    version: '1.2.3',
    configFolder: join(folder, 'config'),
    dataFolder: join(folder, 'data'),
    homeFolder: join(folder, 'home'),
    env: {},
    ...more,
  })
  opened.push(started)
  return started
}

interface Page {
  /** The current connection. A test replaces it after a disconnection. */
  connection: Connection<Contract>
  readonly dropped: DroppedFiles
}

function openPage(): Page {
  const page: Page = {
    connection: connectInProcess(host),
    dropped: createDroppedFiles({
      client: () => page.connection.client,
      onProblem(message) {
        throw new Error(message)
      },
    }),
  }
  opened.push({ close: () => page.connection.close() })
  return page
}

const command = 'drop these'
const policy = { skip: 'never', onConflict: 'fail' } as const

/** Copies the entries of a tree to Home, like a drop on Home. */
async function drop(page: Page, tree: DroppedTree, more: Partial<CopyTransferRequest> = {}, options?: BrowserOptions) {
  const sources = await page.dropped.offer(droppedFrom(tree, options))
  const into = { mount: 'Home', path: '' }
  return page.connection.client.transfers.start({
    verb: 'copy',
    sources: sources.map((location) => ({ location })),
    into,
    policy,
    command,
    ...more,
  })
}

/** Offers the same files again, like a user who drops them a second time. */
async function dropAgain(page: Page, tree: DroppedTree, options?: BrowserOptions) {
  const { transfers } = page.connection.client
  const [latest] = (await transfers.interrupted({ command })).transfers
  if (!latest) throw new Error('nothing was interrupted')
  await page.dropped.offer(droppedFrom(tree, options), latest.request.sources[0]?.location.mount)
  await transfers.resume({ id: latest.id, anew: true })
}

async function until(of: Host, id: number, is: (transfer: Transfer) => boolean): Promise<Transfer> {
  const connection = connectInProcess(of)
  try {
    const limit = AbortSignal.timeout(20_000)
    for await (const event of connection.client.transfers.watch({}, { signal: limit })) {
      const found = event.transfers.find((transfer) => transfer.id === id)
      if (found && is(found)) return found
    }
    throw new Error('the host stopped telling')
  } finally {
    connection.close()
  }
}
const isEnded = ({ state }: Transfer) => state === 'ended'
const isInterrupted = ({ state, pausedBy }: Transfer) => state === 'paused' && pausedBy === 'interrupted'
const sentence = 'The browser window that held these files was closed. Drop them again to continue.'

const manyFiles = 200
const many = () =>
  treeWith(
    Object.fromEntries(Array.from({ length: manyFiles }, (_, at) => [`many/in ${at % 5}/${at}.txt`, `text ${at}`])),
  )
const home = (...path: readonly string[]) => join(folder, 'home', ...path)
const copied = () =>
  existsSync(home('many'))
    ? readdirSync(home('many'), { recursive: true })
        .map(String)
        .filter((name) => name.endsWith('.txt'))
    : []

test('copies a folder, reports it in a plain sentence, and undoes it', async () => {
  const page = openPage()
  const { id } = await drop(page, many())
  expect(await until(host, id, isEnded)).toMatchObject({ counts: { done: manyFiles, failed: 0 }, folders: { done: 6 } })
  expect(readFileSync(home('many', 'in 2', '7.txt'), 'utf8')).toBe('text 7')
  expect(statSync(home('many', 'in 2', '7.txt')).mtimeMs).toBeCloseTo(1_600_000_000_123, 0)
  const { client } = page.connection
  let report = ''
  for await (const text of client.transfers.report({ id, format: 'csv' })) report += text
  expect(report).toContain('This computer (browser):many/in 2/7.txt')
  expect(report.match(/,file,.*,bulk,/g)).toHaveLength(manyFiles)
  const undo = await client.transfers.undo({ id })
  expect(await until(host, undo.id, isEnded)).toMatchObject({
    counts: { done: manyFiles, skipped: 0 },
    folders: { done: 6 },
  })
  expect(readdirSync(home())).toEqual([])
})

test('undo keeps the copy if its window is closed, as the original may be gone', async () => {
  const page = openPage()
  const { id } = await drop(page, treeWith({ 'many/a.txt': 'a' }))
  await until(host, id, isEnded)
  page.connection.close()
  const later = openPage()
  const undo = await later.connection.client.transfers.undo({ id })
  expect(await until(host, undo.id, isEnded)).toMatchObject({ counts: { failed: 0, done: 0 } })
  const { items } = await later.connection.client.transfers.items({ id: undo.id, order: 'plan', limit: 10 })
  expect(items.map(({ reason }) => reason)).toContain(
    'The browser window that held the original was closed, so the copy was kept.',
  )
  expect(copied()).toEqual(['a.txt'])
})

test('pauses when its window closes, and resumes when the same files are dropped again', async () => {
  const page = openPage()
  const { id } = await drop(page, many(), { limits: { jobs: 1, bytesPerSecond: 500 } })
  await until(host, id, ({ counts }) => counts.done > 5)
  page.connection.close()
  const paused = await until(host, id, isInterrupted)
  expect(paused).toMatchObject({ problem: { message: sentence }, counts: { failed: 0 } })
  expect(paused.counts.done).toBeLessThan(manyFiles)

  const next = openPage()
  const { transfers } = next.connection.client
  await expect(transfers.resume({ id })).rejects.toThrow('drop the files again if that window was closed')
  await transfers.resume({ id: 'all' }) // Resumes all transfers that can be resumed.
  expect((await until(host, id, () => true)).state).toBe('paused')

  await transfers.setLimits({ id, limits: {} })
  const before = new Map(copied().map((name) => [name, statSync(home('many', name)).ino]))
  expect(before.size).toBeGreaterThan(0)
  await dropAgain(next, many())
  expect(await until(host, id, isEnded)).toMatchObject({ counts: { total: manyFiles, done: manyFiles, failed: 0 } })
  expect(copied()).toHaveLength(manyFiles)
  for (const [name, ino] of before) expect(statSync(home('many', name)).ino).toBe(ino)
})

test('copies changed and new files of a folder that is dropped again', async () => {
  const page = openPage()
  const tree = many()
  const { id } = await drop(page, tree, {
    limits: { jobs: 1, bytesPerSecond: 500 },
    policy: { skip: 'never', onConflict: 'overwrite' },
  })
  await until(host, id, ({ counts }) => counts.done > 5)
  page.connection.close()
  await until(host, id, isInterrupted)
  const [done = ''] = copied()
  tree.set(`many/${done}`, { bytes: new TextEncoder().encode('edited'), modifiedMs: 1_700_000_000_000 })
  tree.set('many/in 0/new.txt', { bytes: new TextEncoder().encode('new'), modifiedMs: 1_700_000_000_000 })
  const next = openPage()
  await next.connection.client.transfers.setLimits({ id, limits: {} })
  await dropAgain(next, tree)
  expect(await until(host, id, isEnded)).toMatchObject({ counts: { done: manyFiles + 1, failed: 0 } })
  expect(readFileSync(home('many', done), 'utf8')).toBe('edited')
  expect(readFileSync(home('many', 'in 0', 'new.txt'), 'utf8')).toBe('new')
})

const largeBytes = 24 * 1024 ** 2

test('resumes a large file from its middle when it is dropped again', async () => {
  const page = openPage()
  const tree = treeWith({ 'large.bin': new Uint8Array(largeBytes).map((_, at) => at % 251) })
  const { id } = await drop(page, tree, { limits: { bytesPerSecond: 12_000_000 } })
  await until(host, id, ({ bytes }) => bytes.copied > largeBytes / 2)
  page.connection.close()
  const paused = await until(host, id, isInterrupted)
  expect(paused.counts.failed).toBe(0)
  expect(existsSync(home('large.bin'))).toBe(false)
  const starts = new Set<number>()
  const next = openPage()
  await next.connection.client.transfers.setLimits({ id, limits: {} })
  await dropAgain(next, tree, { beforeRead: (_, start) => void starts.add(start) })
  expect(await until(host, id, isEnded)).toMatchObject({
    counts: { done: 1, failed: 0 },
    bytes: { copied: largeBytes },
  })
  expect(readFileSync(home('large.bin')).equals(tree.get('large.bin')?.bytes ?? Buffer.alloc(0))).toBe(true)
  expect(starts.size).toBeGreaterThan(0)
  expect(Math.min(...starts)).toBeGreaterThan(0)
  expect(readdirSync(home())).toEqual(['large.bin'])
})

test('a window that reconnects offers its files again, and the transfer resumes', async () => {
  const page = openPage()
  const { id } = await drop(page, many(), { limits: { jobs: 1, bytesPerSecond: 500 } })
  await until(host, id, ({ counts }) => counts.done > 5)
  page.connection.close()
  await until(host, id, isInterrupted)
  page.connection = connectInProcess(host)
  await page.connection.client.transfers.setLimits({ id, limits: {} })
  page.dropped.offerAgain()
  expect(await until(host, id, isEnded)).toMatchObject({ counts: { total: manyFiles, done: manyFiles, failed: 0 } })
})

test('resumes in a restarted host once the window reconnects', async () => {
  const page = openPage()
  const { id } = await drop(page, many(), { limits: { jobs: 1, bytesPerSecond: 500 } })
  await until(host, id, ({ counts }) => counts.done > 5)
  await host.close()
  host = await startHost()
  expect(await until(host, id, isInterrupted)).toMatchObject({ problem: { message: sentence } })
  page.connection = connectInProcess(host)
  await page.connection.client.transfers.setLimits({ id, limits: {} })
  page.dropped.offerAgain()
  expect(await until(host, id, isEnded)).toMatchObject({ counts: { total: manyFiles, done: manyFiles, failed: 0 } })
})

test.each(['all', 'own'] as const)(
  'another program that runs %s transfers leaves this one to the host with the window',
  async (runsTransfers) => {
    const page = openPage()
    const limits = { jobs: 1, bytesPerSecond: 500 }
    const ids: number[] = []
    // Three of them run, and the fourth waits in the queue.
    for (const name of ['one', 'two', 'three', 'four']) {
      const tree = treeWith(
        Object.fromEntries(Array.from({ length: 20 }, (_, at) => [`${name}/${at}`, 'x'.repeat(100)])),
      )
      ids.push((await drop(page, tree, { limits })).id)
    }
    const [first = 0] = ids
    const last = ids.at(-1) ?? 0
    const other = await startHost({ runsTransfers })
    const theirs = connectInProcess(other).client.transfers
    await until(host, last, ({ state }) => state === 'waiting')
    await expect(theirs.resume({ id: first })).rejects.toThrow('Another program is running this transfer')
    await page.connection.client.transfers.pause({ id: first })
    await expect(theirs.resume({ id: first })).rejects.toThrow('A browser window holds the files')
    await page.connection.client.transfers.cancel({ id: first })
    await expect(theirs.retryFailed({ id: first })).rejects.toThrow('A browser window holds the files')
    for (const id of ids.slice(1)) await page.connection.client.transfers.setLimits({ id, limits: {} })
    for (const id of ids.slice(1))
      expect(await until(host, id, isEnded)).toMatchObject({ counts: { done: 20, failed: 0 } })
  },
)

test('waiting transfers pause with their window, even in a restarted host', async () => {
  const page = openPage()
  const ids: number[] = []
  for (const name of ['one', 'two', 'three', 'four']) {
    const tree = treeWith({ [name]: 'x'.repeat(5000) })
    ids.push((await drop(page, tree, { limits: { bytesPerSecond: 500 } })).id)
  }
  const last = ids.at(-1) ?? 0
  await until(host, last, ({ state }) => state === 'waiting')
  await host.close()
  host = await startHost()
  for (const id of ids) expect(await until(host, id, isInterrupted)).toMatchObject({ problem: { message: sentence } })
  page.connection = connectInProcess(host)
  for (const id of ids) await page.connection.client.transfers.setLimits({ id, limits: { bytesPerSecond: 500 } })
  page.dropped.offerAgain()
  await until(host, last, ({ state }) => state === 'waiting')
  page.connection.close()
  for (const id of ids) expect(await until(host, id, isInterrupted)).toMatchObject({ counts: { failed: 0 } })
})

test('a transfer that waits for an answer pauses with its window', async () => {
  mkdirSync(home('many'))
  const page = openPage()
  const asking = await drop(page, treeWith({ many: 'a file' }), { policy: { skip: 'never', onConflict: 'ask' } })
  await until(host, asking.id, ({ counts }) => counts.asking === 1)
  page.connection.close()
  expect(await until(host, asking.id, isInterrupted)).toMatchObject({
    problem: { message: sentence },
    counts: { asking: 1 },
  })
  const next = openPage()
  await dropAgain(next, treeWith({ many: 'a file' }))
  const again = await until(host, asking.id, ({ state, counts }) => state === 'running' && counts.asking === 1)
  const { items } = await next.connection.client.transfers.items({ id: again.id, order: 'plan', limit: 1 })
  await next.connection.client.transfers.answer({ id: again.id, item: items[0]?.number ?? 0, answer: 'keep-both' })
  await until(host, asking.id, isEnded)
  expect(readFileSync(home('many (2)'), 'utf8')).toBe('a file')
})

test('a file that changes during every read fails by name, stores nothing, and can be retried', async () => {
  const page = openPage()
  const tree = treeWith({ 'f/steady.txt': 'same', 'f/restless.bin': new Uint8Array(3_000_000) })
  let isRestless = true
  let reads = 0
  const beforeRead = (path: string) => {
    reads += 1
    if (!isRestless || path !== 'f/restless.bin' || reads % 2 === 0) return
    tree.set(path, { bytes: new Uint8Array(3_000_000), modifiedMs: reads })
    throw new DOMException('The requested file could not be read.', 'NotReadableError')
  }
  const { id } = await drop(page, tree, {}, { beforeRead })
  const { counts } = await until(host, id, isEnded)
  expect(counts).toMatchObject({ done: 1, failed: 1 })
  const { items } = await page.connection.client.transfers.items({ id, states: ['failed'], order: 'plan', limit: 2 })
  expect(items).toMatchObject([
    { failure: { kind: 'changed', message: '“restless.bin” changed on the disk while it was read.' } },
  ])
  expect(readdirSync(home('f'))).toEqual(['steady.txt'])
  isRestless = false
  await page.connection.client.transfers.retryFailed({ id })
  await until(host, id, (transfer) => isEnded(transfer) && transfer.counts.done === 2)
  expect(readFileSync(home('f', 'restless.bin'))).toHaveLength(3_000_000)
})

test('only transfers can read the files, under a name that no mount can have', async () => {
  const page = openPage()
  const [source] = await page.dropped.offer(droppedFrom(treeWith({ 'secret.txt': 'mine' })))
  const location = source ?? { mount: '', path: '' }
  const { client } = page.connection
  await expect(client.listing.stat({ location })).rejects.toMatchObject({ failure: { kind: 'not-found' } })
  const { mounts } = await client.mounts.list({})
  expect(mounts.map(({ name }) => name)).toEqual(['Home', 'Shelf'])
  const config = { name: location.mount, type: 'memory' }
  await expect(client.mounts.add({ config })).rejects.toMatchObject({ failure: { kind: 'bad-input' } })
})
