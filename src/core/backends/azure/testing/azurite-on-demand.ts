/**
 * One Azurite for a whole test run, started when the first suite asks for it and stopped when the run ends. This code
 * runs in the process of the test runner, the suites in others. They connect to a port on loopback and get one line of
 * JSON.
 */
import { spawn } from 'node:child_process'
import { createServer } from 'node:net'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import type { TestProject } from 'vitest/node'

/** The reply to a suite. */
export type AzuriteAnswer = { readonly endpoint: string } | { readonly problem: string }

declare module 'vitest' {
  export interface ProvidedContext {
    /** The port at which suites ask for Azurite. */
    azuritePort: number
  }
}

const script = join(process.cwd(), 'node_modules', 'azurite', 'dist', 'src', 'blob', 'main.js')
const patienceMs = 60_000

export interface Running {
  readonly answer: AzuriteAnswer
  stop?(): Promise<void>
}

/** The test runner calls this before the suites, and calls the returned function after them. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  let running: Promise<Running> | undefined
  const door = createServer((socket) => {
    socket.on('error', () => {})
    running ??= startAzurite()
    void running.then(({ answer }) => socket.end(`${JSON.stringify(answer)}\n`))
  })
  await new Promise<void>((resolve) => door.listen(0, '127.0.0.1', resolve))
  door.unref()
  const address = door.address()
  if (typeof address === 'object' && address) project.provide('azuritePort', address.port)
  return async () => {
    door.close()
    await (await running)?.stop?.()
  }
}

/**
 * Returns code that turns off Azurite's garbage collection. Ten minutes after its start it deletes the bytes of deleted
 * blobs one by one, and rebuilds all indexes for each. With thousands of blobs it does not respond for minutes. The
 * tests do not need the deletion.
 */
function keepingExtents(): string {
  const constants = join(dirname(script), 'utils', 'constants.js')
  const code = `import { createRequire } from 'node:module'
createRequire(${JSON.stringify(script)})(${JSON.stringify(constants)}).DEFAULT_GC_INTERVAL_MS = 86_400_000`
  return `data:text/javascript,${encodeURIComponent(code)}`
}

export async function startAzurite(): Promise<Running> {
  const how = ['--silent', '--inMemoryPersistence', '--skipApiVersionCheck', '--disableTelemetry']
  const where = ['--blobHost', '127.0.0.1', '--blobPort', '0']
  const child = spawn(process.execPath, ['--import', keepingExtents(), script, ...how, ...where], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()))
  let said = ''
  child.stderr.on('data', (chunk) => (said = `${said}${chunk}`.slice(-2000)))

  async function stop() {
    child.kill('SIGTERM')
    const stubborn = setTimeout(() => child.kill('SIGKILL'), 5000)
    await ended
    clearTimeout(stubborn)
  }

  const endpoint = await new Promise<string | undefined>((resolve) => {
    createInterface(child.stdout).on('line', (line) => {
      const address = /successfully listens? on (http:\S+)/.exec(line)?.[1]
      if (address !== undefined) resolve(address)
    })
    void ended.then(() => resolve(undefined))
    setTimeout(() => resolve(undefined), patienceMs).unref()
  })
  if (endpoint !== undefined) return { answer: { endpoint: `${endpoint}/devstoreaccount1` }, stop }
  await stop()
  return { answer: { problem: `Azurite did not start: ${said.trim()}` } }
}
