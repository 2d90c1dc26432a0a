/** Tests what the host sees of files that a window holds, over each kind of connection. */
import { afterEach, describe, expect, test } from 'vitest'
import { droppedFilesApi } from '../../../contract/api/dropped-files.ts'
import type { Contract } from '../../../contract/contract.ts'
import { unpackEntries } from '../../../contract/entry-page.ts'
import { failureOf } from '../../../contract/failure.ts'
import { createDroppedFiles as createHolding } from '../../../core/dropped/dropped-files.ts'
import { droppedFilesHandlers } from '../../../host/handlers/dropped-files.ts'
import { streamCallsOf } from '../../../lib/call-shape.ts'
import { type Client, createConnection } from '../../../rpc/client.ts'
import { serveChannel } from '../../../rpc/server.ts'
import { closePairs, openPair, type TransportName, transportNames } from '../../../rpc/transports/pairs.test-support.ts'
import { type BrowserOptions, droppedFrom, type DroppedTree, treeWith } from './dropped.test-support.ts'
import { createDroppedFiles } from './dropped-files.ts'

const { signal } = new AbortController()

afterEach(closePairs)

async function holding(transport: TransportName, tree: DroppedTree, options: BrowserOptions = {}) {
  const [near, far] = await openPair(transport)
  const host = createHolding()
  const shapes = { droppedFiles: droppedFilesApi }
  serveChannel(shapes, { droppedFiles: droppedFilesHandlers(host) }, far)
  let connection = createConnection<typeof shapes>(streamCallsOf(shapes), near)
  const problems: string[] = []
  const page = createDroppedFiles({
    client: () => connection.client as unknown as Client<Contract>,
    onProblem: (message) => void problems.push(message),
  })
  /** Closes the connection. The next one is to an older host, which does not know these calls. */
  const leadToOlderHost = async () => {
    const [nextNear, nextFar] = await openPair(transport)
    serveChannel({}, {}, nextFar)
    far.close()
    connection = createConnection<typeof shapes>(streamCallsOf(shapes), nextNear)
  }
  const sources = await page.offer(droppedFrom(tree, options))
  const mount = sources[0]?.mount ?? ''
  const { backend } = await host.open(mount, { signal })
  const list = async (path: string) => {
    const pages = []
    for await (const entries of backend.list(path, { signal })) pages.push(unpackEntries(entries))
    return pages
  }
  const bytesOf = async (path: string, range = {}) => {
    const chunks: Uint8Array[] = []
    for await (const chunk of await backend.read(path, { signal, ...range })) chunks.push(chunk)
    return Buffer.concat(chunks)
  }
  const bulkRead = async (paths: readonly string[]) => {
    const pages = []
    for await (const ends of backend.bulk?.read(paths, { signal }) ?? []) pages.push(ends)
    return pages
  }
  const kindOf = (work: Promise<unknown>) =>
    work.then(
      () => 'none',
      (error: unknown) => failureOf(error).kind,
    )
  return { host, page, problems, sources, mount, backend, list, bytesOf, bulkRead, kindOf, far, leadToOlderHost }
}

const large = new Uint8Array(3_000_000).map((_, at) => at * 7)

