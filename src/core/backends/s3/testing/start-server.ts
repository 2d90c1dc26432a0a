/** Starts the S3 server for the tests (`radosgw.sh`), if possible. Used by the unit tests and by the journeys. */
import { spawn } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

/** The reply to a suite. */
export type ServerAnswer =
  | { readonly endpoint: string; readonly accessKeyId: string; readonly secretAccessKey: string }
  | { readonly problem: string }

const script = join(import.meta.dirname, 'radosgw.sh')
const packages = join(process.cwd(), '.cache', 'radosgw')
/** The first start downloads 150 MB. */
const patienceMs = 600_000

/** A running server, or the reason why there is none. */
export interface Running {
  readonly answer: ServerAnswer
  stop?(): Promise<void>
}

interface Options {
  /** The secret to use, for tests that search for it afterwards. */
  readonly secretAccessKey?: string
  /** The capacity of the server. */
  readonly size?: string
}

const mostStarts = 3

/**
 * Starts a server, which the caller must stop. If another program takes the port just before the server does, the
 * server is started again.
 */
export async function startS3Server(options: Options = {}): Promise<Running> {
  const problem = whyNot()
  if (problem !== undefined) return { answer: { problem } }
  for (let starts = 1; ; starts += 1) {
    const running = await startOnce(options)
    const isPortTaken = 'problem' in running.answer && running.answer.problem.includes('Address already in use')
    if (!isPortTaken || starts === mostStarts) return running
  }
}

async function startOnce({ secretAccessKey: wanted = 'testtest', size = '4G' }: Options): Promise<Running> {
  const folder = await mkdtemp(join(tmpdir(), 's3-')) // the path must be short, because sockets are created in it
  const port = await freePort()
  const child = spawn('bash', [script, folder, String(port)], {
    env: { ...process.env, S3_PKG: packages, S3_STORE: 'memstore', S3_SIZE: size, S3_PIPE: '1', S3_SECRET: wanted },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()))
  let said = ''
  child.stderr.on('data', (chunk) => (said = `${said}${chunk}`.slice(-2000)))

  async function stop() {
    child.kill('SIGTERM')
    await ended
    await rm(folder, { recursive: true, force: true })
  }

  const ready = new Promise<string | undefined>((resolve) => {
    createInterface(child.stdout).on('line', (line) => line.startsWith('ready ') && resolve(line))
    void ended.then(() => resolve(undefined))
    setTimeout(() => resolve(undefined), patienceMs).unref()
  })
  const [, endpoint, accessKeyId, secretAccessKey] = (await ready)?.split(' ') ?? []
  if (endpoint !== undefined && accessKeyId !== undefined && secretAccessKey !== undefined) {
    return { answer: { endpoint, accessKeyId, secretAccessKey }, stop }
  }
  await stop()
  return { answer: { problem: `${script} did not start: ${said.trim()}` } }
}

function whyNot(): string | undefined {
  const isDebian = process.platform === 'linux' && process.arch === 'x64' && existsSync('/etc/debian_version')
  return isDebian && process.getuid?.() === 0 ? undefined : `${script} needs root on Debian, x86-64`
}

/**
 * Returns a free port whose next port is also free, because the server uses two. The range is below the ports that
 * systems assign to connections.
 */
async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(20_000, 30_000)
    if ((await listenOnce(port)) !== undefined && (await listenOnce(port + 1)) !== undefined) return port
  }
}

async function listenOnce(port: number): Promise<number | undefined> {
  const server = createServer()
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      server.listen(port, '127.0.0.1', resolve)
    })
    const address = server.address()
    return typeof address === 'object' ? address?.port : undefined
  } catch {
    return undefined
  } finally {
    await new Promise<void>((resolve) => server.close(() => resolve()))
  }
}
