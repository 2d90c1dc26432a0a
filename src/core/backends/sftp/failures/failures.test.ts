import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises'
import { connect, createServer, type Server, type Socket } from 'node:net'
import { join } from 'node:path'
import type { AuthContext } from 'ssh2'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type Failure, failureOf } from '../../../../contract/failure.ts'
import type { Backend } from '../../backend.ts'
import type { SftpConfig } from '../config.ts'
import { connectFailure } from './failures.ts'
import { openSftp, type SftpOptions } from '../index.ts'
import { startAgent, startSigningServer, type SigningServer } from '../testing/signing-server.ts'
import { freePort, makeKey, readPublicKey, type Sshd, startSshd, whyNoSshd } from '../testing/sshd.ts'

const { signal } = new AbortController()
const secret = 'correct-horse-battery'
const missing = await whyNoSshd()

describe.runIf(missing === undefined).each(['ssh', 'built-in'] as const)(
  'opening an SFTP mount with %s',
  (transport) => {
    let sshd: Sshd
    const opened: Backend[] = []
    beforeAll(async () => {
      sshd = await startSshd()
    })
    afterAll(() => sshd.stop())
    afterEach(async () => {
      for (const backend of opened.splice(0)) await backend.close()
    })
    const at = (name: string) => join(sshd.base, name)

    async function open(more: Partial<SftpConfig> = {}, options: SftpOptions = {}): Promise<Backend> {
      const config = sshd.config(sshd.files, { transport, ...more })
      const backend = await openSftp(config, { ...sshd.options, ...options }, signal)
      opened.push(backend)
      return backend
    }
    async function failing(more: Partial<SftpConfig> = {}, options: SftpOptions = {}): Promise<Failure> {
      const outcome = await open(more, options).then(
        () => undefined,
        (error: unknown) => failureOf(error),
      )
      if (!outcome) throw new Error('it opened')
      expect(JSON.stringify(outcome)).not.toContain(secret)
      return outcome
    }
    /** Opens a mount and returns the kind of its root folder, as the server reports it. */
    const opens = async (more: Partial<SftpConfig> = {}, options: SftpOptions = {}) =>
      (await (await open(more, options)).stat('', { signal })).kind
    const says = (text: string) => expect.stringContaining(text) as string
    async function knownHosts(...lines: string[]): Promise<SftpOptions> {
      await writeFile(at('other_known_hosts'), `${lines.join('\n')}\n`)
      return { knownHostsFiles: [at('no-such-file'), at('other_known_hosts')] }
    }
    const here = () => `[127.0.0.1]:${sshd.port}`

    describe('fails if the server', () => {
      let server: Server | undefined
      const sockets = new Set<Socket>()
      afterEach(async () => {
        for (const socket of sockets) socket.destroy()
        if (server) await once(server.close(), 'close')
        server = undefined
      })
      async function listen(answer: (socket: Socket) => void): Promise<number> {
        server = createServer((socket) => {
          sockets.add(socket)
          socket.on('error', () => {})
          answer(socket)
        }).listen(0, '127.0.0.1')
        await once(server, 'listening')
        return (server.address() as { port: number }).port
      }

      it('is not running: `unreachable`', async () => {
        const failure = await failing({ port: await freePort() })
        expect(failure).toMatchObject({ kind: 'unreachable', retry: 'later', message: says('nothing listens there') })
      })

      it.runIf(process.platform === 'linux')('accepts no connection: `unreachable`, in time', async () => {
        const script =
          "const s = require('net').createServer().listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => console.log(s.address().port))"
        const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] })
        const [line] = (await once(child.stdout, 'data')) as [Buffer]
        const port = Number(line)
        child.kill('SIGSTOP') // its connection queue fills up, and then nothing answers
        for (let count = 0; count < 4; count += 1) sockets.add(connect(port, '127.0.0.1').on('error', () => {}))
        const began = performance.now()
        const failure = await failing({ port }, { reachMs: 300 })
        expect(failure).toMatchObject({ kind: 'unreachable', retry: 'later', message: says('nothing answered for') })
        expect(performance.now() - began).toBeLessThan(2000)
        child.kill('SIGKILL')
        await once(child, 'close')
      })

      it('accepts the connection and never responds: `timeout`, in time', async () => {
        const began = performance.now()
        const failure = await failing({ port: await listen(() => {}) }, { signInMs: 300 })
        expect(failure).toMatchObject({ kind: 'timeout', retry: 'later', message: says('did not answer for') })
        expect(performance.now() - began).toBeLessThan(2000)
      })

      it('stops responding after its greeting: `timeout`', async () => {
        const port = await listen((socket) => void socket.write('SSH-2.0-Silent\r\n'))
        expect(await failing({ port }, { signInMs: 300 })).toMatchObject({ kind: 'timeout' })
      })

      it('disconnects during the sign-in: `unreachable`, without blaming the password', async () => {
        const cause = Object.assign(new Error('read ECONNRESET'), { level: 'client-socket', code: 'ECONNRESET' })
        const context = { server: 's', user: 'u', stage: 'sign-in', offered: ['password'], accepted: [] } as const
        const { failure } = connectFailure(new Error(cause.message, { cause }), context)
        expect(failure).toMatchObject({ kind: 'unreachable', retry: 'later' })
        const spoken = Object.assign(new Error('Too many authentication failures'), { code: 2 })
        expect(connectFailure(new Error(spoken.message, { cause: spoken }), context).failure.kind).toBe('sign-in')
      })

      it('disconnects at once or is no SSH server: `unreachable`', async () => {
        const closing = await listen((socket) => void socket.end())
        expect(await failing({ port: closing })).toMatchObject({
          kind: 'unreachable',
          message: says('not an SSH server'),
        })
        server?.close()
        const web = await listen((socket) => void socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'))
        expect(await failing({ port: web })).toMatchObject({ kind: 'unreachable' })
      })

      it('is slow and the caller aborts: with the caller’s reason', async () => {
        const abort = new AbortController()
        const port = await listen(() => abort.abort(new Error('enough')))
        const opening = openSftp(sshd.config('', { port, transport }), sshd.options, abort.signal)
        await expect(opening).rejects.toThrow('enough')
      })

      it('offers no SFTP: `unsupported`', async () => {
        const bare = await startSshd({ subsystem: '' })
        try {
          const opening = openSftp(bare.config('', { transport }), bare.options, signal)
          const failure = await opening.then(() => undefined, failureOf)
          expect(failure).toMatchObject({ kind: 'unsupported', message: says('offers no SFTP') })
        } finally {
          await bare.stop()
        }
      })
    })

    describe('verifies the server', () => {
      it('and refuses an unknown one, with its fingerprint and how to trust it', async () => {
        const failure = await failing({}, await knownHosts())
        const fingerprint = execFileSync('ssh-keygen', ['-lf', at('host-ed25519.pub')], { encoding: 'utf8' }).split(
          ' ',
        )[1]
        expect(failure).toMatchObject({
          kind: 'sign-in',
          retry: 'never',
          message: says(`adds “hostKey: ${fingerprint}” to the mount. You can also add the server to known_hosts`),
          remedy: { key: 'hostKey', value: fingerprint },
        })
        expect(await opens({ hostKey: fingerprint ?? '' }, await knownHosts())).toBe('folder')
      })

      it('by a whole key in the mount, or one of several', async () => {
        const [first = '', second = ''] = sshd.hostKeys
        expect(await opens({ hostKey: first }, await knownHosts())).toBe('folder')
        expect(await opens({ hostKey: second }, await knownHosts())).toBe('folder')
        expect(await opens({ hostKey: [`SHA256:${'A'.repeat(43)}`, first] }, await knownHosts())).toBe('folder')
      })

      it('and refuses a changed key with a warning, before anything is sent', async () => {
        await makeKey(at('stranger'), 'ed25519')
        const stranger = await readPublicKey(at('stranger'))
        const changed = await failing({}, await knownHosts(`${here()} ${stranger}`))
        expect(changed).toMatchObject({ kind: 'sign-in', message: says('HAS CHANGED') })
        expect(changed.message).toContain('known_hosts')
        const pinned = await failing({ hostKey: stranger })
        expect(pinned).toMatchObject({ kind: 'sign-in', message: says('HAS CHANGED') })
        expect(pinned.message).toContain('hostKey of the mount')
      })

      it('and refuses a revoked key even if the mount trusts it', async () => {
        const [key = ''] = sshd.hostKeys
        const revoked = await knownHosts(`@revoked * ${key}`)
        expect(await failing({ hostKey: key }, revoked)).toMatchObject({ kind: 'sign-in', message: says('revoked') })
      })

      it('by any of its keys, and by hashed lines of known_hosts', async () => {
        const [, ecdsa = ''] = sshd.hostKeys
        expect(await opens({}, await knownHosts(`${here()} ${ecdsa}`))).toBe('folder')
        const options = await knownHosts(`${here()} ${ecdsa}`)
        execFileSync('ssh-keygen', ['-q', '-H', '-f', at('other_known_hosts')], { stdio: 'ignore' })
        expect(await readFile(at('other_known_hosts'), 'utf8')).toMatch(/^\|1\|/)
        expect(await opens({}, options)).toBe('folder')
      })
    })

    describe('signs in', () => {
      /** Does not offer the mount's own key. */
      const without = (config: Partial<SftpConfig>) => ({ privateKey: undefined, ...config }) as Partial<SftpConfig>

      it('with a key, even if it is given as text', async () => {
        expect(await opens({ privateKey: await readFile(at('user-key'), 'utf8') })).toBe('folder')
      })

      it('not with a key that the server does not know, which the failure names', async () => {
        await makeKey(at('unknown-key'), 'ed25519')
        expect(await failing({ privateKey: at('unknown-key') })).toMatchObject({
          kind: 'sign-in',
          retry: 'never',
          message: says(`Tried: publickey (${at('unknown-key')}). The server accepts: publickey`),
        })
      })

      it('with a passphrase-protected key only with its passphrase', async () => {
        await makeKey(at('locked'), 'ed25519', secret)
        await copyFile(at('authorized_keys'), at('keys-before'))
        await writeFile(at('authorized_keys'), await readFile(at('locked.pub')))
        expect(await opens({ privateKey: at('locked'), passphrase: secret })).toBe('folder')
        const wrong = await failing({ privateKey: at('locked'), passphrase: 'no' })
        expect(wrong).toMatchObject({ kind: 'sign-in', message: says('The passphrase does not open') })
        const none = await failing({ privateKey: at('locked') })
        expect(none).toMatchObject({ kind: 'sign-in', message: says('needs a passphrase') })
        await copyFile(at('keys-before'), at('authorized_keys'))
      })

      it('not with a file that is no private key', async () => {
        await writeFile(at('nonsense'), 'nonsense')
        expect(await failing({ privateKey: at('nonsense') })).toMatchObject({
          kind: 'sign-in',
          message: says('unknown format'),
        })
        expect(await failing({ privateKey: at('user-key.pub') })).toMatchObject({ kind: 'sign-in' })
        expect(await failing({ privateKey: at('no') })).toMatchObject({ kind: 'sign-in', message: says('can’t') })
      })

      it('with the keys of an agent, and reports if none is running', async () => {
        const agent = startAgent(at('agent'), at('user-key'))
        try {
          expect(await opens(without({ agent: true }), { agentSocket: at('agent') })).toBe('folder')
        } finally {
          agent.stop()
        }
        expect(await failing(without({ agent: true }))).toMatchObject({
          kind: 'sign-in',
          message: says('SSH_AUTH_SOCK'),
        })
        const gone = await failing(without({ agent: true }), { agentSocket: at('agent') })
        expect(gone).toMatchObject({ kind: 'sign-in', message: says('SSH agent') })
      })

      describe('with a password', () => {
        let server: SigningServer | undefined
        afterEach(() => server?.close())

        async function tryAt(answer: (context: AuthContext) => void, config: Partial<SftpConfig>) {
          server = await startSigningServer(at('host-ed25519'), answer)
          const key = await readPublicKey(at('host-ed25519'))
          return without({ port: server.port, hostKey: key, password: secret, ...config })
        }
        const byPassword = (context: AuthContext) =>
          context.method === 'password' && context.password === secret ? context.accept() : context.reject(['password'])

        it('that the server requests', async () => {
          expect(await opens(await tryAt(byPassword, {}))).toBe('folder')
        })

        it('in reply to a prompt of the server', async () => {
          const asking = (context: AuthContext) => {
            if (context.method !== 'keyboard-interactive') return context.reject(['keyboard-interactive'])
            context.prompt([{ prompt: 'Password: ', echo: false }], (answers) => {
              if (answers[0] === secret) context.accept()
              else context.reject(['keyboard-interactive'])
            })
          }
          expect(await opens(await tryAt(asking, {}))).toBe('folder')
        })

        it('and a key if the server requires both', async () => {
          const both = (context: AuthContext) => {
            if (context.method === 'publickey') {
              // the first request only asks whether the key would be accepted
              if (context.signature) context.reject(['password'], true)
              else context.accept()
            } else if (context.method === 'password' && context.password === secret) context.accept()
            else context.reject(['publickey'])
          }
          expect(await opens(await tryAt(both, { privateKey: at('user-key') }))).toBe('folder')
        })

        it('but not with a wrong one, which the failure does not contain', async () => {
          const wrong = `${secret}-wrong`
          const failure = await failing(await tryAt(byPassword, { password: wrong }))
          expect(failure).toMatchObject({
            kind: 'sign-in',
            message: says('Tried: password. The server accepts: password'),
          })
        })

        it('but not if the server accepts no passwords', async () => {
          const failure = await failing(await tryAt((context) => context.reject(['publickey']), {}))
          expect(failure).toMatchObject({ kind: 'sign-in', message: says('accepts: publickey') })
        })
      })
    })

    describe('finds the folder', () => {
      it('from the root or from the user’s home folder', async () => {
        await mkdir(at('files/deep'))
        const backend = await open({ path: `${sshd.files}/deep/..` })
        expect((await backend.stat('deep', { signal })).kind).toBe('folder')
        for (const path of ['', '~', '.']) expect(await opens({ path })).toBe('folder')
      })

      it('and reports if it does not exist or is a file', async () => {
        await writeFile(at('files/file'), 'x')
        expect(await failing({ path: at('files/no/such') })).toMatchObject({ kind: 'not-found' })
        expect(await failing({ path: at('files/file') })).toMatchObject({ kind: 'not-a-folder' })
      })
    })
  },
)
