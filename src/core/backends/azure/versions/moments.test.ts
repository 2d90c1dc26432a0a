/**
 * Features that Azurite does not have, tested with a server of our own that gives the responses Microsoft documents.
 * None of these tests has run against Azure.
 */
import { afterEach, expect, it } from 'vitest'
import { unpackEntries } from '../../../../contract/entry-page.ts'
import { failureOf } from '../../../../contract/failure.ts'
import type { Backend } from '../../backend.ts'
import { openAzure } from '../index.ts'
import { asksSettings, listing, settings, startFakeService, xml } from '../testing/fake-service.ts'

const { signal } = new AbortController()
const keys = { account: 'account', accountKey: Buffer.from('a key').toString('base64') }
const cleanUps: (() => unknown)[] = []
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).toReversed()) await cleanUp()
})

/** A day of May 2024. */
const day = (date: number) => Date.UTC(2024, 4, date, 10)
const http = (date: number) => new Date(day(date)).toUTCString()

/** Returns a row of a listing. https://learn.microsoft.com/rest/api/storageservices/list-blobs#response-body */
function row(name: string, date: number, { outer = '', inner = '', size = 1, metadata = '' } = {}): string {
  return (
    `<Blob><Name>${name}</Name>${outer}<Properties><Last-Modified>${http(date)}</Last-Modified><Etag>0x1</Etag>` +
    `<Content-Length>${size}</Content-Length><BlobType>BlockBlob</BlobType>${inner}</Properties>` +
    `<Metadata>${metadata}</Metadata></Blob>`
  )
}
const idOf = (date: number) => `2024-05-${String(date).padStart(2, '0')}T10:00:00.1234567Z`
const version = (name: string, date: number, { isCurrent = false, size = 1, metadata = '' } = {}) =>
  row(name, date, {
    size,
    metadata,
    outer: `<VersionId>${idOf(date)}</VersionId>${isCurrent ? '<IsCurrentVersion>true</IsCurrentVersion>' : ''}`,
  })
const prefix = (name: string) => `<BlobPrefix><Name>${name}</Name></BlobPrefix>`

/** Starts a service. `rows` are the rows by listed prefix, which for folders ends with a slash, in pages. */
async function serve(rows: Readonly<Record<string, readonly string[]>>, softDelete = true): Promise<Backend> {
  const service = await startFakeService((request, response, count) => {
    const { searchParams: asked } = new URL(request.url ?? '', 'http://x')
    const pages = rows[asked.get('prefix') ?? ''] ?? []
    const page = Number(asked.get('marker') ?? 0)
    const answer = asksSettings(request)
      ? settings({ softDelete })
      : asked.get('include')?.includes('versions')
        ? listing(pages[page], page + 1 < pages.length ? String(page + 1) : '')
        : xml('<Error/>', 500)
    answer(request, response, count)
  })
  cleanUps.push(() => service.close())
  const backend = await openAzure({ endpoint: service.endpoint, container: 'c', ...keys }, { signal })
  cleanUps.push(() => backend.close())
  return backend
}
async function marksAt(backend: Backend, path: string, atMs: number, withAdded = false): Promise<string[]> {
  const marks: string[] = []
  for await (const page of backend.moments?.list(path, { atMs, withAdded, signal }) ?? [])
    for (const { name, kind, since, version: id } of unpackEntries(page)) marks.push([kind, name, since, id].join(' '))
  return marks
}

it('shows the versions that were current then, even if they continue on the next page', async () => {
  const backend = await serve({
    '': [
      version('changed', 1),
      version('changed', 3, { size: 2 }) + version('changed', 5, { isCurrent: true, size: 3 }) + version('gone', 1),
      version('late', 6, { isCurrent: true }) + version('same', 1, { isCurrent: true }),
    ],
  })
  expect(await marksAt(backend, '', day(4))).toEqual([
    `file changed changed v:${idOf(3)}`,
    `file gone deleted v:${idOf(1)}`,
    `file same same v:${idOf(1)}`,
  ])
  expect(await marksAt(backend, '', day(2))).toContain(`file changed changed v:${idOf(1)}`)
  expect(await marksAt(backend, '', day(4), true)).toContain('file late added ')
})

it('takes the time of a deletion from soft delete if it is known there', async () => {
  const outer = '<Deleted>true</Deleted>'
  const inner = `<DeletedTime>${http(3)}</DeletedTime><RemainingRetentionDays>6</RemainingRetentionDays>`
  const backend = await serve({ '': [row('soft', 1, { outer, inner }) + version('x', 1, { isCurrent: true })] })
  expect(await marksAt(backend, '', day(2))).toEqual(['file soft deleted ', `file x same v:${idOf(1)}`])
  expect(await marksAt(backend, '', day(4))).toEqual([`file x same v:${idOf(1)}`])
})

it('shows folders that contained files then, and those with a marker only once', async () => {
  const mark = '<hdi_isfolder>true</hdi_isfolder>'
  const backend = await serve({
    '': [
      version('marked', 1, { isCurrent: true, size: 0, metadata: mark }) +
        prefix('gone/') +
        prefix('late/') +
        prefix('marked/'),
    ],
    'gone/': [version('gone/x', 1)],
    'late/': [version('late/x', 5, { isCurrent: true })],
    'marked/': [version('marked/x', 5, { isCurrent: true })],
    gone: [version('gone/x', 1)],
    late: [version('late/x', 5, { isCurrent: true })],
  })
  expect(await marksAt(backend, '', day(2))).toEqual(['folder marked  ', 'folder gone deleted '])
  expect(await marksAt(backend, '', day(2), true)).toContain('folder late added ')
  expect(await marksAt(backend, 'gone', day(2))).toEqual([`file x deleted v:${idOf(1)}`])
  expect(await backend.moments?.stat('gone', { atMs: day(2), signal })).toMatchObject({ kind: 'folder' })
  const error = await marksAt(backend, 'late', day(2)).catch((thrown: unknown) => thrown)
  expect(failureOf(error)).toMatchObject({
    kind: 'not-found',
    code: 'store.not-there-then',
    values: { what: 'late' },
  })
})

it('offers no past states if the account keeps none', async () => {
  const backend = await serve({ '': [row('file', 1)] }, false)
  expect([backend.moments, backend.capabilities.withheld.moments]).toEqual([
    undefined,
    'Soft delete and versioning are off in this account, so its state at an earlier time can’t be shown.',
  ])
})
