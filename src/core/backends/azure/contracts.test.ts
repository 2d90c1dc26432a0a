/**
 * Features that Azurite does not have: versions, soft delete, Entra, slow copies, accounts with a hierarchical
 * namespace. These tests use a server of our own that gives the responses Microsoft documents. None of them has run
 * against Azure.
 */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import type { IncomingMessage } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { unpackEntries } from '../../../contract/entry-page.ts'
import { failureOf } from '../../../contract/failure.ts'
import type { Backend } from '../backend.ts'
import { textOf } from '../conformance/harness.ts'
import { openAzure, type OpenOptions } from './index.ts'
import {
  type Answer,
  asksSettings,
  bare,
  type FakeService,
  listing,
  refusing,
  settings,
  startFakeService,
  xml,
} from './testing/fake-service.ts'

const { signal } = new AbortController()
const keys = { account: 'account', accountKey: Buffer.from('a key').toString('base64') }
const cleanUps: (() => unknown)[] = []

afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).toReversed()) await cleanUp()
})

type Route = readonly [does: (request: IncomingMessage, url: URL) => boolean, answer: Answer]

/** Starts a server. The first matching route answers; an unexpected request matches none. */
async function serve(
  routes: readonly Route[],
  options: { softDelete?: boolean } = {},
): Promise<[Backend, FakeService]> {
  const service = await startFakeService((request, response, count) => {
    const url = new URL(request.url ?? '', 'http://x')
    const route = routes.find(([does]) => does(request, url))
    const answer = asksSettings(request) ? settings({ softDelete: options.softDelete ?? true }) : route?.[1]
    ;(answer ?? refusing(500, 'NotExpectedHere'))(request, response, count)
  })
  cleanUps.push(() => service.close())
  const backend = await openAzure({ endpoint: service.endpoint, container: 'c', ...keys }, { signal })
  cleanUps.push(() => backend.close())
  service.requests.length = 0
  return [backend, service]
}

const on =
  (method: string, ...parts: readonly string[]) =>
  (request: IncomingMessage, url: URL) =>
    request.method === method &&
    parts.every((part) => decodeURIComponent(`${url.pathname}${url.search}`).includes(part))

/** Returns a row of a listing. https://learn.microsoft.com/rest/api/storageservices/list-blobs#response-body */
function row(
  name: string,
  { size = 1, modified = 'Wed, 01 May 2024 10:00:00 GMT', outer = '', inner = '', metadata = '' } = {},
): string {
  return (
    `<Blob><Name>${name}</Name>${outer}<Properties><Last-Modified>${modified}</Last-Modified><Etag>0x1</Etag>` +
    `<Content-Length>${size}</Content-Length><BlobType>BlockBlob</BlobType><AccessTier>Hot</AccessTier>${inner}</Properties>` +
    `<Metadata>${metadata}</Metadata></Blob>`
  )
}
const version = (id: string, isCurrent = false) =>
  `<VersionId>${id}</VersionId>${isCurrent ? '<IsCurrentVersion>true</IsCurrentVersion>' : ''}`

const first = '2024-05-01T10:00:00.1111111Z'
const second = '2024-05-02T10:00:00.2222222Z'
const secondModified = 'Thu, 02 May 2024 10:00:00 GMT'
const facts = { etag: '"0x1"', 'last-modified': secondModified, 'x-ms-blob-type': 'BlockBlob', 'content-length': '3' }
const copied = { ...facts, 'x-ms-copy-id': 'id', 'x-ms-copy-status': 'success' }

async function versionsOf(backend: Backend) {
  const found = []
  for await (const some of backend.versions?.list('file', { signal }) ?? []) found.push(...some)
  return found
}
async function kindOf(work: Promise<unknown> | undefined) {
  return work?.then(
    () => 'none',
    (error: unknown) => failureOf(error).kind,
  )
}

