/** Starts Samba as an ordinary process, with one share of its own folder. */
import { execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type AddressInfo, connect } from 'node:net'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

const smbd = '/usr/sbin/smbd'
const startMs = 20_000
const user = userInfo().username
const password = 'a secret with % and ü'

export interface SambaServer {
  /** The folder that is shared as `files`. */
  readonly files: string
  readonly port: number
  readonly user: string
  readonly password: string
  stop(): Promise<void>
}

/** Returns undefined if the server can be started; otherwise why not and what to do about it. */
export function whyNoSamba(): string | undefined {
  // only root can write the password file and add users
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return 'Samba is started on Linux, by root.'
  return existsSync(smbd) ? undefined : 'there is no Samba. `apt-get install samba` brings it.'
}

export async function startSamba(): Promise<SambaServer> {
  const base = realpathSync(mkdtempSync(join(tmpdir(), 'portolan-samba-')))
  const inBase = (name: string) => join(base, name)
  const files = inBase('files')
  for (const name of ['files', 'private', 'lock', 'state', 'cache', 'pid']) mkdirSync(inBase(name))
  const port = await freePort()
  const config = inBase('smb.conf')
  writeFileSync(config, configOf(base, port))
  execFileSync('smbpasswd', ['-c', config, '-s', '-a', user], { input: `${password}\n${password}\n`, stdio: 'pipe' })
  // when it ends, it ends its whole process group, which must not be ours
  const server = spawn(smbd, ['--foreground', '--no-process-group', '-s', config], { stdio: 'ignore', detached: true })
  const ended = new Promise<void>((resolve) => server.once('close', () => resolve()))
  await answering(port, Date.now() + startMs)
  return {
    files,
    port,
    user,
    password,
    async stop() {
      server.kill()
      await ended
      rmSync(base, { recursive: true, force: true })
    },
  }
}

function configOf(base: string, port: number): string {
  return `[global]
smb ports = ${port}
interfaces = 127.0.0.1
bind interfaces only = yes
private dir = ${base}/private
lock directory = ${base}/lock
state directory = ${base}/state
cache directory = ${base}/cache
pid directory = ${base}/pid
passdb backend = smbpasswd:${base}/private/smbpasswd
log file = ${base}/log
disable netbios = yes
load printers = no
server role = standalone server
server min protocol = SMB3
[files]
path = ${base}/files
read only = no
`
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

async function answering(port: number, untilMs: number): Promise<void> {
  for (;;) {
    const isOpen = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1')
      socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
      socket.once('connect', () => socket.destroy())
    })
    if (isOpen) return
    if (Date.now() > untilMs) throw new Error('Samba did not start.')
    await pause(50)
  }
}
