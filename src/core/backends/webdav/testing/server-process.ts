/** A real WebDAV server for tests: another program with its own folder and its own port. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, realpath, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type WebdavConfig, webdavConfigSchema } from '../config.ts'

export interface DavTestServer {
  /** The folder that it serves. */
  readonly files: string
  readonly url: string
  readonly user: string
  readonly password: string
  /** Returns the configuration of a mount of a new folder, created through the server. */
  ground(): Promise<WebdavConfig>
  config(path: string, more?: Partial<WebdavConfig>): WebdavConfig
  stop(): Promise<void>
}

export interface Places {
  /** A folder for everything that the server itself needs. */
  readonly base: string
  readonly files: string
  readonly port: number
}

export interface Program {
  readonly command: string
  readonly args: readonly string[]
  readonly env?: Readonly<Record<string, string>>
  /** Tells whether a status of `OPTIONS` shows that the server is running. */
  readonly isThere: (status: number) => boolean
}

const user = 'ada'
const password = 'a secret: with % and ü'
export const signIn = { user, password } as const

export async function startServer(
  prepare: (places: Places) => Promise<Program>,
  makeFolder: (places: Places, path: string) => Promise<void>,
): Promise<DavTestServer> {
  const base = await realpath(await mkdtemp(join(tmpdir(), 'portolan-dav-')))
  const places = { base, files: join(base, 'files'), port: await freePort() }
  await mkdir(places.files)
  const { command, args, env, isThere } = await prepare(places)
  const child = spawn(command, args, { stdio: ['ignore', 'ignore', 'pipe'], env: { ...process.env, ...env } })
  let said = ''
  child.stderr.on('data', (text: Buffer) => (said = (said + text.toString()).slice(-2000)))
  const url = `http://127.0.0.1:${places.port}/`
  const config = (path: string, more: Partial<WebdavConfig> = {}) =>
    webdavConfigSchema.parse({ url, path, user, password, ...more })
  const stop = async () => {
    await end(child)
    await rm(base, { recursive: true, force: true })
  }
  try {
    await untilAnswering(
      async () => isThere((await fetch(url, { method: 'OPTIONS', headers: basic })).status),
      child,
      () => said,
    )
  } catch (error) {
    await stop()
    throw error
  }
  let count = 0
  return {
    files: places.files,
    url,
    user,
    password,
    config,
    async ground() {
      const path = `ground ${(count += 1)}`
      await makeFolder(places, path)
      return config(path)
    },
    stop,
  }
}

export const basic = { authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}` }

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  server.close()
  await once(server, 'close')
  return port
}

async function untilAnswering(ask: () => Promise<boolean>, child: ChildProcess, said: () => string): Promise<void> {
  for (let round = 0; round < 200; round += 1) {
    if (child.exitCode !== null) throw new Error(`the server ended with ${child.exitCode}: ${said()}`)
    if (await ask().catch(() => false)) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error(`the server did not listen in time: ${said()}`)
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  child.kill()
  await once(child, 'close')
}