describe('versions', () => {
  const both = listing(
    row('file', { size: 3, outer: version(first) }) +
      row('file', { size: 5, outer: version(second, true), modified: secondModified }) +
      row('file2', { outer: version(second, true) }),
  )

  it('are listed newest first, for the exact name only', async () => {
    const [backend, service] = await serve([[on('GET', 'comp=list', 'versions'), both]])
    expect(await versionsOf(backend)).toEqual([
      {
        id: `v:${second}`,
        kind: 'version',
        isCurrent: true,
        modifiedMs: Date.parse(secondModified),
        sizeBytes: 5,
        storageClass: 'Hot',
      },
      {
        id: `v:${first}`,
        kind: 'version',
        isCurrent: false,
        modifiedMs: Date.UTC(2024, 4, 1, 10),
        sizeBytes: 3,
        storageClass: 'Hot',
      },
    ])
    expect(service.requests).toHaveLength(1)
  })

  it('are removed permanently with their file: old versions first, the current one last', async () => {
    const [backend, service] = await serve([
      [on('GET', 'comp=list', 'snapshots', 'versions'), both],
      [on('DELETE', '/c/file', `versionid=${first}`), bare(202)],
      [on('DELETE', '/c/file', `versionid=${second}`), bare(202)],
      [on('DELETE', '/c/file'), bare(202)],
    ])
    const target = { path: 'file', kind: 'file' } as const
    for await (const results of backend.versions?.removeAll?.([target], { signal }) ?? []) {
      expect(results).toEqual([{ path: 'file', versions: 2, failures: [] }])
    }
    const deleted = service.requests.filter((one) => one.startsWith('DELETE')).map((one) => decodeURIComponent(one))
    expect(deleted.map((one) => /versionid=([^&]+)/.exec(one)?.[1])).toEqual([first, undefined, second])
  })

  it('keep the blob if an older version cannot be removed, and report that version', async () => {
    const [backend, service] = await serve([
      [on('GET', 'comp=list', 'snapshots', 'versions'), both],
      [on('DELETE', '/c/file', `versionid=${first}`), refusing(409, 'BlobImmutableDueToPolicy')],
    ])
    const target = { path: 'file', kind: 'file' } as const
    const failures: string[] = []
    for await (const results of backend.versions?.removeAll?.([target], { signal }) ?? []) {
      for (const result of results) failures.push(...result.failures.map(({ path }) => path))
    }
    expect(failures).toEqual(['file'])
    expect(service.requests.filter((one) => one.startsWith('DELETE'))).toHaveLength(1)
  })

  it('are read and removed by their ID, and an unknown ID is not found', async () => {
    const [backend, service] = await serve([
      [on('GET', '/c/file', `versionid=${first}`), bare(200, facts, 'old')],
      [on('DELETE', '/c/file', `versionid=${first}`), bare(202)],
      [on('GET', '/c/file', 'versionid='), refusing(404, 'BlobNotFound')],
      [on('GET', 'comp=list'), listing()],
      [on('HEAD', '/c/file'), refusing(404, 'BlobNotFound')],
    ])
    expect(await textOf((await backend.versions?.read('file', `v:${first}`, { signal })) ?? new ReadableStream())).toBe(
      'old',
    )
    await backend.versions?.remove('file', `v:${first}`, { signal })
    expect(service.requests).toHaveLength(2)
    expect(await kindOf(backend.versions?.read('file', `v:${second}`, { signal }))).toBe('not-found')
    expect(await kindOf(backend.versions?.read('file', 'v:../../x', { signal }))).toBe('not-found')
  })

  it('are restored by a copy over the current one', async () => {
    let source: unknown
    const [backend] = await serve([
      [
        (request, url) =>
          request.method === 'PUT' &&
          ((source = request.headers['x-ms-copy-source']), url.pathname.endsWith('/c/file')),
        bare(202, { 'x-ms-copy-id': 'id', 'x-ms-copy-status': 'success', etag: '"0x2"' }),
      ],
      [on('HEAD', '/c/file'), bare(200, { ...copied, 'x-ms-version-id': second })],
      [on('GET', 'comp=list'), listing(row('file', { size: 3 }))],
    ])
    expect(await backend.versions?.restore('file', `v:${first}`, { signal })).toMatchObject({
      name: 'file',
      sizeBytes: 3,
    })
    expect(decodeURIComponent(String(source))).toContain(`/c/file?versionid=${first}`)
  })

  it('show a deletion if none is current, and removing it restores the last version', async () => {
    let isBack = false
    const copies: string[] = []
    const gone =
      row('file', { outer: version(first) }) + row('file', { outer: version(second), modified: secondModified })
    const [backend] = await serve([
      [
        on('GET', 'comp=list'),
        (...given) =>
          listing(isBack ? gone + row('file', { outer: version('2024-05-03T00:00:00.0000000Z', true) }) : gone)(
            ...given,
          ),
      ],
      [on('PUT', 'comp=undelete'), bare(200)],
      [
        on('PUT', '/c/file'),
        (request, response, count) => {
          isBack = true
          copies.push(
            `${request.headers['if-none-match']} ${decodeURIComponent(String(request.headers['x-ms-copy-source']))}`,
          )
          bare(202, { 'x-ms-copy-id': 'id', 'x-ms-copy-status': 'success' })(request, response, count)
        },
      ],
      [on('HEAD', '/c/file'), bare(200, copied)],
    ])
    const [deletion, last] = await versionsOf(backend)
    expect([deletion?.kind, deletion?.isCurrent, last?.id]).toEqual(['deleted', true, `v:${second}`])
    expect(await kindOf(backend.versions?.read('file', deletion?.id ?? '', { signal }))).toBe('not-a-file')
    await backend.versions?.remove('file', deletion?.id ?? '', { signal })
    expect(copies).toHaveLength(1)
    expect(copies[0]).toMatch(/^\* /)
    expect(copies[0]).toContain(`versionid=${second}`)
    expect(await kindOf(backend.deleted?.restore('file', { signal }))).toBe('exists')
  })

  it('are deleted in two steps if they are current, as the service requires', async () => {
    let isDeleted = false
    const [backend, service] = await serve([
      [
        on('DELETE', 'versionid='),
        (...given) => (isDeleted ? bare(202) : refusing(403, 'OperationNotAllowedOnRootBlob'))(...given),
      ],
      [
        on('DELETE', '/c/file'),
        (...given) => {
          isDeleted = true
          bare(202)(...given)
        },
      ],
    ])
    await backend.versions?.remove('file', `v:${second}`, { signal })
    expect(service.requests.map((line) => line.replace(/%3A/g, ':'))).toEqual([
      `DELETE /c/file?versionid=${second}`,
      'DELETE /c/file',
      `DELETE /c/file?versionid=${second}`,
    ])
  })
})

