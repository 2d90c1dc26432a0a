/** Behaviour of Azure mounts beyond the conformance suite, tested against Azurite. */
import { randomBytes } from 'node:crypto'
import { createServer, request as httpRequest } from 'node:http'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type Entry } from '../../../contract/entry.ts'
import { unpackEntries } from '../../../contract/entry-page.ts'
import type { UnfinishedUpload } from '../../../contract/facets.ts'
import { type Failure, failureOf } from '../../../contract/failure.ts'
import { childPath } from '../../../contract/location.ts'
import { standardStack } from '../../layers/standard-stack.ts'
import { removeTree } from '../../operations/remove.ts'
import { walk } from '../../operations/walk.ts'
import type { Backend, Removal } from '../backend.ts'
import { textOf } from '../conformance/harness.ts'
import type { AzureConfig } from './config.ts'
import { openAzure } from './index.ts'
import { azurite, type ServiceKeys } from './testing/service.ts'
import { createTestContainer, type TestContainer } from './testing/test-container.ts'

const { signal } = new AbortController()
const mebibyte = 1024 ** 2
const hourMs = 3_600_000

let service: ServiceKeys
let container: TestContainer
let backend: Backend
const cleanUps: (() => Promise<unknown>)[] = []

beforeEach(async () => {
  service = await azurite()
  container = await createTestContainer(service)
  cleanUps.push(() => container.remove())
  backend = await mount({ container: container.name })
})
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).toReversed()) await cleanUp()
})

async function mount(config: AzureConfig): Promise<Backend> {
  const made = standardStack(await openAzure({ ...service, ...config }, { signal }), {
    mount: 'azure',
    readOnly: false,
  })
  cleanUps.push(() => made.close())
  return made
}

/** Returns a mount whose only credential is a SAS of the container. */
async function mountWithSas(permissions: string): Promise<Backend> {
  const { account, endpoint } = service
  const sasToken = await container.sas(permissions)
  const made = await openAzure({ account, endpoint, container: container.name, sasToken }, { signal })
  cleanUps.push(() => made.close())
  return made
}

async function entriesOf(of: Backend, path = ''): Promise<Entry[]> {
  const entries: Entry[] = []
  for await (const page of of.list(path, { signal })) entries.push(...unpackEntries(page))
  return entries
}

async function bytesAt(of: Backend, path: string): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  for await (const chunk of await of.read(path, { signal })) chunks.push(chunk)
  return Buffer.concat(chunks)
}

/** Returns the paths of all files below a folder. */
async function filesBelow(of: Backend, path = ''): Promise<string[]> {
  const files: string[] = []
  for await (const item of walk(of, path, { signal })) {
    if ('failure' in item) throw new Error(`can't list ${item.path}: ${item.failure.message}`)
    for (const { name, kind } of unpackEntries(item.page)) if (kind === 'file') files.push(childPath(item.path, name))
  }
  return files
}

/** Returns a body with these bytes in chunks of an odd size. */
function bodyOf(bytes: Uint8Array | string): ReadableStream<Uint8Array> {
  const all = Buffer.from(bytes)
  let at = 0
  return new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        if (at >= all.length) return controller.close()
        controller.enqueue(all.subarray(at, (at += 777_777)))
      },
    },
    { highWaterMark: 0 },
  )
}

async function failureOfCall(work: Promise<unknown>): Promise<Failure> {
  return work.then(
    () => {
      throw new Error('it did not fail')
    },
    (error: unknown) => failureOf(error),
  )
}

