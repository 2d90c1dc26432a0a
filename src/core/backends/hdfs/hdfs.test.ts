import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { chmod, mkdir, rename, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { unpackEntries } from '../../../contract/entry-page.ts'
import { type Failure, failureOf } from '../../../contract/failure.ts'
import { standardStack } from '../../layers/standard-stack.ts'
import type { Backend } from '../backend.ts'
import { bodyOf, textOf } from '../conformance/harness.ts'
import { hdfsConfigSchema } from './config.ts'
import { openHdfs } from './index.ts'
import { answerJson, exceptions, JavaException } from './testing/answers.ts'
import { gatewayUser, goodToken, type StandIn, type StandInOptions, startStandIn } from './testing/stand-in.ts'

const isCi = Boolean(process.env['CI']) && process.env['CI'] !== 'false'
const { signal } = new AbortController()
const cleanUps: (() => Promise<unknown> | void)[] = []
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).toReversed()) await cleanUp()
})

async function serve(options: StandInOptions = {}): Promise<StandIn> {
  const standIn = await startStandIn(options)
  cleanUps.push(() => standIn.stop())
  return standIn
}

async function open(keys: Readonly<Record<string, unknown>>): Promise<Backend> {
  const config = hdfsConfigSchema.parse({ user: 'ann', ...keys })
  const backend = await openHdfs(config, { signal, patience: { connectMs: 2000, idleMs: 2000 } })
  cleanUps.push(() => backend.close())
  return backend
}

async function mountOf(options: StandInOptions = {}) {
  const standIn = await serve(options)
  return { standIn, backend: await open({ url: standIn.urls }), folder: standIn.files.folder }
}

async function listed(backend: Backend, path = ''): Promise<string[]> {
  const names: string[] = []
  for await (const page of backend.list(path, { signal })) names.push(...unpackEntries(page).map(({ name }) => name))
  return names
}

const write = (backend: Backend, path: string, text: string, ifExists: 'replace' | 'fail' = 'fail') =>
  backend.write(path, bodyOf(text), { ifExists, signal })
const read = async (backend: Backend, path: string) => textOf(await backend.read(path, { signal }))

async function failureOfCall(work: Promise<unknown>): Promise<Failure> {
  return work.then(
    () => {
      throw new Error('it did not fail')
    },
    (error: unknown) => failureOf(error),
  )
}

describe('several namenodes', () => {
  it('are tried in turn if one is on standby, then only the active one is used', async () => {
    const { standIn, backend, folder } = await mountOf({ namenodes: 2 })
    standIn.standby.add(0)
    await write(backend, 'file', 'bytes')
    expect(readFileSync(join(folder, 'file'), 'utf8')).toBe('bytes')
    const before = standIn.asked.length
    await backend.stat('file', { signal })
    expect(standIn.asked.slice(before).map(({ by }) => by)).toEqual(['namenode 1'])
    standIn.standby.clear()
    standIn.standby.add(1)
    expect(await read(backend, 'file')).toBe('bytes')
  })

  it('replace one that is down', async () => {
    const { standIn, backend } = await mountOf({ namenodes: 2 })
    await write(backend, 'file', 'bytes')
    await standIn.stopNamenode(0)
    expect(await listed(backend)).toEqual(['file'])
  })

  it('report if all are on standby, and what to do', async () => {
    const standIn = await serve()
    standIn.standby.add(0)
    expect(await failureOfCall(open({ url: standIn.urls[0] }))).toMatchObject({
      kind: 'unreachable',
      retry: 'later',
      message: expect.stringContaining('on standby') as string,
    })
  })
})