describe('deleted blobs', () => {
  const deletedRow = row('folder/gone', {
    size: 7,
    outer: '<Deleted>true</Deleted>',
    inner: `<DeletedTime>${secondModified}</DeletedTime><RemainingRetentionDays>6</RemainingRetentionDays>`,
  })

  it('are listed in their folder, with the time of deletion and of expiry', async () => {
    const onlyVersions = row('folder/versioned', { outer: '<HasVersionsOnly>true</HasVersionsOnly>' })
    const page = listing(deletedRow + row('folder/stays') + onlyVersions)
    const [backend, service] = await serve([[on('GET', 'comp=list', 'deletedwithversions'), page]])
    const found = []
    for await (const some of backend.deleted?.list('folder', { signal }) ?? []) found.push(...some)
    expect(found.map(({ entry }) => entry.name)).toEqual(['gone', 'versioned'])
    expect(found[0]).toMatchObject({ entry: { kind: 'file', sizeBytes: 7 }, deletedMs: Date.parse(secondModified) })
    expect(Math.round(((found[0]?.goneMs ?? 0) - Date.now()) / 86_400_000)).toBe(6)
    expect(service.requests).toHaveLength(1)
  })

  it('are restored, unless nothing is left of them', async () => {
    let isBack = false
    const [backend] = await serve([
      [
        on('GET', 'comp=list', 'prefix=folder/gone'),
        (...given) => listing(isBack ? row('folder/gone', { size: 7 }) : deletedRow)(...given),
      ],
      [on('GET', 'comp=list'), listing()],
      [on('PUT', '/c/folder/gone', 'comp=undelete'), (...given) => ((isBack = true), bare(200)(...given))],
      [on('PUT', 'comp=undelete'), refusing(404, 'BlobNotFound')],
    ])
    expect(await backend.deleted?.restore('folder/gone', { signal })).toMatchObject({ name: 'gone', sizeBytes: 7 })
    expect(await kindOf(backend.deleted?.restore('folder/gone', { signal }))).toBe('exists')
    expect(await kindOf(backend.deleted?.restore('never', { signal }))).toBe('not-found')
  })

  it('are offered if the account keeps at least versions, otherwise not', async () => {
    const [without] = await serve([[on('GET', 'comp=list'), listing(row('file'))]], { softDelete: false })
    expect([without.deleted, without.capabilities.withheld.deleted]).toEqual([
      undefined,
      expect.stringContaining('off'),
    ])
    const versioned = listing(row('file', { outer: version(first, true) }))
    const [withVersions] = await serve([[on('GET', 'comp=list'), versioned]], { softDelete: false })
    expect(withVersions.deleted).toBeDefined()
  })
})

