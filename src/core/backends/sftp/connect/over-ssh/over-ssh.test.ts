/** Tests of connections made by the user's own `ssh`. */
import { execFile, execFileSync } from 'node:child_process'
import * as fs from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import type { Backend } from '../../../backend.ts'
import type { SftpConfig } from '../../config.ts'
import { openSftp, type SftpOptions } from '../../index.ts'
import { startSigningServer } from '../../testing/signing-server.ts'
import { makeKey, readPublicKey, type Sshd, startSshd, whyNoSshd } from '../../testing/sshd.ts'
import { createAnswers } from './answers.ts'

const { signal } = new AbortController()
const secret = 'correct-horse-battery'
const missing = await whyNoSshd()

describe.runIf(missing === undefined)('the user’s own ssh', () => {
  let sshd: Sshd
  const cleanUps: (() => Promise<unknown>)[] = []
  beforeAll(async () => {
    sshd = await startSshd()
  })
  afterAll(() => sshd.stop())
  afterEach(async () => {
    for (const cleanUp of cleanUps.splice(0).toReversed()) await cleanUp()
  })
  const at = (name: string) => join(sshd.base, name)
  async function open(config: SftpConfig, options: SftpOptions = {}): Promise<Backend> {
    const backend = await openSftp(config, { ...sshd.options, ...options }, signal)
    cleanUps.push(() => backend.close())
    return backend
  }
  const kindOf = async (backend: Backend) => (await backend.stat('', { signal })).kind
  /** Writes an ssh configuration as a user has it. */
  async function settings(...lines: string[]): Promise<SftpOptions> {
    await fs.writeFile(at('ssh_config'), `${lines.join('\n')}\n`, { mode: 0o600 })
    return { sshConfigFiles: [at('no-such-file'), at('ssh_config')] }
  }
  const hostLines = () => {
    const { port, user } = sshd.config('')
    return [
      `HostName 127.0.0.1`,
      `Port ${port}`,
      `User ${user}`,
      `IdentityFile ${at('user-key')}`,
      'IdentitiesOnly yes',
    ]
  }

  it('takes everything that the mount leaves out from its own configuration', async () => {
    const options = await settings('Host box', ...hostLines())
    expect(await kindOf(await open({ host: 'box', transport: 'ssh', path: sshd.files }, options))).toBe('folder')
  })

  it('prefers the settings of the mount to its own configuration', async () => {
    const options = await settings('Host 127.0.0.1', 'Port 9', 'User nobody', 'RemoteCommand false', 'RequestTTY force')
    expect(await kindOf(await open(sshd.config(sshd.files), options))).toBe('folder')
  })

  it('connects through jump hosts that its configuration names', async () => {
    const options = await settings('Host way', ...hostLines(), 'Host far', ...hostLines(), 'ProxyJump way')
    expect(await kindOf(await open({ host: 'far', transport: 'ssh', path: sshd.files }, options))).toBe('folder')
  })

  it('signs in with passphrase-protected keys of any type', async () => {
    for (const type of ['ed25519', 'ecdsa'] as const) {
      await makeKey(at(`locked-${type}`), type, secret)
      await fs.appendFile(at('authorized_keys'), await fs.readFile(at(`locked-${type}.pub`)))
      const config = sshd.config(sshd.files, { privateKey: at(`locked-${type}`), passphrase: secret, transport: 'ssh' })
      expect(await kindOf(await open(config))).toBe('folder')
    }
  })

  it('receives no secret that other processes can see, and leaves nothing behind', async (context) => {
    if (process.platform !== 'linux') context.skip('only Linux shows what other programs were given')
    const seen: string[] = []
    const server = await startSigningServer(at('host-ed25519'), (ask) => {
      if (ask.method !== 'password') return ask.reject(['password'])
      void (async () => {
        seen.push(...(await look()))
        if (ask.password === secret) ask.accept()
        else ask.reject()
      })()
    })
    cleanUps.push(() => server.close())
    const hostKey = await readPublicKey(at('host-ed25519'))
    const { user = '' } = sshd.config('')
    const config = { host: '127.0.0.1', port: server.port, user, path: sshd.files, password: secret, hostKey }
    const backend = await openSftp({ ...config, transport: 'ssh' }, sshd.options, signal)
    expect(await kindOf(backend)).toBe('folder')
    expect(seen.length).toBeGreaterThan(2)
    expect(seen.filter((text) => text.includes(secret))).toEqual([])
    await backend.close()
    await vi.waitFor(async () => expect((await programs()).map(({ command }) => command)).toEqual([]))
    expect(await folders()).toEqual([])
  })
  /** Returns everything of ours that another program of this user could read: arguments, environments, files. */
  async function look(): Promise<string[]> {
    const found: string[] = []
    for (const { pid, command } of await programs()) {
      found.push(command, await fs.readFile(`/proc/${pid}/environ`, 'utf8').catch(() => ''))
    }
    for (const folder of await folders()) {
      expect((await fs.stat(folder)).mode & 0o077).toBe(0)
      for (const entry of await fs.readdir(folder, { withFileTypes: true })) {
        if (entry.isFile()) found.push(await fs.readFile(join(folder, entry.name), 'utf8'))
      }
    }
    return found
  }
  async function folders(): Promise<string[]> {
    const names = await fs.readdir(tmpdir())
    const own = names.filter((name) => name.startsWith(`portolan-ssh-${process.pid}-`))
    return own.map((name) => join(tmpdir(), name))
  }
  /** Returns the programs that this one started. */
  async function programs(): Promise<{ pid: string; command: string }[]> {
    const found: { pid: string; command: string }[] = []
    for (const pid of (await fs.readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
      const command = await fs.readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')
      if (command.startsWith('ssh') && command.includes(`portolan-ssh-${process.pid}-`)) found.push({ pid, command })
    }
    return found
  }

  it('receives answers to its own prompts, and no other program does', async () => {
    const folder = await fs.mkdtemp(join(tmpdir(), 'portolan-answers-'))
    cleanUps.push(() => fs.rm(folder, { recursive: true }))
    const answers = await createAnswers(folder, () => secret)
    cleanUps.push(async () => answers.close())
    const ask = (asks: (self: number) => number) => {
      const running = promisify(execFile)(join(folder, 'ask'), ["ann@box's password: "])
      running.child.stderr?.on('data', (text: Buffer) => {
        const line = text.toString().trimEnd()
        expect(line.startsWith(answers.mark)).toBe(true)
        answers.answer(line.slice(answers.mark.length), asks(process.pid))
      })
      return running.then(
        ({ stdout }) => stdout,
        () => undefined,
      )
    }
    expect(await ask((self) => self)).toBe(`${secret}\n`)
    expect(await ask((self) => self + 1)).toBeUndefined()
    const left = promisify(execFile)(join(folder, 'ask'), ['x'])
    left.child.stderr?.on('data', () => answers.close()) // the same as when this program ends
    await expect(left).rejects.toThrow()
  })

  it('is replaced by the built-in client if missing or too old, unless the mount requires ssh', async () => {
    vi.resetModules()
    const path = process.env.PATH
    const fake = await fs.mkdtemp(join(tmpdir(), 'portolan-path-'))
    cleanUps.push(() => fs.rm(fake, { recursive: true }))
    cleanUps.push(async () => void (process.env.PATH = path))
    for (const script of [
      undefined,
      '#!/bin/sh\necho "debug1: Local version string SSH-2.0-OpenSSH_7.4" >&2\nexit 255\n',
    ]) {
      vi.resetModules()
      if (script !== undefined) await fs.writeFile(join(fake, 'ssh'), script, { mode: 0o755 })
      process.env.PATH = fake
      const fresh = await import('../../index.ts')
      const { failureOf } = await import('../../../../../contract/failure.ts')
      const backend = await fresh.openSftp(sshd.config(sshd.files), sshd.options, signal)
      cleanUps.push(() => backend.close())
      expect(await kindOf(backend)).toBe('folder')
      const asked = fresh.openSftp(sshd.config(sshd.files, { transport: 'ssh' }), sshd.options, signal)
      const failure = await asked.then(() => undefined, failureOf)
      expect(failure).toMatchObject({ kind: 'unsupported' })
      expect(failure?.message).toMatch(/remove “transport: ssh”|Remove “transport: ssh”/)
    }
    process.env.PATH = path
    expect(execFileSync('ssh', ['-V'], { stdio: 'ignore' })).toBeNull()
  })
})
