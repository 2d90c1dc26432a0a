/**
 * A real OpenSSH server for tests. It runs as the current user, with its own keys, port and folder. It writes nothing
 * outside that folder.
 */
import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises'
import { connect, createServer } from 'node:net'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { SftpConfig } from '../config.ts'
import type { SftpOptions } from '../index.ts'

const run = promisify(execFile)

export interface Sshd {
  /** The folder of the server. `files` in it is for the mounts of tests. */
  readonly base: string
  readonly files: string
  readonly port: number
  /** The configuration of a mount of this folder, with its credentials and host key. */
  config(path: string, more?: Partial<SftpConfig>): SftpConfig
  readonly options: SftpOptions
  /** The arguments with which OpenSSH's own clients sign in to this server. */
  readonly clientArguments: readonly string[]
  /** The public host keys, as `ssh-keygen` prints them. */
  readonly hostKeys: readonly string[]
  stop(): Promise<void>
}

/** Returns undefined if a server can be started; otherwise why not and what to do about it. Prints the reason too. */
export async function whyNoSshd(): Promise<string | undefined> {
  const reason = await findReason()
  if (reason !== undefined) process.stderr.write(`SFTP is not tested against OpenSSH: ${reason}\n`)
  return reason
}

async function findReason(): Promise<string | undefined> {
  if (process.platform === 'win32') return 'no OpenSSH server is started on Windows.'
  if (!sshdPath()) return 'there is no OpenSSH server. `apt-get install openssh-server` brings one.'
  let sshd: Sshd | undefined
  try {
    sshd = await startSshd()
    // the server requires, for example, that every user has a shell
    await run('sftp', [...sshd.clientArguments, '-b', '/dev/null', '127.0.0.1'])
    return undefined
  } catch (error) {
    return `its server can't be used here: ${(error as Error).message}`
  } finally {
    await sshd?.stop()
  }
}

function sshdPath(): string | undefined {
  // sshd must be started by its full path
  return ['/usr/sbin/sshd', '/usr/local/sbin/sshd', '/opt/homebrew/sbin/sshd'].find((path) => existsSync(path))
}

/**
 * Starts a server. `subsystem` is the server's SFTP program; empty for none. `isQuick` chooses a key exchange that
 * costs a tenth of the usual one's processor time, because tests sign in hundreds of times.
 */
export async function startSshd({ subsystem = 'internal-sftp', isQuick = true } = {}): Promise<Sshd> {
  const base = await realpath(await mkdtemp(join(tmpdir(), 'portolan-sshd-')))
  const at = (name: string) => join(base, name)
  await mkdir(at('files'))
  await Promise.all([
    makeKey(at('host-ed25519'), 'ed25519'),
    makeKey(at('host-ecdsa'), 'ecdsa'),
    makeKey(at('user-key'), 'ed25519'),
  ])
  const hostKeys = await Promise.all(['host-ed25519', 'host-ecdsa'].map((name) => readPublicKey(at(name))))
  await writeFile(at('authorized_keys'), await readFile(at('user-key.pub')), { mode: 0o600 })
  const port = await freePort()
  await writeFile(at('known_hosts'), hostKeys.map((key) => `[127.0.0.1]:${port} ${key}\n`).join(''))
  await writeFile(
    at('sshd_config'),
    [
      `ListenAddress 127.0.0.1:${port}`,
      `HostKey ${at('host-ed25519')}`,
      `HostKey ${at('host-ecdsa')}`,
      `PidFile ${at('sshd.pid')}`,
      `AuthorizedKeysFile ${at('authorized_keys')}`,
      'UsePAM no',
      'StrictModes no',
      'PasswordAuthentication no',
      'KbdInteractiveAuthentication no',
      'MaxStartups 100',
      ...(isQuick ? ['KexAlgorithms curve25519-sha256'] : []),
      ...(subsystem ? [`Subsystem sftp ${subsystem}`] : []),
      '',
    ].join('\n'),
  )
  // when root runs sshd, it needs a folder that its package creates only when the service starts
  if (process.geteuid?.() === 0) await mkdir('/run/sshd', { recursive: true, mode: 0o755 })
  const child = spawn(sshdPath() ?? 'sshd', ['-D', '-e', '-f', at('sshd_config')], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let said = ''
  child.stderr.on('data', (text: Buffer) => (said = (said + text.toString()).slice(-2000)))
  try {
    await untilListening(port, child, () => said)
  } catch (error) {
    await end(child)
    await rm(base, { recursive: true, force: true })
    throw error
  }

  return {
    base,
    files: at('files'),
    port,
    hostKeys,
    // prettier-ignore
    clientArguments: [
      '-q', '-F', 'none', '-P', String(port), '-i', at('user-key'),
      '-o', 'IdentitiesOnly=yes', '-o', `UserKnownHostsFile=${at('known_hosts')}`,
    ],
    options: { knownHostsFiles: [at('known_hosts')], sshConfigFiles: [], agentSocket: undefined },
    config: (path, more) => ({
      host: '127.0.0.1',
      port,
      user: userInfo().username,
      path,
      privateKey: at('user-key'),
      ...more,
    }),
    async stop() {
      await end(child)
      await rm(base, { recursive: true, force: true })
    },
  }
}

/** Creates a key pair at `path` and `path.pub`. */
export async function makeKey(path: string, type: 'ed25519' | 'ecdsa', passphrase = ''): Promise<void> {
  await run('ssh-keygen', ['-q', '-t', type, '-N', passphrase, '-C', 'portolan-test', '-f', path])
}

export async function readPublicKey(path: string): Promise<string> {
  return (await readFile(`${path}.pub`, 'utf8')).split(' ').slice(0, 2).join(' ')
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  server.close()
  await once(server, 'close')
  return port
}

async function untilListening(port: number, child: ChildProcess, said: () => string): Promise<void> {
  for (let round = 0; round < 200; round += 1) {
    if (child.exitCode !== null) throw new Error(`sshd ended with ${child.exitCode}: ${said()}`)
    const isThere = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1')
      socket.once('connect', () => resolve(true))
      socket.once('error', () => resolve(false))
      socket.once('connect', () => socket.destroy())
    })
    if (isThere) return
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
  throw new Error(`sshd did not listen in time: ${said()}`)
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  child.kill()
  await once(child, 'close') // `close` also waits for its output
}
