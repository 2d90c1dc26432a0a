import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { failureOf } from '../../../contract/failure.ts'
import { standardStack } from '../../layers/standard-stack.ts'
import type { Backend } from '../backend.ts'
import {
  describeWithClient,
  expectHere,
  expectThrough,
  filesToStore,
  runClient,
  storeHere,
  storeThrough,
} from '../other-clients.test-support.ts'
import { rcloneConfigSchema } from './config.ts'
import { tiedScript } from './daemon/start-daemon.ts'
import { useDaemon } from './daemon/shared-daemons.ts'
import { importRclone } from './import.ts'
import { openRclone } from './index.ts'
import { listedItems } from './list-items.ts'

const { signal } = new AbortController()
let base: string
let opened: Backend[]

beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'portolan-rclone-'))
  mkdirSync(join(base, 'files'))
  writeFileSync(
    join(base, 'rclone.conf'),
    `[here]\ntype = alias\nremote = ${join(base, 'files')}\n[mem]\ntype = memory\n[packed]\ntype = compress\nremote = here:\n`,
  )
  opened = []
})
afterEach(async () => {
  for (const backend of opened) await backend.close()
  rmSync(base, { recursive: true })
})

async function open(remote: string, more: object = {}): Promise<Backend> {
  const config = rcloneConfigSchema.parse({ remote, config: join(base, 'rclone.conf'), ...more })
  const backend = standardStack(await openRclone(config, { signal }), { mount: 'rclone', readOnly: false })
  opened.push(backend)
  return backend
}
const failureOpening = (remote: string, more: object = {}) =>
  open(remote, more).then(
    () => undefined,
    (error: unknown) => failureOf(error),
  )