describe('a listing', () => {
  it.each(['hadoop', 'old', 'httpfs'] as const)('has each entry once, from a cluster of kind %s', async (kind) => {
    const { backend, folder } = await mountOf({ kind, listed: 3 })
    const names = ['a', 'b "quoted\\"', 'c{}[]', 'd+%2F=&#?;', 'é', '名前', '👩‍🚀', 'z']
    for (const name of names) await writeFile(join(folder, name), '')
    await mkdir(join(folder, 'folder'))
    expect((await listed(backend)).toSorted()).toEqual([...names, 'folder'].toSorted())
    expect(await failureOfCall(listed(backend, 'a'))).toMatchObject({ kind: 'not-a-folder' })
    expect(await failureOfCall(listed(backend, 'no'))).toMatchObject({ kind: 'not-found' })
  })

  it('requests the next part after the last name of the previous one', async () => {
    const { standIn, backend, folder } = await mountOf({ listed: 2 })
    for (const name of ['a', 'b + c', 'd']) await writeFile(join(folder, name), '')
    expect(await listed(backend)).toEqual(['a', 'b + c', 'd'])
    const parts = standIn.asked.filter(({ op }) => op === 'GET LISTSTATUS_BATCH')
    expect(parts.map(({ request }) => /startAfter=([^&]*)/.exec(request.url ?? '')?.[1])).toEqual([
      undefined,
      'b%20%2B%20c',
    ])
  })

  it('returns a response of 100,000 entries in pages while it arrives', async () => {
    const many = 100_000
    const { standIn, backend } = await mountOf({ kind: 'old' })
    let written = 0
    standIn.instead = (op, _, response) => {
      if (op !== 'LISTSTATUS') return false
      response.write('{"FileStatuses":{"FileStatus":[')
      const more = () => {
        let isFree = true
        while (isFree && written < many) {
          const status = { pathSuffix: `file "${written}"`, type: 'FILE', length: written, modificationTime: 1000 }
          isFree = response.write(`${written === 0 ? '' : ','}${JSON.stringify(status)}`)
          written += 1
        }
        if (written < many) response.once('drain', more)
        else response.end(']}}')
      }
      more()
      return true
    }
    let count = 0
    let writtenAtFirst = many
    for await (const page of backend.list('', { signal })) {
      if (count === 0) writtenAtFirst = written
      count += page.count
    }
    expect(count).toBe(many)
    expect(writtenAtFirst).toBeLessThan(many)
  })

  it('fails if the response is truncated or not a listing', async () => {
    const { standIn, backend } = await mountOf({ kind: 'old' })
    for (const text of [
      '{"FileStatuses":{"FileStatus":[{"pathSuffix":"a","ty',
      '<html>',
      '{"FileStatuses":{"FileStatus":[',
    ]) {
      standIn.instead = (op, _, response) => op === 'LISTSTATUS' && Boolean(response.end(text))
      expect(await failureOfCall(listed(backend))).toMatchObject({ kind: 'bad-input' })
    }
  })
})

describe('HttpFS, which supports no rename options', () => {
  it('stores, reads, replaces and moves, and leaves nothing behind', async () => {
    const { backend, folder } = await mountOf({ kind: 'httpfs' })
    await write(backend, 'file', 'old')
    await write(backend, 'file', 'new', 'replace')
    expect(await read(backend, 'file')).toBe('new')
    expect(await failureOfCall(write(backend, 'file', 'x'))).toMatchObject({ kind: 'exists' })
    await backend.makeFolder('folder', { signal })
    expect(await failureOfCall(write(backend, 'folder', 'x', 'replace'))).toMatchObject({ kind: 'not-a-file' })
    await write(backend, 'other', 'other')
    await backend.rename?.rename('other', 'file', { ifExists: 'replace', signal })
    expect(await read(backend, 'file')).toBe('other')
    expect(readdirSync(folder).toSorted()).toEqual(['file', 'folder'])
  })

  it('restores the old file if the second step of a replacement fails', async () => {
    const { standIn, backend, folder } = await mountOf({ kind: 'httpfs' })
    await write(backend, 'file', 'old')
    let renames = 0
    standIn.instead = (op, _, response) => {
      if (op !== 'RENAME' || (renames += 1) !== 3) return false // 1: the name is in use; 2: the old file is moved aside
      const full = new JavaException(403, 'java.io.IOException', 'it could not be done')
      answerJson(response, full, 403)
      return true
    }
    expect(await failureOfCall(write(backend, 'file', 'new', 'replace'))).toMatchObject({ kind: 'unreachable' })
    expect(await read(backend, 'file')).toBe('old')
    expect(readdirSync(folder)).toEqual(['file'])
  })
})

