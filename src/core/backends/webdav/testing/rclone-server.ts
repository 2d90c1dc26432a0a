/** A real WebDAV server for tests: rclone serving a folder of its own on a port of its own. */
import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, realpath, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { type WebdavConfig, webdavConfigSchema } from '../config.ts'

const run = promisify(execFile)
const user = 'ada'
const password = 'a secret: with % and ü'

export interface RcloneServer {
  /** The folder it serves. */
  readonly files: string
  readonly url: string
  readonly user: string
  readonly password: string
  /** For a mount of a folder that is made for it, through the server. */
  ground(): Promise<WebdavConfig>
  config(path: string, more?: Partial<WebdavConfig>): WebdavConfig
  stop(): Promise<void>
}

/** Undefined where it can be started; otherwise why not, and what to do about it. Says so aloud. */
export async function whyNoRclone(): Promise<string | undefined> {
  try {
    await run('rclone', ['version'])
    return undefined
  } catch {
    const reason = 'there is no rclone. `apt-get install rclone` brings one.'
    process.stderr.write(`WebDAV is not tested against a server: ${reason}\n`)
    return reason
  }
}

export async function startRcloneServer(): Promise<RcloneServer> {
  const base = await realpath(await mkdtemp(join(tmpdir(), 'portolan-dav-')))
  const files = join(base, 'files')
  await mkdir(files)
  const port = await freePort()
  const address = `127.0.0.1:${port}`
  const own = ['--config', join(base, 'none'), '--cache-dir', join(base, 'cache'), '--dir-cache-time', '1h']
  const child = spawn('rclone', ['serve', 'webdav', files, '--addr', address, ...own], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, RCLONE_USER: user, RCLONE_PASS: password },
  })
  let said = ''
  child.stderr.on('data', (text: Buffer) => (said = (said + text.toString()).slice(-2000)))
  const authorization = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`
  const ask = (method: string, path: string) =>
    fetch(`http://${address}${path}`, { method, headers: { authorization } })
  let count = 0
  const config = (path: string, more: Partial<WebdavConfig> = {}) =>
    webdavConfigSchema.parse({ url: `http://${address}/`, path, user, password, ...more })
  try {
    await untilAnswering(
      () => ask('OPTIONS', '/'),
      child,
      () => said,
    )
  } catch (error) {
    await end(child)
    await rm(base, { recursive: true, force: true })
    throw error
  }
  return {
    files,
    url: `http://${address}/`,
    user,
    password,
    config,
    async ground() {
      const path = `ground ${(count += 1)}`
      const { ok, status } = await ask('MKCOL', `/${encodeURIComponent(path)}`)
      if (!ok) throw new Error(`rclone did not make a folder: ${status}`)
      return config(path)
    },
    async stop() {
      await end(child)
      await rm(base, { recursive: true, force: true })
    },
  }
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  server.close()
  await once(server, 'close')
  return port
}

async function untilAnswering(ask: () => Promise<Response>, child: ChildProcess, said: () => string): Promise<void> {
  for (let round = 0; round < 200; round += 1) {
    if (child.exitCode !== null) throw new Error(`rclone ended with ${child.exitCode}: ${said()}`)
    const isThere = await ask().then(
      ({ ok }) => ok,
      () => false,
    )
    if (isThere) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error(`rclone did not listen in time: ${said()}`)
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  child.kill()
  await once(child, 'close')
}