describe('blob names that no file system allows', () => {
  const oddNames = [
    'a//b',
    'a///c',
    '/lead',
    '//two',
    'trailing ',
    'trailing /x',
    ' ',
    'a+b c%2F',
    '‛2F',
    'é'.repeat(500),
  ]

  it('are listed, looked up, read, written and deleted', async () => {
    for (const name of oddNames) await container.put(name, `at ${name}`)
    const paths = await filesBelow(backend)
    expect(paths).toHaveLength(oddNames.length)
    const texts = await Promise.all(paths.map(async (path) => (await bytesAt(backend, path)).toString()))
    expect(texts.toSorted()).toEqual(oddNames.map((name) => `at ${name}`).toSorted())
    for (const path of paths) {
      expect(await backend.stat(path, { signal })).toMatchObject({ kind: 'file' })
      await backend.write(path, bodyOf('new'), { ifExists: 'replace', signal })
    }
    expect((await container.keys()).toSorted()).toEqual(oddNames.toSorted())
    for (const path of paths) await backend.remove(path, { signal })
    expect(await container.keys()).toEqual([])
  })

  it('are never resolved to another blob if they contain dots', async () => {
    await container.put('b', 'precious')
    for (const path of ['a/‛2E‛2E/b', '‛2E/b']) {
      expect((await failureOfCall(backend.read(path, { signal }))).kind).toBe('bad-name')
      expect((await failureOfCall(backend.remove(path, { signal }))).kind).toBe('bad-name')
      const writing = backend.write(path, bodyOf('x'), { ifExists: 'replace', signal })
      expect(['bad-name', 'not-found']).toContain((await failureOfCall(writing)).kind)
    }
    expect((await container.get('b')).toString()).toBe('precious')
  })
})

describe('folders', () => {
  const isFolder = { metadata: { hdi_isfolder: 'true' } }

  it('are shown with either marker, with both, and with none', async () => {
    await container.put('slash/', '')
    await container.put('stub', '', isFolder)
    await container.put('both', '', isFolder)
    await container.put('both/', '')
    await container.put('full', '', isFolder)
    await container.put('full/file')
    await container.put('implied/file')
    const folders = ['both', 'full', 'implied', 'slash', 'stub']
    const entries = await entriesOf(backend)
    expect(entries.map(({ name }) => name).toSorted()).toEqual(folders)
    expect(new Set(entries.map(({ kind }) => kind))).toEqual(new Set(['folder']))
    for (const name of folders) expect(await backend.stat(name, { signal })).toEqual({ name, kind: 'folder' })
    for (const name of ['both', 'slash', 'stub']) expect(await entriesOf(backend, name)).toEqual([])
    expect(await filesBelow(backend, 'full')).toEqual(['full/file'])
    expect((await failureOfCall(backend.read('stub', { signal }))).kind).toBe('not-a-file')
    const writing = backend.write('stub', bodyOf('x'), { ifExists: 'replace', signal })
    expect((await failureOfCall(writing)).kind).toBe('not-a-file')
    expect((await failureOfCall(backend.remove('full', { signal }))).kind).toBe('not-empty')
    for (const name of ['both', 'slash', 'stub']) await backend.remove(name, { signal })
    expect((await container.keys()).toSorted()).toEqual(['full', 'full/file', 'implied/file'])
  })

  it('have a name of their own if a file has the same name, anywhere in the listing', async () => {
    await container.put('a', 'the file')
    await container.fill(Array.from({ length: 40 }, (_, number) => `a-${number}`))
    await container.put('a/inner', 'below')
    const entries = await entriesOf(backend)
    expect(entries.filter(({ kind }) => kind === 'folder')).toEqual([{ name: 'a‛2F', kind: 'folder' }])
    expect(await filesBelow(backend, 'a‛2F')).toEqual(['a‛2F/inner'])
    await removeTree(backend, 'a‛2F', { signal })
    expect((await bytesAt(backend, 'a')).toString()).toBe('the file')
  })

  it('are created with the marker that other Azure tools know', async () => {
    await backend.makeFolder('new', { signal })
    const { metadata } = await container.client.getBlobClient('new').getProperties()
    expect(metadata).toEqual({ hdi_isfolder: 'true' })
  })
})