describe('signing in', () => {
  it('sends the user, or a delegation token if there is one', async () => {
    const plain = await mountOf()
    await plain.backend.stat('', { signal })
    expect(plain.standIn.asked.at(-1)?.request.url).toContain('user.name=ann')
    const standIn = await serve({ signIn: 'token' })
    const backend = await open({ url: standIn.urls, token: goodToken })
    await write(backend, 'file', 'bytes')
    expect(await read(backend, 'file')).toBe('bytes')
    for (const { request } of standIn.asked) expect(request.url).not.toContain('user.name')
  })

  it('ends at once with an invalid token, and failures do not contain it', async () => {
    const standIn = await serve({ signIn: 'token' })
    const failure = await failureOfCall(open({ url: standIn.urls, token: 'wrong-secret' }))
    expect(failure).toMatchObject({
      kind: 'sign-in',
      retry: 'never',
      message: expect.stringContaining('expired') as string,
    })
    expect(JSON.stringify(failure)).not.toContain('wrong-secret')
  })

  it('by Kerberos is unsupported, and the failure states an alternative', async () => {
    const standIn = await serve()
    standIn.instead = (_, __, response) =>
      Boolean(response.writeHead(401, { 'www-authenticate': 'Negotiate' }).end('<html>'))
    expect(await failureOfCall(open({ url: standIn.urls }))).toMatchObject({
      kind: 'sign-in',
      message: expect.stringContaining('Kerberos') as string,
    })
  })

  it('sends a password over https to the gateway, and to no other server', async (context) => {
    const tls = certificate()
    context.skip(tls === undefined && !isCi, 'openssl is not installed')
    if (!tls) throw new Error('openssl is not installed')
    const standIn = await serve({ signIn: 'password', kind: 'httpfs', tls })
    const keys = { url: standIn.urls, ...gatewayUser, certificate: tls.cert }
    const backend = await open(keys)
    await write(backend, 'file', 'bytes')
    expect(await read(backend, 'file')).toBe('bytes')
    expect(await failureOfCall(open({ ...keys, password: 'wrong' }))).toMatchObject({ kind: 'sign-in' })
    const elsewhere = await serve()
    standIn.instead = (op, _, response) =>
      op === 'OPEN' &&
      Boolean(response.writeHead(307, { location: `${elsewhere.urls[0]}/webhdfs/v1/file?op=OPEN` }).end())
    expect((await failureOfCall(backend.read('file', { signal }))).message).toContain('https to http')
    expect(elsewhere.asked).toEqual([])
  })
})

describe('reading', () => {
  it('fails if the file was replaced between the lookup and the read', async () => {
    const { standIn, backend, folder } = await mountOf()
    await write(backend, 'file', 'first')
    await writeFile(join(folder, 'next'), 'other')
    standIn.instead = async (op, by) => {
      if (op === 'OPEN' && by === 'datanode') await rename(join(folder, 'next'), join(folder, 'file'))
      return false
    }
    expect(await failureOfCall(backend.read('file', { signal }))).toMatchObject({ kind: 'changed' })
  })

  it('resumes after the datanode closed the connection', async () => {
    const { standIn, backend } = await mountOf()
    const bytes = 'x'.repeat(100_000)
    await write(backend, 'file', bytes)
    let isBroken = false
    standIn.instead = (op, by, response) => {
      if (op !== 'OPEN' || by !== 'datanode' || isBroken) return false
      isBroken = true
      response.writeHead(200, { 'content-length': bytes.length })
      response.write(bytes.slice(0, 50_000), () => response.destroy())
      return true
    }
    const stack = standardStack(backend, { mount: 'hdfs', readOnly: false })
    expect((await textOf(await stack.read('file', { signal }))).length).toBe(bytes.length)
  })

  it('names the unreachable server to which the namenode redirects', async () => {
    const { standIn, backend } = await mountOf()
    await write(backend, 'file', 'bytes')
    standIn.instead = (op, by, response) =>
      op === 'OPEN' &&
      by !== 'datanode' &&
      Boolean(response.writeHead(307, { location: 'http://127.0.0.1:1/webhdfs/v1/file' }).end())
    expect(await failureOfCall(backend.read('file', { signal }))).toMatchObject({
      kind: 'unreachable',
      message: expect.stringContaining('127.0.0.1:1') as string,
    })
  })
})

