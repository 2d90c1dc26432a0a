/** Runs Portolan in the same way as its users: `serve` of the built command line, with its own home folder. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'

const root = resolve(import.meta.dirname, '..', '..')

export interface ServedApp {
  /** The user's home folder, which the mount Home shows. */
  readonly home: string
  /** The folder in which the Shelf keeps its files. */
  readonly shelf: string
  /** The file with the configuration of the mounts. */
  readonly mountsFile: string
  /** Returns the link of the present run. */
  url(): string
  pid(): number
  /** Kills the process, like `kill -9`. */
  kill(): Promise<void>
  /** Starts it again on the same port. */
  restart(): Promise<void>
  close(): Promise<void>
}

export interface StartOptions {
  readonly env?: Readonly<Record<string, string>>
  /** Receives all output, of both streams, in place of the test runner's own error output. */
  readonly onOutput?: (text: string) => void
  readonly inMemory?: boolean
}

const memoryDisk = '/dev/shm'

export async function startServedApp({ env = {}, onOutput, inMemory }: StartOptions = {}): Promise<ServedApp> {
  const folder = mkdtempSync(join(inMemory && existsSync(memoryDisk) ? memoryDisk : tmpdir(), 'portolan-e2e-'))
  const home = join(folder, 'home')
  const portolanHome = join(folder, 'portolan')
  mkdirSync(home)
  mkdirSync(portolanHome)
  const port = await freePort()
  let run = await startRun()

  async function startRun() {
    const child = spawn(process.execPath, [join(root, 'bin', 'portolan'), 'serve', '--json', '--port', String(port)], {
      env: {
        ...process.env,
        HOME: home,
        USERPROFILE: home,
        XDG_DATA_HOME: join(home, '.local', 'share'),
        PORTOLAN_HOME: portolanHome,
        DBUS_SESSION_BUS_ADDRESS: 'disabled:', // No test may access the keychain of the user who runs it.
        ...env,
      },
      stdio: ['ignore', 'pipe', onOutput ? 'pipe' : 'inherit'],
    })
    for (const output of onOutput ? [child.stdout, child.stderr] : []) {
      output?.on('data', (chunk: Buffer) => onOutput?.(chunk.toString()))
    }
    const url = await readyUrl(child)
    return { child, url }
  }

  async function stop(signal: NodeJS.Signals) {
    if (run.child.exitCode !== null || run.child.signalCode !== null) return
    run.child.kill(signal)
    await once(run.child, 'exit')
  }

  return {
    home,
    shelf: join(portolanHome, 'data', 'shelf'),
    mountsFile: join(portolanHome, 'mounts.yaml'),
    url: () => run.url,
    pid: () => run.child.pid ?? 0,
    kill: () => stop('SIGKILL'),
    restart: async () => {
      run = await startRun()
    },
    async close() {
      await stop('SIGTERM')
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function readyUrl(child: ChildProcess): Promise<string> {
  if (!child.stdout) throw new Error('no output')
  for await (const line of createInterface(child.stdout)) {
    child.stdout.resume()
    return (JSON.parse(line) as { url: string }).url
  }
  throw new Error(`portolan serve ended before it was ready, with ${child.exitCode}`)
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}