describe('a mount of an account', () => {
  it('shows the containers as top-level folders, and creates and removes them', async () => {
    await container.put('some/file', 'x')
    const account = await mount({})
    const listed = (await entriesOf(account)).filter(({ name }) => name === container.name)
    expect(listed).toEqual([{ name: container.name, kind: 'folder' }])
    expect(await account.stat(container.name, { signal })).toEqual(listed[0])
    expect(await filesBelow(account, container.name)).toEqual([`${container.name}/some/file`])
    const made = `${container.name}-made`
    await account.makeFolder(made, { signal })
    await account.write(`${made}/file`, bodyOf('x'), { ifExists: 'fail', signal })
    expect((await failureOfCall(account.remove(made, { signal }))).kind).toBe('not-empty')
    const writing = account.write('file', bodyOf('x'), { ifExists: 'fail', signal })
    expect((await failureOfCall(writing)).kind).toBe('not-a-file')
    expect((await failureOfCall(account.stat('no-such-container', { signal }))).kind).toBe('not-found')
    await account.remove(`${made}/file`, { signal })
    await account.remove(made, { signal })
    expect((await entriesOf(account)).map(({ name }) => name)).not.toContain(made)
  })

  it('creates its container once if it is configured to do so', async () => {
    const name = `${container.name}-new`
    const absent = await mount({ container: name })
    const failure = await failureOfCall(entriesOf(absent))
    expect(failure.kind).toBe('not-found')
    expect(failure.message).toContain(name)
    for (const _ of ['the first time', 'again']) await mount({ container: name, createContainer: true })
    expect(await entriesOf(absent)).toEqual([])
    await (await mount({})).remove(name, { signal })
  })
})

describe('listing', () => {
  it('lists 6,000 blobs with one request per page, including their tiers', { timeout: 120_000 }, async () => {
    const names = Array.from({ length: 6000 }, (_, number) => `many/${String(number).padStart(5, '0')}`)
    await container.fill(names)
    const { endpoint, requests } = await countingProxy(service.endpoint)
    const counted = await mount({ endpoint, container: container.name })
    requests.length = 0
    const entries = await entriesOf(counted, 'many')
    expect(entries).toHaveLength(6000)
    expect(new Set(entries.map(({ storageClass }) => storageClass))).toEqual(new Set(['Hot']))
    expect(requests).toHaveLength(2)
  })
})

describe('a written file', () => {
  it(
    'is stored in blocks byte for byte, with checksum and type, and leaves no blocks',
    { timeout: 60_000 },
    async () => {
      const bytes = randomBytes(20 * mebibyte + 12_345)
      for (const hint of [{}, { expectedBytes: bytes.length }]) {
        await backend.write('large.json', bodyOf(bytes), { ifExists: 'replace', signal, ...hint })
        expect((await bytesAt(backend, 'large.json')).equals(bytes)).toBe(true)
      }
      const { contentMD5, contentType } = await container.client.getBlobClient('large.json').getProperties()
      const sums = await backend.checksums?.checksums('large.json', { signal })
      expect(sums).toEqual({ md5: Buffer.from(contentMD5 ?? []).toString('hex') })
      expect(contentType).toBe('application/json')
      expect(await container.keys({ uncommitted: true })).toEqual(['large.json'])
      const part = await backend.read('large.json', { offset: 15 * mebibyte, length: 1000, signal })
      const chunks: Uint8Array[] = []
      for await (const chunk of part) chunks.push(chunk)
      expect(Buffer.concat(chunks).equals(bytes.subarray(15 * mebibyte, 15 * mebibyte + 1000))).toBe(true)
    },
  )

  it(
    'leaves nothing behind if it fails, is aborted, or the name was taken meanwhile',
    { timeout: 60_000 },
    async () => {
      const bytes = randomBytes(20 * mebibyte)
      const endingIn = (flush: () => Promise<unknown>) =>
        bodyOf(bytes).pipeThrough(
          new TransformStream<Uint8Array, Uint8Array>({ flush: async () => void (await flush()) }),
        )
      const someBlockIsThere = () =>
        vi.waitFor(async () => expect(await container.keys({ uncommitted: true })).toEqual(['large']), {
          timeout: 10_000,
        })
      const breaking = endingIn(async () => {
        await someBlockIsThere()
        throw new Error('the source broke')
      })
      const options = { ifExists: 'fail', signal } as const
      await expect(backend.write('large', breaking, options)).rejects.toThrow('the source broke')
      expect(await container.keys({ uncommitted: true })).toEqual([])
      const abort = new AbortController()
      const aborting = endingIn(async () => {
        await someBlockIsThere()
        abort.abort(new Error('enough'))
      })
      const writing = backend.write('large', aborting, { ifExists: 'fail', signal: abort.signal })
      await expect(writing).rejects.toThrow('enough')
      expect(await container.keys({ uncommitted: true })).toEqual([])

      const late = endingIn(() => container.put('large', 'came first'))
      expect((await failureOfCall(backend.write('large', late, options))).kind).toBe('exists')
      expect((await container.get('large')).toString()).toBe('came first')
    },
  )

  it('has the tier of the mount and the given properties', async () => {
    const cool = await mount({ container: container.name, tier: 'Cool' })
    const properties = { contentType: 'text/x-given', metadata: { colour: 'red' }, tags: { team: 'charts' } }
    const entry = await cool.write('file', bodyOf('x'), { ifExists: 'fail', signal, properties })
    expect(entry.storageClass).toBe('Cool')
    expect(await cool.properties?.read('file', { signal })).toMatchObject({ ...properties, storageClass: 'Cool' })
  })
})

