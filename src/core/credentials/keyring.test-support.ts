/** Real keyrings for tests: gnome-keyring with its own D-Bus and its own folder. The user's data is not touched. */
import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'

export interface Keyring {
  /** The environment with which a process finds it. */
  readonly env: Readonly<Record<string, string>>
  stop(): Promise<void>
}

/** Undefined if keyrings can be started. Otherwise returns the reason and what to do, and also prints it. */
export async function whyNoKeyring(): Promise<string | undefined> {
  const reason = await findReason()
  if (reason !== undefined) process.stderr.write(`The keychain is not tested against gnome-keyring: ${reason}\n`)
  return reason
}

async function findReason(): Promise<string | undefined> {
  if (process.platform !== 'linux') return 'it is one of Linux.'
  for (const program of ['dbus-run-session', 'gnome-keyring-daemon']) {
    if (!findProgram(program)) return `there is no ${program}. \`apt-get install gnome-keyring dbus\` brings it.`
  }
  try {
    const home = await makeKeyringHome()
    await (await startKeyring(home, 'unlocked')).stop()
    await rm(home, { recursive: true, force: true })
    return undefined
  } catch (error) {
    return `it can't be started here: ${(error as Error).message}`
  }
}

function findProgram(name: string): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(':')
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path))
}

/** Creates a folder for a keyring that is started several times. */
export async function makeKeyringHome(): Promise<string> {
  const home = await mkdtemp(join(tmpdir(), 'portolan-keyring-'))
  await mkdir(join(home, 'run'), { mode: 0o700 })
  return home
}

/** `locked`: nothing can unlock it. `waiting`: a prompt opens and is never answered. */
export async function startKeyring(home: string, state: 'unlocked' | 'locked' | 'waiting'): Promise<Keyring> {
  const services = join(home, 'share', 'dbus-1', 'services')
  await rm(services, { recursive: true, force: true })
  await mkdir(services, { recursive: true })
  for (const name of ['SystemPrompter', 'PrivatePrompter']) {
    const program = state === 'waiting' ? '/bin/sleep 5' : '/bin/false'
    await writeFile(
      join(services, `${name}.service`),
      `[D-BUS Service]\nName=org.gnome.keyring.${name}\nExec=${program}\n`,
    )
  }
  const env = {
    PATH: process.env['PATH'] ?? '',
    HOME: home,
    XDG_RUNTIME_DIR: join(home, 'run'),
    XDG_DATA_HOME: join(home, 'data'),
    XDG_DATA_DIRS: join(home, 'share'),
  }
  const daemon =
    state === 'unlocked'
      ? 'printf password | gnome-keyring-daemon --foreground --unlock --components=secrets'
      : 'gnome-keyring-daemon --foreground --start --components=secrets'
  // The session ends with its script, which waits for the end of its input.
  const script = `echo "$DBUS_SESSION_BUS_ADDRESS"; (${daemon}) >/dev/null 2>&1 & pid=$!; read _; pkill -P $pid; kill $pid`
  const child = spawn('dbus-run-session', ['--', 'sh', '-c', script], { env, stdio: ['pipe', 'pipe', 'ignore'] })
  const address = await firstLine(child)
  await untilOwned(address, env)
  return {
    env: { ...env, DBUS_SESSION_BUS_ADDRESS: address },
    async stop() {
      child.stdin?.end()
      await once(child, 'exit')
      child.stdout?.destroy() // A waiting prompt may still hold the other end.
    },
  }
}

async function firstLine(child: ChildProcess): Promise<string> {
  if (!child.stdout) throw new Error('no output')
  const lines = createInterface(child.stdout)
  const [line] = (await once(lines, 'line')) as [string]
  lines.close()
  return line
}

async function untilOwned(address: string, env: Record<string, string>): Promise<void> {
  const run = promisify(execFile)
  const call = ['--print-reply', '--dest=org.freedesktop.DBus', '/', 'org.freedesktop.DBus.NameHasOwner']
  for (let round = 0; round < 100; round += 1) {
    const { stdout } = await run('dbus-send', ['--session', ...call, 'string:org.freedesktop.secrets'], {
      env: { ...env, DBUS_SESSION_BUS_ADDRESS: address },
    })
    if (stdout.includes('boolean true')) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error('gnome-keyring did not come up in time')
}
