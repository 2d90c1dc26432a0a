import { execFileSync } from 'node:child_process'
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { unpackEntries } from '../../../contract/entry-page.ts'
import { type Failure, failureOf } from '../../../contract/failure.ts'
import type { Entry } from '../../../contract/entry.ts'
import type { Backend } from '../backend.ts'
import { bodyOf, textOf } from '../conformance/harness.ts'
import type { FtpConfig } from './config.ts'
import { openFtp } from './index.ts'
import { type FtpServer, startFtpServer, whyNoFtpServer } from './testing/ftp-server.ts'

const { signal } = new AbortController()
const missing = await whyNoFtpServer()
const backends: Backend[] = []

afterEach(async () => {
  for (const backend of backends.splice(0)) await backend.close()
})

async function open(config: FtpConfig): Promise<Backend> {
  const backend = await openFtp(config, {}, signal)
  backends.push(backend)
  return backend
}

async function listed(backend: Backend, path = ''): Promise<Entry[]> {
  const entries: Entry[] = []
  for await (const page of backend.list(path, { signal })) entries.push(...unpackEntries(page))
  return entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))
}

async function failureOfCall(work: Promise<unknown>): Promise<Failure> {
  return work.then(
    () => {
      throw new Error('it did not fail')
    },
    (error: unknown) => failureOf(error),
  )
}

describe.runIf(missing === undefined)('a server without machine-readable listings', () => {
  let server: FtpServer
  beforeAll(async () => {
    server = await startFtpServer({ withoutMachineLists: true })
  })
  afterAll(() => server.stop())

  it('supports listing, reading, writing and removing', async () => {
    mkdirSync(join(server.files, 'a folder'))
    writeFileSync(join(server.files, 'a file.txt'), 'hello')
    const backend = await open(server.config(''))
    expect(backend.capabilities.modifiedTime.canSet).toBe(false)
    expect(await listed(backend)).toMatchObject([
      { name: 'a file.txt', kind: 'file', sizeBytes: 5 },
      { name: 'a folder', kind: 'folder' },
    ])
    await backend.write('a folder/new', bodyOf('new'), { ifExists: 'fail', signal })
    expect(await textOf(await backend.read('a folder/new', { signal, offset: 1 }))).toBe('ew')
    expect(await failureOfCall(backend.stat('no/such', { signal }))).toMatchObject({ kind: 'not-found' })
    expect(await failureOfCall(backend.remove('a folder', { signal }))).toMatchObject({ kind: 'not-empty' })
    expect(await failureOfCall(listed(backend, 'a file.txt'))).toMatchObject({ kind: 'not-a-folder' })
    expect(await failureOfCall(listed(backend, 'no'))).toMatchObject({ kind: 'not-found' })
    await backend.rename?.rename('a folder/new', 'newer', { ifExists: 'fail', signal })
    await backend.remove('a folder', { signal })
    expect(readdirSync(server.files).toSorted()).toEqual(['a file.txt', 'newer'])
  })
})

describe.runIf(missing === undefined)('a server with a low connection limit', () => {
  let server: FtpServer
  beforeAll(async () => {
    // each of our connections needs a second one for its data
    server = await startFtpServer({ mostConnections: 4 })
  })
  afterAll(() => server.stop())

  it('is used over the connections it allows, one call after another', async () => {
    const backend = await open(server.config(''))
    const names = Array.from({ length: 8 }, (_, index) => `file ${index}`)
    for (const name of names) await backend.write(name, bodyOf(name), { ifExists: 'fail', signal })
    const stats = await Promise.all(names.map((name) => backend.stat(name, { signal })))
    expect(stats.map(({ sizeBytes }) => sizeBytes)).toEqual(names.map(() => 6))
  })
})

describe.runIf(missing === undefined)('a server that allows one connection at a time', () => {
  let server: FtpServer
  beforeAll(async () => {
    server = await startFtpServer({ mostConnections: 2 }) // the second one is for its data
  })
  afterAll(() => server.stop())

  it('refuses a copy within itself, and continues to work', async () => {
    const backend = await openFtp(server.config(''), { heldMs: 200 }, signal)
    const large = 'x'.repeat(3_000_000)
    await backend.write('a', bodyOf(large), { ifExists: 'fail', signal })
    const copying = backend.write('b', await backend.read('a', { signal }), { ifExists: 'fail', signal })
    const failure = await copying.then(
      () => undefined,
      (error: unknown) => failureOf(error),
    )
    expect(failure).toMatchObject({ kind: 'busy', message: expect.stringContaining('one connection') as string })
    const names: string[] = []
    for await (const page of backend.list('', { signal })) names.push(...unpackEntries(page).map(({ name }) => name))
    expect(names).toEqual(['a'])
    expect((await textOf(await backend.read('a', { signal }))).length).toBe(large.length)
    await backend.close()
  })
})

describe.runIf(missing === undefined)('a server with TLS', () => {
  let server: FtpServer
  beforeAll(async () => {
    server = await startFtpServer({ hasTls: true })
  })
  afterAll(() => server.stop())

  const untrusting = () => {
    const { certificate: _certificate, ...config } = server.config('')
    return config
  }

  it('is refused if its certificate is untrusted, and accepted by fingerprint', async () => {
    const failure = await failureOfCall(open(untrusting()))
    expect(failure).toMatchObject({ kind: 'unreachable', remedy: { key: 'trustCertificate' } })
    const trustCertificate = failure.remedy?.value ?? ''
    const shown = execFileSync('openssl', [
      'x509',
      '-in',
      server.certificate ?? '',
      '-noout',
      '-fingerprint',
      '-sha256',
    ])
    expect(shown.toString()).toContain(trustCertificate)
    const backend = await open({ ...untrusting(), trustCertificate })
    await backend.write('file', bodyOf('hello'), { ifExists: 'replace', signal })
    expect(await textOf(await backend.read('file', { signal }))).toBe('hello')
  })

  it('is refused without a remedy if its certificate differs from the trusted one', async () => {
    const failure = await failureOfCall(open({ ...untrusting(), trustCertificate: 'AB'.repeat(32) }))
    expect(failure.kind).toBe('unreachable')
    expect(failure.remedy).toBeUndefined()
  })

  it('receives no password before TLS, and failures do not contain it', async () => {
    const failure = await failureOfCall(open(server.config('', { password: 'wrong-secret' })))
    expect(failure).toMatchObject({ kind: 'sign-in', retry: 'never' })
    expect(JSON.stringify(failure)).not.toContain('wrong-secret')
    const plain = await failureOfCall(open(server.config('', { security: 'none' })))
    expect(plain.kind).toBe('denied')
  })
})
