import { randomBytes } from 'node:crypto'
import { mkdir, readFile } from 'node:fs/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { DeletedEntry, Version } from '../../../../contract/facets.ts'
import { failureOf } from '../../../../contract/failure.ts'
import type { Backend } from '../../backend.ts'
import { bodyOf, brokenBody, textOf } from '../../conformance/harness.ts'
import { openWebdav } from '../index.ts'
import { type CloudStandIn, startCloud } from '../testing/cloud/stand-in.ts'

const { signal } = new AbortController()
const day = Date.UTC(2026, 0, 2)

describe('Nextcloud, according to its stand-in', () => {
  let server: CloudStandIn
  let backend: Backend
  beforeEach(async () => {
    server = await startCloud()
    await mkdir(server.files.at('reports'))
    backend = await openWebdav(server.config('reports'), { signal })
    server.requests.length = 0
  })
  afterEach(async () => {
    await backend.close()
    await server.stop()
  })

  const write = (path: string, text: string, modifiedMs = day) =>
    backend.write(path, bodyOf(text), { ifExists: 'replace', modifiedMs, signal })
  async function all<T>(pages: AsyncIterable<readonly T[]> | undefined): Promise<T[]> {
    const found: T[] = []
    for await (const page of pages ?? []) found.push(...page)
    return found
  }
  const versionsOf = (path: string): Promise<Version[]> => all(backend.versions?.list(path, { signal }))
  const deletedIn = (path: string): Promise<DeletedEntry[]> => all(backend.deleted?.list(path, { signal }))
  const kindOf = (work: Promise<unknown> | undefined) =>
    Promise.resolve(work).then(
      () => 'none',
      (error: unknown) => failureOf(error).kind,
    )

  it('keeps versions of a file, which are read, restored and removed', async () => {
    for (const [at, text] of ['one', 'second', 'third one'].entries()) await write('file', text, day + at * 1000)
    const seconds = [2, 1, 0].map((at) => String(day / 1000 + at))
    expect(await versionsOf('file')).toMatchObject([
      { id: seconds[0], isCurrent: true, sizeBytes: 9 },
      { id: seconds[1], isCurrent: false, sizeBytes: 6, modifiedMs: day + 1000 },
      { id: seconds[2], isCurrent: false, sizeBytes: 3 },
    ])
    const read = async (id = '') => textOf((await backend.versions?.read('file', id, { signal })) ?? bodyOf())
    expect(await Promise.all(seconds.map(read))).toEqual(['third one', 'second', 'one'])
    await backend.versions?.restore('file', seconds[2] ?? '', { signal })
    expect(await textOf(await backend.read('file', { signal }))).toBe('one')
    await backend.versions?.remove('file', seconds[1] ?? '', { signal })
    expect(await Promise.all((await versionsOf('file')).map(({ id }) => read(id)))).toEqual(['one', 'third one'])
  })

  it('receives a large file in chunks that replace the old one, which becomes a version', async () => {
    await write('file', 'old')
    server.requests.length = 0
    const bytes = randomBytes(17 * 1024 ** 2)
    const body = bodyOf(bytes.subarray(0, 1000), bytes.subarray(1000))
    const modifiedMs = day + 5000
    const options = { ifExists: 'replace', stageId: 'abc', modifiedMs, signal } as const
    expect(await backend.write('file', body, options)).toMatchObject({ sizeBytes: bytes.length, modifiedMs })
    expect((await readFile(server.files.at('reports/file'))).equals(bytes)).toBe(true)
    expect((await versionsOf('file')).map(({ sizeBytes }) => sizeBytes)).toEqual([bytes.length, 3])
    expect(server.requests.filter((request) => !request.startsWith('PROPFIND'))).toEqual([
      'MKCOL uploads/portolan-abc',
      'PUT uploads/portolan-abc/00001',
      'PUT uploads/portolan-abc/00002',
      'MOVE uploads/portolan-abc/.file',
    ])
    expect(await server.uploads()).toEqual([])
  })

  it('keeps the old file and no upload if the source of a large file fails', async () => {
    await write('file', 'old')
    const error = new Error('the source broke')
    const body = brokenBody('x'.repeat(17 * 1024 ** 2), () => Promise.reject(error))
    await expect(backend.write('file', body, { ifExists: 'replace', signal })).rejects.toBe(error)
    expect(await textOf(await backend.read('file', { signal }))).toBe('old')
    expect(await server.uploads()).toEqual([])
  })

  it('restores the latest deletion, a folder with its contents, only to its folder', async () => {
    await backend.makeFolder('deep', { signal })
    await write('deep/file', 'first')
    await backend.remove('deep/file', { signal })
    await write('deep/file', 'second')
    await backend.remove('deep/file', { signal })
    const [{ entry, deletedMs = 0 } = { entry: undefined }, ...others] = await deletedIn('deep')
    expect([entry, others]).toMatchObject([{ name: 'file', kind: 'file', sizeBytes: 6 }, []])
    expect(deletedMs).toBeGreaterThan(day)
    await backend.deleted?.restore('deep/file', { signal })
    expect(await textOf(await backend.read('deep/file', { signal }))).toBe('second')
    await backend.trash?.moveToTrash('deep', { signal })
    expect(await kindOf(backend.deleted?.restore('deep/file', { signal }))).toBe('not-found')
    expect((await deletedIn('')).map((found) => found.entry)).toMatchObject([{ name: 'deep', kind: 'folder' }])
    expect(await backend.deleted?.restore('deep', { signal })).toMatchObject({ name: 'deep', kind: 'folder' })
    expect(await textOf(await backend.read('deep/file', { signal }))).toBe('second')
  })

  it('has none of these facets if the vendor is set to another server', async () => {
    const plain = await openWebdav(server.config('reports', { vendor: 'generic' }), { signal })
    const { facets } = plain.capabilities
    expect(facets.filter((facet) => ['versions', 'staging', 'deleted', 'trash'].includes(facet))).toEqual([])
    await plain.close()
  })

  it('reports `not-found` if the server no longer has the upload', async () => {
    const id = 'forgotten'
    const stage = await backend.staging?.begin('file', { id, expectedBytes: 3, ifExists: 'fail', signal })
    const token = stage?.token ?? ''
    await server.forgetUploads()
    const failure = await backend.staging?.writePiece('file', token, 0, Buffer.from('new'), { signal }).catch(failureOf)
    expect(failure).toMatchObject({ kind: 'not-found', operation: 'webdav.staging.writePiece' })
  })

  it('mounts a read-only share as read-only', async () => {
    server.files.allow('reports', 'SRG')
    const shared = await openWebdav(server.config('reports'), { signal })
    expect(shared.capabilities.canWrite).toBe(false)
    await shared.close()
    expect(backend.capabilities.canWrite).toBe(true)
  })
})