describe('the trash', () => {
  it('deletes a folder with everything below it if soft delete is on', async () => {
    const mark = '<hdi_isfolder>true</hdi_isfolder>'
    const below = row('folder/sub', { size: 0, metadata: mark }) + row('folder/sub/file')
    const [backend, service] = await serve([
      [on('GET', 'comp=list', 'delimiter=/'), listing(row('folder', { size: 0, metadata: mark }))],
      [on('GET', 'comp=list'), listing(below)],
      [on('DELETE', '/c/folder'), bare(202)],
    ])
    await backend.trash?.moveToTrash('folder', { signal })
    expect(service.requests.filter((line) => line.startsWith('DELETE'))).toEqual([
      'DELETE /c/folder/sub/file',
      'DELETE /c/folder/sub',
      'DELETE /c/folder',
    ])
  })

  it('is refused if soft delete was switched off later, and not offered if it is off', async () => {
    let isOn = true
    const service = await startFakeService((...given) => settings({ softDelete: isOn })(...given))
    cleanUps.push(() => service.close())
    const backend = await openAzure({ endpoint: service.endpoint, container: 'c', ...keys }, { signal })
    cleanUps.push(() => backend.close())
    isOn = false
    expect(await kindOf(backend.trash?.moveToTrash('file', { signal }))).toBe('unsupported')
    expect(service.requests.some((line) => line.startsWith('DELETE'))).toBe(false)
    const [without] = await serve([[on('GET', 'comp=list'), listing()]], { softDelete: false })
    expect([without.trash, without.capabilities.withheld.trash]).toEqual([undefined, expect.stringContaining('off')])
  })
})

describe('a small copy from a URL', () => {
  it('creates no empty file if the service cannot reach the source', async () => {
    const source = await startFakeService(bare(200, { etag: '"s"' }, 'far'))
    cleanUps.push(() => source.close())
    const [backend, service] = await serve([
      [on('HEAD', '/c/copy'), bare(404, { 'x-ms-error-code': 'BlobNotFound' })],
      [on('GET', 'comp=list'), listing()],
      [on('PUT', 'comp=block&'), refusing(404, 'CannotVerifyCopySource')],
      [on('PUT', '/c/copy'), refusing(501, 'APINotImplemented')],
    ])
    const from = { kind: 'url', url: `${source.endpoint}/far`, sizeBytes: 3 } as const
    const copying = backend.serverCopy?.copyFrom('copy', from, { ifExists: 'fail', signal })
    await expect(copying).rejects.toMatchObject({ failure: { kind: 'unsupported' } })
    expect(service.requests.filter((request) => request.includes('comp=blocklist'))).toEqual([])
    expect(service.requests.filter((request) => request.includes('comp=block&'))).toHaveLength(1)
  })

  it('takes one request, and the service reads the source', async () => {
    const source = await startFakeService(bare(200, { 'content-type': 'text/x-far', etag: '"s"' }, 'far'))
    cleanUps.push(() => source.close())
    let sent: readonly unknown[] = []
    const [backend] = await serve([
      [
        on('PUT', '/c/copy'),
        (request, response, count) => {
          const { headers } = request
          sent = [headers['x-ms-copy-source'], headers['if-none-match'], headers['x-ms-blob-content-type']]
          bare(201, { etag: '"t"' })(request, response, count)
        },
      ],
      [
        on('HEAD', '/c/copy'),
        (...given) => (sent.length > 0 ? bare(200, facts) : refusing(404, 'BlobNotFound'))(...given),
      ],
      [on('GET', 'comp=list'), listing()],
    ])
    const from = { kind: 'url', url: `${source.endpoint}/far?sig=secret`, sizeBytes: 3 } as const
    expect(await backend.serverCopy?.copyFrom('copy', from, { ifExists: 'fail', signal })).toMatchObject({
      sizeBytes: 3,
    })
    expect(sent).toEqual([from.url, '*', 'text/x-far'])
  })
})