describe('unfinished uploads', () => {
  it('are listed with their size and can be removed', async () => {
    const blob = container.client.getBlockBlobClient('folder/half')
    for (const id of ['aaaa', 'bbbb']) await blob.stageBlock(Buffer.from(id).toString('base64'), 'hello', 5)
    await container.put('folder/empty', '')
    const uploads: UnfinishedUpload[] = []
    for await (const some of backend.uploads?.list('', { signal }) ?? []) uploads.push(...some)
    expect(uploads).toEqual([{ id: 'blocks', path: 'folder/half', sizeBytes: 10 }])
    await backend.uploads?.abort('folder/half', uploads[0]?.id ?? '', { signal })
    expect(await container.keys({ uncommitted: true })).toEqual(['folder/empty'])
    const again = backend.uploads?.abort('folder/half', 'blocks', { signal }) ?? Promise.resolve()
    expect((await failureOfCall(again)).kind).toBe('not-found')
  })
})

describe('a leased blob', () => {
  it('can be read but not changed, and the failure states the lease', async () => {
    await container.put('file', 'held')
    await container.client.getBlobClient('file').getBlobLeaseClient().acquireLease(-1)
    expect((await bytesAt(backend, 'file')).toString()).toBe('held')
    expect(await backend.properties?.read('file', { signal })).toMatchObject({ lease: 'held' })
    const failures = await Promise.all(
      [
        backend.write('file', bodyOf('x'), { ifExists: 'replace', signal }),
        backend.remove('file', { signal }),
        backend.properties?.change('file', { metadata: { a: 'b' } }, { signal }) ?? Promise.resolve(),
      ].map(failureOfCall),
    )
    for (const failure of failures) {
      expect(failure).toMatchObject({ kind: 'busy' })
      expect(failure.message).toContain('leased')
    }
    expect((await container.get('file')).toString()).toBe('held')
  })
})

describe('snapshots', () => {
  it('are versions: listed, read, restored and removed, and never lost with the file', async () => {
    await container.put('file', 'old')
    await container.client.getBlobClient('file').createSnapshot()
    await backend.write('file', bodyOf('newer'), { ifExists: 'replace', signal })
    const versions = async () => {
      const found = []
      for await (const some of backend.versions?.list('file', { signal }) ?? []) found.push(...some)
      return found
    }
    const [current, old] = await versions()
    expect([current?.isCurrent, current?.sizeBytes, old?.isCurrent, old?.sizeBytes]).toEqual([true, 5, false, 3])
    const read = async (id = '') => textOf((await backend.versions?.read('file', id, { signal })) ?? bodyOf(''))
    expect([await read(current?.id), await read(old?.id)]).toEqual(['newer', 'old'])
    expect((await failureOfCall(backend.remove('file', { signal }))).message).toContain('snapshots')
    await backend.versions?.restore('file', old?.id ?? '', { signal })
    expect((await bytesAt(backend, 'file')).toString()).toBe('old')
    const after = await versions()
    expect(await Promise.all(after.map(({ id }) => read(id)))).toEqual(['old', 'newer', 'old'])
    for (const { id, isCurrent } of after) {
      if (!isCurrent) await backend.versions?.remove('file', id, { signal })
    }
    expect(await versions()).toHaveLength(1)
    await backend.remove('file', { signal })
    expect(await container.keys()).toEqual([])
  })
})