describe('an rclone remote', () => {
  it('of type compress shows plain files, reads ranges, and stores standard gzip files', async (context) => {
    needsRclone(context)
    const packed = await open('packed:')
    const text = Buffer.from('high tide at noon\n'.repeat(200_000))
    await packed.write('tides.txt', new Blob([text]).stream(), { ifExists: 'fail', signal })
    expect(await packed.stat('tides.txt', { signal })).toMatchObject({ name: 'tides.txt', sizeBytes: text.length })
    const part = await packed.read('tides.txt', { offset: 1_234_567, length: 100, signal })
    expect(Buffer.from(await new Response(part).arrayBuffer())).toEqual(text.subarray(1_234_567, 1_234_667))
    const stored = readdirSync(join(base, 'files')).find((name) => name.endsWith('.gz')) ?? ''
    const bytes = readFileSync(join(base, 'files', stored))
    expect(bytes.length).toBeLessThan(text.length / 10)
    expect(gunzipSync(bytes).equals(text)).toBe(true)
  })

  it('is refused if it is not in rclone’s configuration', async (context) => {
    needsRclone(context)
    expect(await failureOpening('nowhere:')).toMatchObject({
      kind: 'bad-input',
      message: expect.stringContaining('no rclone remote'),
    })
  })

  it('cannot be opened without rclone', async () => {
    expect(await failureOpening('here:', { binary: join(base, 'no-rclone') })).toMatchObject({
      kind: 'unsupported',
      message: expect.stringContaining('can’t be started'),
    })
  })

  it('cannot be opened with an rclone that is too old', async () => {
    const old = join(base, 'old-rclone')
    writeFileSync(old, '#!/bin/sh\necho "Error: unknown flag: --rc-serve" >&2\nexit 1\n', { mode: 0o755 })
    expect(await failureOpening('here:', { binary: old })).toMatchObject({
      kind: 'unsupported',
      message: expect.stringContaining('too old'),
    })
  })

  it('needs the password of an encrypted configuration', async (context) => {
    needsRclone(context)
    const config = join(base, 'encrypted.conf')
    writeFileSync(
      config,
      '# Encrypted rclone configuration File\n\nRCLONE_ENCRYPT_V0:\nZ0n4Vq2xkzZ2b0QJXG4fSMpG4fUm0j0eYxQ0Y4Y7rWc4S1lqkq3m3V0Jr0c5rA==\n',
    )
    for (const more of [{}, { configPassword: 'wrong' }]) {
      expect(await failureOpening('here:', { config, ...more })).toMatchObject({ kind: 'sign-in' })
    }
  })

  it('recovers after rclone was killed', async (context) => {
    needsRclone(context)
    const backend = await open('here:')
    const use = useDaemon({ binary: 'rclone', config: join(base, 'rclone.conf') })
    const daemon = await use.get(signal)
    const kill = fetchKill(daemon.url, daemon.authorization)
    await kill
    await daemon.ended
    expect(await backend.stat('', { signal })).toMatchObject({ kind: 'folder' })
    await backend.makeFolder('after', { signal })
    expect(readdirSync(join(base, 'files'))).toEqual(['after'])
    await use.release()
  })

  it('is listed with memory that does not grow with the folder', async () => {
    const text = `{\n\t"list": [\n${Array.from({ length: 1000 }, (_, at) => `{"Path":"a","Name":"{\\"${at}\\\\","Size":1,"ModTime":"","IsDir":false,"Hashes":{"md5":"x"}}`).join(',\n')}]}`
    const cut = async function* () {
      for (let at = 0; at < text.length; at += 7) yield Buffer.from(text.slice(at, at + 7))
    }
    const names: string[] = []
    for await (const items of listedItems(cut())) names.push(...items.map(({ Name }) => Name))
    expect(names).toEqual(Array.from({ length: 1000 }, (_, at) => `{"${at}\\`))
  })

  it('is imported if Portolan has no backend for its protocol', async () => {
    const text =
      '[drive]\ntype = drive\ntoken = {"access_token":"x"}\n[box]\ntype = sftp\nhost = a\n[office]\ntype = smb\n'
    const source = join('/home/ada', '.config/rclone/rclone.conf')
    const sources = { env: {}, homeFolder: '/home/ada', addProblem: () => {} }
    const found = await importRclone({ ...sources, readText: async (path) => (path === source ? text : undefined) })
    expect(found).toEqual([
      { name: 'drive', config: { remote: 'drive:' }, secrets: {}, source },
      { name: 'office', config: { remote: 'office:' }, secrets: {}, source },
    ])
  })

  it('is refused if its name contains settings', () => {
    expect(() => rcloneConfigSchema.parse({ remote: ':sftp,host=a,pass=b:' })).toThrow('remote')
  })

  it('separates files from buckets in a store that has both', async (context) => {
    needsRclone(context)
    const backend = await open('mem:bucket')
    await backend.write('a.txt', new Blob(['hello']).stream(), { ifExists: 'fail', signal })
    const chunks: Uint8Array[] = []
    for await (const chunk of await backend.read('a.txt', { offset: 1, length: 3, signal })) chunks.push(chunk)
    expect(Buffer.concat(chunks).toString()).toBe('ell')
    expect(backend.serverCopy).toBeDefined()
  })

  it('receives no secret on the command line of rclone', async (context) => {
    needsRclone(context)
    await open('here:', { configPassword: 'only-by-environment' })
    const commands = execFileSync('ps', ['axww', '-o', 'args']).toString()
    expect(commands).toContain(base)
    expect(commands).not.toContain('only-by-environment')
  })
})

describe.skipIf(process.platform === 'win32')('the rclone process of a program that was killed', () => {
  it('ends as well', async (context) => {
    needsRclone(context)
    const script = `const { spawn } = require('node:child_process')
      spawn('/bin/sh', ['-c', process.argv[1], 'sh', ...process.argv.slice(2)], { stdio: ['pipe', 'ignore', 'inherit'] })`
    const rcd = ['rclone', 'rcd', '--rc-addr', '127.0.0.1:0', '--rc-user', 'u', '--rc-pass', 'p']
    const child = spawn(process.execPath, ['-e', script, tiedScript, ...rcd], { stdio: ['ignore', 'ignore', 'pipe'] })
    const url = await new Promise<string>((resolve) => {
      child.stderr.on('data', (text: Buffer) => {
        const found = /http:\/\/127[^\s]+/.exec(String(text))?.[0]
        if (found) resolve(found)
      })
    })
    expect((await fetch(url)).status).toBe(401)
    child.kill('SIGKILL')
    await vi.waitFor(() => expect(fetch(url)).rejects.toThrow(), { timeout: 10_000 })
  })
})

describeWithClient('rclone', () => {
  it('agree with the file system on files stored by either', { timeout: 60_000 }, async () => {
    const backend = await open('here:')
    const files = filesToStore()
    await storeThrough(backend, files)
    expectHere(join(base, 'files'), files)
    await runClient('rclone', ['copy', 'here:', join(base, 'theirs')], { RCLONE_CONFIG: join(base, 'rclone.conf') })
    expectHere(join(base, 'theirs'), files)
    rmSync(join(base, 'files'), { recursive: true })
    storeHere(join(base, 'files'), files)
    await expectThrough(backend, files)
    expect(readFileSync(join(base, 'files', 'plain.txt'), 'utf8')).toBe('bytes of plain.txt')
  })
})

function needsRclone(context: { skip: (when: boolean, why: string) => void }): void {
  context.skip(spawnSync('rclone', ['version'], { stdio: 'ignore' }).status !== 0, 'there is no rclone')
}

async function fetchKill(url: string, authorization: string): Promise<void> {
  const answer = await fetch(`${url}/core/pid`, { method: 'POST', headers: { authorization } })
  const { pid } = (await answer.json()) as { pid: number }
  process.kill(pid, 'SIGKILL')
}