describe('the archive tier', () => {
  it('reports that a file is being restored', async () => {
    const head = { ...facts, 'x-ms-access-tier': 'Archive', 'x-ms-archive-status': 'rehydrate-pending-to-hot' }
    const [backend] = await serve([
      [on('HEAD', '/c/file'), bare(200, head)],
      [on('GET', 'comp=tags'), xml('<Tags><TagSet></TagSet></Tags>')],
    ])
    expect(await backend.properties?.read('file', { signal })).toMatchObject({ archive: { state: 'restoring' } })
  })

  it('restores with the requested speed and tier', async () => {
    let sent: unknown[] = []
    const [backend] = await serve([
      [on('HEAD', '/c/file'), bare(200, { ...facts, 'x-ms-access-tier': 'Archive' })],
      [
        on('PUT', 'comp=tier'),
        (request, response, count) => {
          sent = [request.headers['x-ms-access-tier'], request.headers['x-ms-rehydrate-priority']]
          bare(202)(request, response, count)
        },
      ],
    ])
    await backend.archive?.restore('file', { speed: 'fast', storageClass: 'Cold' }, { signal })
    expect(sent).toEqual(['Cold', 'High'])
    await backend.archive?.restore('file', { speed: 'slow' }, { signal })
    expect(sent).toEqual(['Hot', 'Standard'])
  })
})

describe('a long copy', () => {
  const pending = { ...facts, 'content-length': '0', 'x-ms-copy-id': 'id', 'x-ms-copy-status': 'pending' }

  async function mounted(heads: (count: number) => Record<string, string>) {
    let asked = 0
    let isStarted = false
    const started: Answer = (...given) => {
      isStarted = true
      bare(202, { 'x-ms-copy-id': 'id', 'x-ms-copy-status': 'pending' })(...given)
    }
    return serve([
      [on('PUT', 'comp=copy'), (...given) => ((asked = 99), bare(204)(...given))],
      [on('PUT', '/c/copy'), started],
      [on('HEAD', '/c/file'), bare(200, facts)],
      [
        on('HEAD', '/c/copy'),
        (...given) => (isStarted ? bare(200, heads((asked += 1))) : refusing(404, 'BlobNotFound'))(...given),
      ],
      [on('GET', 'comp=list'), listing()],
      [on('DELETE', '/c/copy'), bare(202)],
    ])
  }

  it('is polled until it completes, and reports its progress', async () => {
    const [backend] = await mounted((count) =>
      count < 3 ? { ...pending, 'x-ms-copy-progress': `${count}/3` } : copied,
    )
    const source = await backend.serverCopy?.source('file', { signal })
    const seen: number[] = []
    if (!source) throw new Error('there is no server copy')
    const options = { ifExists: 'fail', signal, onProgress: (bytes: number) => void seen.push(bytes) } as const
    expect(await backend.serverCopy?.copyFrom('copy', source, options)).toMatchObject({ name: 'copy', sizeBytes: 3 })
    expect(seen).toEqual([1, 2, 3])
  })

  it('is stopped at the service when aborted, and leaves no empty blob', async () => {
    const [backend, service] = await mounted((count) => ({
      ...pending,
      'x-ms-copy-status': count > 90 ? 'aborted' : 'pending',
    }))
    const source = await backend.serverCopy?.source('file', { signal })
    if (!source) throw new Error('there is no server copy')
    const abort = new AbortController()
    const copying = backend.serverCopy?.copyFrom('copy', source, { ifExists: 'fail', signal: abort.signal })
    setTimeout(() => abort.abort(new Error('enough')), 250)
    await expect(copying).rejects.toThrow('enough')
    expect(service.requests.filter((line) => line.includes('comp=copy'))).toHaveLength(1)
    expect(service.requests.filter((line) => line.startsWith('DELETE'))).toHaveLength(1)
  })
})

describe('an account with a hierarchical namespace', () => {
  it('shows its directories as folders, and refuses to delete a non-empty one', async () => {
    const prefix =
      '<BlobPrefix><Name>dir/</Name><Properties><ResourceType>directory</ResourceType></Properties></BlobPrefix>'
    const head = {
      ...facts,
      'content-length': '0',
      'x-ms-meta-hdi_isfolder': 'true',
      'x-ms-resource-type': 'directory',
    }
    const [backend] = await serve([
      [on('GET', 'comp=list', 'prefix=dir/'), listing()],
      [on('GET', 'comp=list'), listing(prefix + row('file'))],
      [on('HEAD', '/c/dir'), bare(200, head)],
      [on('DELETE', '/c/dir'), refusing(409, 'DirectoryIsNotEmpty')],
    ])
    const entries = []
    for await (const page of backend.list('', { signal })) entries.push(...unpackEntries(page))
    expect(entries.map(({ name, kind }) => `${kind} ${name}`).toSorted()).toEqual(['file file', 'folder dir'])
    for await (const page of backend.list('dir', { signal })) expect(page.count).toBe(0)
    expect(await backend.stat('dir', { signal })).toEqual({ name: 'dir', kind: 'folder' })
    expect(await kindOf(backend.remove('dir', { signal }))).toBe('not-empty')
  })
})