describe.each(transportNames)('files offered by a window, over %s', (transport) => {
  test('are listed and described, with their sizes and times', async () => {
    const { sources, list, backend } = await holding(
      transport,
      treeWith({ 'charts/a.txt': 'aa', 'charts/in/b': 'b', note: 'n' }),
    )
    expect(sources.map(({ path }) => path)).toEqual(['charts', 'note'])
    expect((await list('')).flat().map(({ name }) => name)).toEqual(['charts', 'note'])
    expect((await list('charts')).flat()).toEqual([
      { name: 'a.txt', kind: 'file', sizeBytes: 2, modifiedMs: 1_600_000_000_123 },
      { name: 'in', kind: 'folder' },
    ])
    expect(await backend.stat('charts/in/b', { signal })).toMatchObject({ name: 'b', kind: 'file', sizeBytes: 1 })
    expect(await backend.stat('charts/in', { signal })).toEqual({ name: 'in', kind: 'folder' })
    expect(await backend.stat('', { signal })).toEqual({ name: '', kind: 'folder' })
  })

  test('are listed in pages, for a folder of any size', async () => {
    const names = Array.from({ length: 2050 }, (_, at) => `f/${at}`)
    const { list } = await holding(transport, treeWith(Object.fromEntries(names.map((name) => [name, '']))))
    const pages = await list('f')
    expect(Math.max(...pages.map(({ length }) => length))).toBeLessThanOrEqual(100)
    expect(new Set(pages.flat().map(({ name }) => name)).size).toBe(2050)
  })

  test('are read as a whole and in ranges, also concurrently', async () => {
    const { bytesOf } = await holding(transport, treeWith({ 'f/large': large, 'f/empty': '' }))
    expect(await bytesOf('f/empty')).toHaveLength(0)
    const parts = [
      {},
      { offset: 1_000_000, length: 500_000 },
      { offset: 2_999_999 },
      { length: 0 },
      { offset: 9_000_000 },
    ]
    const read = await Promise.all(parts.map((part) => bytesOf('f/large', part)))
    const wanted = [large, large.subarray(1_000_000, 1_500_000), large.subarray(2_999_999), [], []]
    expect(read.map((bytes, at) => bytes.equals(Uint8Array.from(wanted[at] ?? [])))).toEqual(wanted.map(() => true))
  })

  test('are read no faster than they are consumed', async () => {
    let reads = 0
    const options = { beforeRead: () => void (reads += 1) }
    const { backend } = await holding(transport, treeWith({ large: new Uint8Array(20_000_000) }), options)
    const reader = (await backend.read('large', { signal })).getReader()
    await reader.read()
    await new Promise((resolve) => setTimeout(resolve, 150))
    expect(reads).toBeLessThan(12)
    await reader.cancel()
    const readBefore = reads
    await new Promise((resolve) => setTimeout(resolve, 150))
    expect(reads).toBeLessThanOrEqual(readBefore + 1)
  })

  test('are read in bulk if they are small, each with its own result', async () => {
    const names = Array.from({ length: 600 }, (_, at) => `f/${String(at).padStart(3, '0')}`)
    const tree = treeWith({
      ...Object.fromEntries(names.map((name, at) => [name, at % 7 === 0 ? '' : `text of ${name}`])),
      'f/denied': 'x',
      'f/large': large,
    })
    const beforeRead = (path: string) => {
      if (path === 'f/denied') throw new DOMException('The requested file could not be read.', 'NotReadableError')
    }
    const { backend, bulkRead } = await holding(transport, tree, { beforeRead })
    const pages = await bulkRead([...names, 'f/denied', 'f/large', 'f/gone', 'f'])
    expect(pages).toHaveLength(3)
    const ends = pages.flat()
    const textOf = (bytes: Uint8Array = new Uint8Array()) => Buffer.from(bytes).toString()
    expect(ends.slice(0, 600).map(({ path, bytes }) => `${path}: ${textOf(bytes)}`)).toEqual(
      names.map((name, at) => `${name}: ${at % 7 === 0 ? '' : `text of ${name}`}`),
    )
    expect(ends[1]).toMatchObject({ sizeBytes: 13, modifiedMs: 1_600_000_000_123 })
    expect(ends.slice(600).map(({ path, failure }) => `${path}: ${failure?.kind}`)).toEqual([
      'f/denied: denied',
      'f/large: too-large',
      'f/gone: not-found',
      'f: not-a-file',
    ])
    expect((await backend.stat('f/001', { signal })).sizeBytes).toBe(13)
  })

  test('have a mark of their state, and reading does not continue in another state', async () => {
    const tree = treeWith({ 'f/a': 'first' })
    const { bytesOf, kindOf } = await holding(transport, tree)
    let mark = ''
    await bytesOf('f/a', { onOpened: (given: string) => void (mark = given) })
    expect((await bytesOf('f/a', { offset: 2, ifUnchanged: mark })).toString()).toBe('rst')
    tree.set('f/a', { bytes: new TextEncoder().encode('again'), modifiedMs: 1_700_000_000_000 })
    expect(await kindOf(bytesOf('f/a', { ifUnchanged: mark }))).toBe('changed')
  })

  test('that change while they are read fail with their name', async () => {
    const tree = treeWith({ 'f/chart.bin': large })
    let reads = 0
    const beforeRead = (path: string) => {
      if ((reads += 1) === 1) return
      tree.set(path, { bytes: new Uint8Array(1), modifiedMs: 1 })
      throw new DOMException('The requested file could not be read.', 'NotReadableError')
    }
    const { bytesOf } = await holding(transport, tree, { beforeRead })
    const failure = await bytesOf('f/chart.bin').then(
      (bytes) => bytes.length,
      (error: unknown) => failureOf(error),
    )
    expect(failure).toMatchObject({
      kind: 'changed',
      message: '“chart.bin” changed on the disk while it was read.',
    })
  })

  test('that the browser cannot read, or that are deleted, fail with the reason', async () => {
    const beforeRead = () => {
      throw new DOMException('The requested file could not be read.', 'NotReadableError')
    }
    const { bytesOf, kindOf, backend, list } = await holding(transport, treeWith({ 'f/a': 'x' }), { beforeRead })
    expect(await kindOf(bytesOf('f/a'))).toBe('denied')
    expect(await kindOf(bytesOf('f/no'))).toBe('not-found')
    expect(await kindOf(backend.stat('no', { signal }))).toBe('not-found')
    expect(await kindOf(bytesOf('f'))).toBe('not-a-file')
    expect(await kindOf(list('no'))).toBe('not-found')
  })

  test('are found by unusual names, and two of the same name are both found', async () => {
    const { bytesOf, page, host } = await holding(transport, treeWith({ 'f/back\\slash/a': '1', 'f/ü “x”': '2' }))
    expect((await bytesOf('f/back\\slash/a')).toString()).toBe('1')
    expect((await bytesOf('f/ü “x”')).toString()).toBe('2')
    const twice = [...droppedFrom(treeWith({ note: 'one' })), ...droppedFrom(treeWith({ note: 'two' }))]
    const sources = await page.offer(twice)
    const texts = await Promise.all(
      sources.map(async ({ mount, path }) => {
        const { backend } = await host.open(mount, { signal })
        return new Response((await backend.read(path, { signal })) as never).text()
      }),
    )
    expect(texts).toEqual(['one', 'two'])
    expect(sources.map(({ path }) => path.slice(path.lastIndexOf('/') + 1))).toEqual(['note', 'note'])
  })

  test('stop being read when the reader aborts', async () => {
    const { backend } = await holding(transport, treeWith({ large }))
    const abort = new AbortController()
    const reader = (await backend.read('large', { signal: abort.signal })).getReader()
    await reader.read()
    abort.abort(new Error('enough'))
    const rest = async () => {
      while (!(await reader.read()).done);
    }
    await expect(rest()).rejects.toThrow('enough')
  })

  test('are unreachable after their window is closed, for current and later readers', async () => {
    const { host, mount, backend, far, kindOf, list, bulkRead } = await holding(transport, treeWith({ large }))
    const changes: string[] = []
    host.onChange(({ kind }) => void changes.push(kind))
    const reader = (await backend.read('large', { signal })).getReader()
    await reader.read()
    far.close()
    const rest = async () => {
      while (!(await reader.read()).done);
    }
    await expect(rest()).rejects.toThrow('The browser window that held these files was closed')
    expect(await kindOf(bulkRead(['large']))).toBe('unreachable')
    expect(changes).toEqual(['gone'])
    expect(host.has(mount)).toBe(false)
    expect(await kindOf(host.open(mount, { signal }))).toBe('unreachable')
    expect(await kindOf(list(''))).toBe('unreachable')
  })

  test('are reported once as lost if they cannot be offered again', async () => {
    const { host, page, problems, mount, leadToOlderHost } = await holding(transport, treeWith({ a: 'x' }))
    await leadToOlderHost()
    await expect.poll(() => host.has(mount)).toBe(false)
    page.offerAgain()
    const sentence = /^The files you dropped can no longer be read \([^()]+\)\. Drop them again to continue\.$/
    await expect.poll(() => problems).toEqual([expect.stringMatching(sentence)])
    page.offerAgain() // No files are left to offer.
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(problems).toHaveLength(1)
  })

  test('cannot be changed', async () => {
    const { backend, kindOf } = await holding(transport, treeWith({ a: 'x' }))
    expect(backend.capabilities).toMatchObject({ canWrite: false, facets: ['bulk'] })
    expect(await kindOf(backend.remove('a', { signal }))).toBe('read-only')
    expect(await kindOf(backend.makeFolder('b', { signal }))).toBe('read-only')
    expect(await kindOf(backend.write('c', new Blob(['x']).stream(), { ifExists: 'fail', signal }))).toBe('read-only')
  })

  test('are no longer offered after their release', async () => {
    const { host, page, mount } = await holding(transport, treeWith({ a: 'x' }))
    page.release(mount)
    await expect.poll(() => host.has(mount)).toBe(false)
  })
})