describe('an archived file', () => {
  it('cannot be read until it is restored', async () => {
    await backend.write('file', bodyOf('x'), { ifExists: 'fail', signal })
    await backend.properties?.change('file', { storageClass: 'Archive' }, { signal })
    expect(await backend.properties?.read('file', { signal })).toMatchObject({ archive: { state: 'archived' } })
    expect((await entriesOf(backend))[0]?.storageClass).toBe('Archive')
    const failure = await failureOfCall(backend.read('file', { signal }))
    expect([failure.kind, failure.message.includes('archived')]).toEqual(['unsupported', true])
    await backend.archive?.restore('file', { speed: 'fast', storageClass: 'Cool' }, { signal })
    const after = await backend.properties?.read('file', { signal })
    expect(after?.archive?.state ?? after?.storageClass).toMatch(/restoring|Cool/)
    const again = backend.archive?.restore('file', { speed: 'fast', storageClass: 'Archive' }, { signal })
    expect((await failureOfCall(again ?? Promise.resolve())).kind).toBe('bad-input')
  })
})

describe('links', () => {
  it('expire, permit one method only, and up to five per container can be revoked', async () => {
    await container.put('file', 'for all')
    const { links } = backend
    if (!links) throw new Error('there are no links')
    const link = await links.make('file', { method: 'get', lastsMs: hourMs, downloadAs: 'été (1).txt', signal })
    const answer = await fetch(link.url)
    expect(await answer.text()).toBe('for all')
    expect(answer.headers.get('content-disposition')).toBe("attachment; filename*=UTF-8''%C3%A9t%C3%A9%20%281%29.txt")
    const writing = await fetch(link.url, { method: 'PUT', headers: { 'x-ms-blob-type': 'BlockBlob' }, body: 'x' })
    expect(writing.status).toBe(403)
    const over = await links.make('file', { method: 'get', lastsMs: -hourMs, signal })
    expect((await fetch(over.url)).status).toBe(403)

    const many = []
    const revocable = () => links.make('file', { method: 'get', lastsMs: hourMs, revocable: true, signal })
    for (let number = 0; number < 5; number += 1) many.push(await revocable())
    expect((await failureOfCall(revocable())).kind).toBe('too-large')
    await links.revoke?.('file', many[0]?.revocationId ?? '', { signal })
    const statuses = await Promise.all(many.map(async ({ url }) => (await fetch(url)).status))
    expect(statuses).toEqual([403, 200, 200, 200, 200])
    expect((await revocable()).revocation).toBe('policy')
  })

  it('are not offered by a mount that has only a SAS, with a reason', async () => {
    const { capabilities, links } = await mountWithSas('rl')
    expect(links).toBeUndefined()
    expect(capabilities.withheld.links).toContain('key of the account')
  })
})

describe('a SAS with few permissions', () => {
  it('allows what it permits, and failures name the missing permission', async () => {
    await container.put('file', 'x')
    const reader = await mountWithSas('r')
    expect(await reader.stat('file', { signal })).toMatchObject({ kind: 'file', sizeBytes: 1 })
    expect((await bytesAt(reader, 'file')).toString()).toBe('x')
    expect((await failureOfCall(entriesOf(reader))).message).toContain('permission “list”')
    expect(reader.capabilities).toMatchObject({ canWrite: false, copiesFromUrl: false })
    expect(reader.capabilities.withheld.removeMany).toContain('delete')
    expect(await reader.properties?.read('file', { signal })).toMatchObject({ withheld: { tags: 'tags' } })

    const writer = await mountWithSas('cw')
    await writer.write('new', bodyOf('y'), { ifExists: 'fail', signal })
    expect((await container.get('new')).toString()).toBe('y')
    expect((await failureOfCall(writer.read('new', { signal }))).message).toContain('permission “read”')
    expect((await failureOfCall(writer.remove('new', { signal }))).message).toContain('permission “delete”')
    const taken = writer.write('new', bodyOf('z'), { ifExists: 'fail', signal })
    expect((await failureOfCall(taken)).kind).toBe('exists')
  })

  it('deletes many files, with a result for each', async () => {
    const names = Array.from({ length: 300 }, (_, number) => `n${number}`)
    await container.fill(names)
    await container.put('held')
    await container.client.getBlobClient('held').getBlobLeaseClient().acquireLease(-1)
    const remover = await mountWithSas('rld')
    const removals: Removal[] = []
    for await (const some of remover.removeMany?.removeMany([...names, 'held', 'none'], { signal }) ?? [])
      removals.push(...some)
    const failed = removals.filter(({ failure }) => failure).map(({ path, failure }) => `${path}: ${failure?.kind}`)
    expect(failed.toSorted()).toEqual(['held: busy', 'none: not-found'])
    expect(removals).toHaveLength(302)
    expect(await container.keys()).toEqual(['held'])
  })
})