describe('Entra ID', () => {
  async function mounted(answer: Answer, token: () => Promise<string>, options: Partial<OpenOptions> = {}) {
    const tls = certificate()
    const service = await startFakeService(answer, { tls })
    cleanUps.push(() => service.close())
    const credential = { getToken: async () => ({ token: await token(), expiresOnTimestamp: Date.now() + 3_600_000 }) }
    const config = { account: 'account', endpoint: service.endpoint, container: 'c', entra: true } as const
    const opening = openAzure(config, { signal, credential, ca: tls.cert, ...options })
    return { service, opening: opening.then((backend) => (cleanUps.push(() => backend.close()), backend)) }
  }

  it('signs links with a delegated key, requested once and valid for seven days', async (context) => {
    context.skip(!hasOpenssl(), 'there is no openssl')
    const keyAsked: string[] = []
    const { opening } = await mounted(
      (request, response, count) => {
        expect(request.headers.authorization).toBe('Bearer a token')
        if (request.url?.includes('comp=userdelegationkey') !== true)
          return settings({ softDelete: true })(request, response, count)
        keyAsked.push(request.method ?? '')
        const end = new Date(Date.now() + 7 * 86_400_000).toISOString().replace(/\.\d+Z/, 'Z')
        xml(
          `<UserDelegationKey><SignedOid>o</SignedOid><SignedTid>t</SignedTid><SignedStart>2024-05-01T00:00:00Z</SignedStart>` +
            `<SignedExpiry>${end}</SignedExpiry><SignedService>b</SignedService><SignedVersion>2022-11-02</SignedVersion>` +
            `<Value>${keys.accountKey}</Value></UserDelegationKey>`,
        )(request, response, count)
      },
      async () => 'a token',
    )
    const backend = await opening
    expect(backend.capabilities.links).toMatchObject({ canRevoke: false, longestMs: { value: 7 * 86_400_000 } })
    const short = await backend.links?.make('file', { method: 'get', lastsMs: 3_600_000, signal })
    const long = await backend.links?.make('file', { method: 'put', lastsMs: 30 * 86_400_000, signal })
    expect([short?.endsSooner, long?.endsSooner, keyAsked.length]).toEqual([undefined, 'provider', 1])
    expect(long?.endsMs).toBeLessThanOrEqual(Date.now() + 7 * 86_400_000)
    const query = new URL(long?.url ?? '').searchParams
    expect([query.get('skoid'), query.get('sp'), query.get('spr')]).toEqual(['o', 'cw', 'https'])
    expect(Date.parse(query.get('se') ?? '')).toBe(long?.endsMs)
    const revocable = backend.links?.make('file', { method: 'get', lastsMs: 1000, revocable: true, signal })
    expect(await kindOf(revocable)).toBe('unsupported')
  })

  it('reports a failed sign-in and an untrusted certificate', async (context) => {
    context.skip(!hasOpenssl(), 'there is no openssl')
    const broken = async () => {
      throw Object.assign(new Error('AADSTS7000215'), { name: 'AuthenticationError' })
    }
    const failing = await mounted(settings({ softDelete: true }), broken)
    expect(await kindOf(failing.opening)).toBe('sign-in')
    expect(failing.service.requests).toEqual([])
    const untrusted = await mounted(settings({ softDelete: true }), async () => 'a token', { ca: '' })
    const failure = await untrusted.opening.then(() => undefined, failureOf)
    expect([failure?.kind, failure?.message.includes('certificate')]).toEqual(['unreachable', true])
  })
})

function hasOpenssl(): boolean {
  try {
    execFileSync('openssl', ['version'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

/** Returns a self-signed certificate for this computer only. */
function certificate(): { readonly key: string; readonly cert: string } {
  const folder = mkdtempSync(join(tmpdir(), 'portolan-tls-'))
  cleanUps.push(() => rmSync(folder, { recursive: true }))
  const [key, cert] = [join(folder, 'key'), join(folder, 'cert')]
  const how = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2']
  const what = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=IP:127.0.0.1']
  execFileSync('openssl', [...how, ...what, '-keyout', key, '-out', cert], { stdio: 'ignore' })
  return { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') }
}