describe('writing', () => {
  it('keeps the permissions of the file it replaces', async () => {
    const { backend, folder } = await mountOf()
    await write(backend, 'file', 'old')
    await chmod(join(folder, 'file'), 0o600)
    expect(await write(backend, 'file', 'new', 'replace')).toMatchObject({ mode: 'rw-------', proof: 'size' })
    expect((await stat(join(folder, 'file'))).mode & 0o777).toBe(0o600)
  })

  it('fails if fewer bytes were stored than sent, and removes the staging file', async () => {
    const { standIn, backend, folder } = await mountOf()
    standIn.instead = async (op, by, response) => {
      if (op !== 'CREATE' || by !== 'datanode') return false
      const { request } = standIn.asked.at(-1) ?? {}
      await writeFile(join(folder, decodeURIComponent(/v1\/([^?]*)/.exec(request?.url ?? '')?.[1] ?? '')), 'few')
      for await (const _ of request ?? []);
      return Boolean(response.writeHead(201).end())
    }
    expect(await failureOfCall(write(backend, 'file', 'all of it'))).toMatchObject({ kind: 'corrupt' })
    expect(readdirSync(folder)).toEqual([])
  })

  it('reports an exceeded quota, and leaves nothing behind', async () => {
    const { standIn, backend, folder } = await mountOf()
    standIn.instead = (op, by, response) => {
      if (op !== 'CREATE' || by !== 'datanode') return false
      standIn.asked.at(-1)?.request.resume()
      const name = 'org.apache.hadoop.hdfs.protocol.DSQuotaExceededException'
      answerJson(response, new JavaException(403, name, 'The DiskSpace quota of /x is exceeded'), 403)
      return true
    }
    expect(await failureOfCall(write(backend, 'file', 'bytes'))).toMatchObject({ kind: 'no-space' })
    expect(readdirSync(folder)).toEqual([])
  })

  it('fails if a folder took the name meanwhile, and writes nothing into it', async () => {
    const { standIn, backend, folder } = await mountOf()
    standIn.instead = async (op) => {
      if (op === 'RENAME') await mkdir(join(folder, 'name'))
      return false
    }
    expect(await failureOfCall(write(backend, 'name', 'bytes', 'replace'))).toMatchObject({ kind: 'not-a-file' })
    expect(readdirSync(folder, { recursive: true })).toEqual(['name'])
  })
})

describe('a response of a cluster', () => {
  const io = (message: string) => new JavaException(403, 'java.io.IOException', message)
  const cases: readonly (readonly [string, JavaException, Partial<Failure>])[] = [
    [
      'no right',
      new JavaException(403, 'org.apache.hadoop.security.AccessControlException', 'Permission denied'),
      { kind: 'denied' },
    ],
    ['safe mode', io('Cannot set times. Name node is in safe mode.'), { kind: 'busy', retry: 'later' }],
    [
      'a wrapped exception',
      io('org.apache.hadoop.hdfs.protocol.NSQuotaExceededException: quota'),
      { kind: 'no-space' },
    ],
    ['a name that is too long', exceptions.tooLong('x'), { kind: 'bad-name' }],
    [
      'a snapshot',
      new JavaException(403, 'org.apache.hadoop.hdfs.protocol.SnapshotAccessControlException', 'no'),
      { kind: 'read-only' },
    ],
    [
      'no datanode',
      io('could only be written to 0 of the 1 minReplication nodes.'),
      { kind: 'unreachable', retry: 'later' },
    ],
  ]
  it.each(cases)('is reported as a failure: %s', async (_, exception, failure) => {
    const { standIn, backend } = await mountOf()
    standIn.instead = (__, ___, response) => {
      answerJson(response, exception, exception.status)
      return true
    }
    expect(await failureOfCall(backend.stat('file', { signal }))).toMatchObject(failure)
  })

  it('is refused if it is a web page', async () => {
    const standIn = await serve()
    for (const status of [200, 404]) {
      standIn.instead = (_, __, response) => Boolean(response.writeHead(status).end('<html>'))
      expect(await failureOfCall(open({ url: standIn.urls }))).toMatchObject({ kind: 'bad-input' })
    }
  })
})

function certificate(): { readonly key: string; readonly cert: string } | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'portolan-tls-'))
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')]
  const what = ['-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2']
  const whose = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1']
  try {
    execFileSync('openssl', ['req', ...what, ...whose, '-keyout', key, '-out', cert], { stdio: 'ignore' })
    return { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') }
  } catch {
    return undefined
  } finally {
    rmSync(folder, { recursive: true })
  }
}