describe('a copy from a URL', () => {
  it('is made by the service, small and large, from another container’s SAS', { timeout: 60_000 }, async () => {
    const other = await createTestContainer(service)
    cleanUps.push(() => other.remove())
    const bytes = randomBytes(70 * mebibyte)
    await other.put('large.bin', bytes)
    await other.put('small.txt', 'small', { blobHTTPHeaders: { blobContentType: 'text/x-small' } })
    const sas = await other.sas('r')
    const copy = async (name: string, sizeBytes: number, onProgress?: (copied: number) => void) => {
      const source = { kind: 'url', url: `${other.client.getBlobClient(name).url}?${sas}`, sizeBytes } as const
      return backend.serverCopy?.copyFrom(name, source, { ifExists: 'fail', signal, ...(onProgress && { onProgress }) })
    }
    const seen: number[] = []
    expect(await copy('large.bin', bytes.length, (copied) => seen.push(copied))).toMatchObject({
      sizeBytes: bytes.length,
    })
    expect((await bytesAt(backend, 'large.bin')).equals(bytes)).toBe(true)
    expect(seen.at(-1)).toBe(bytes.length)
    await copy('small.txt', 5)
    expect(await backend.properties?.read('small.txt', { signal })).toMatchObject({ contentType: 'text/x-small' })

    expect((await failureOfCall(copy('small.txt', 5))).kind).toBe('exists')
    const wrongSize = {
      kind: 'url',
      url: `${other.client.getBlobClient('small.txt').url}?${sas}`,
      sizeBytes: 6,
    } as const
    const growing = backend.serverCopy?.copyFrom('grown', wrongSize, { ifExists: 'fail', signal }) ?? Promise.resolve()
    expect((await failureOfCall(growing)).kind).toBe('changed')
    const gone = { kind: 'url', url: `${other.client.getBlobClient('none').url}?${sas}`, sizeBytes: 1 } as const
    const failure = await failureOfCall(
      backend.serverCopy?.copyFrom('x', gone, { ifExists: 'fail', signal }) ?? Promise.resolve(),
    )
    expect(failure.kind).toBe('unsupported')
    expect(JSON.stringify(failure)).not.toContain('sig=')
    expect(await container.keys({ uncommitted: true })).toEqual(['large.bin', 'small.txt'])
  })

  it('keeps tags within the account if only the source mount may read them', async () => {
    await container.put('file', 'x', { tags: { team: 'charts' } })
    const source = await backend.serverCopy?.source('file', { signal })
    if (!source) throw new Error('there is no server copy')
    await (await mountWithSas('rcwlt')).serverCopy?.copyFrom('copy', source, { ifExists: 'fail', signal })
    expect(await backend.properties?.read('copy', { signal })).toMatchObject({ tags: { team: 'charts' } })
  })
})

/** Starts a proxy that forwards and records requests. This works because the account's key signs only the path. */
async function countingProxy(endpoint: string): Promise<{ readonly endpoint: string; readonly requests: string[] }> {
  const requests: string[] = []
  const target = new URL(endpoint)
  const server = createServer((incoming, outgoing) => {
    requests.push(`${incoming.method} ${incoming.url}`)
    const { hostname, port } = target
    const onward = httpRequest({
      hostname,
      port,
      path: incoming.url,
      method: incoming.method,
      headers: incoming.headers,
    })
    onward.on('response', (answer) => {
      outgoing.writeHead(answer.statusCode ?? 500, answer.headers)
      answer.pipe(outgoing)
    })
    onward.on('error', () => outgoing.destroy())
    incoming.pipe(onward)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  cleanUps.push(async () => {
    server.closeAllConnections()
    await new Promise<void>((resolve) => server.close(() => resolve()))
  })
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : 0
  return { endpoint: `http://127.0.0.1:${port}${target.pathname}`, requests }
}
