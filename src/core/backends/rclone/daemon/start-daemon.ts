/**
 * One `rclone rcd` process on loopback, tied to our process: it ends when its standard input ends, also if we are
 * killed.
 */
import { said } from '../../../../contract/sentences/said.ts'
import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { unlessAborted } from '../../../../lib/flow/unless-aborted.ts'
import { type Agents, createAgents } from '../../patient-agents.ts'
import { rcloneFailure, refuse } from '../failures.ts'

export interface DaemonOptions {
  readonly binary: string
  readonly config?: string
  readonly configPassword?: string
}

export interface Daemon {
  /** Without a slash at the end. */
  readonly url: string
  /** The value of the `Authorization` header. */
  readonly authorization: string
  readonly agents: Agents
  /** Returns its last output. If the process has ended, this tells why. */
  lastWords(): string
  /** Resolves when the process has ended. */
  readonly ended: Promise<void>
  stop(): Promise<void>
}

const startingMs = 10_000

/** A shell waits for the end of our side of the pipe, because rclone itself would not notice that we are gone. */
export const tiedScript = `exec 3<&0
"$@" </dev/null &
pid=$!
(cat <&3 >/dev/null; kill $pid 2>/dev/null) &
trap 'kill $pid 2>/dev/null' TERM INT HUP
wait $pid`

export async function startDaemon(options: DaemonOptions, signal: AbortSignal): Promise<Daemon> {
  const user = randomBytes(12).toString('hex')
  const password = randomBytes(24).toString('hex')
  const args = [
    'rcd',
    '--rc-addr',
    '127.0.0.1:0',
    '--rc-serve',
    '--rc-server-read-timeout',
    '24h',
    '--rc-server-write-timeout',
    '24h',
  ]
  args.push('--ask-password=false', ...(options.config === undefined ? [] : ['--config', options.config]))
  const env = {
    ...process.env,
    RCLONE_RC_USER: user,
    RCLONE_RC_PASS: password,
    ...(options.configPassword !== undefined && { RCLONE_CONFIG_PASS: options.configPassword }),
  }
  const isTied = process.platform !== 'win32'
  const [program, all] = isTied
    ? (['/bin/sh', ['-c', tiedScript, 'sh', options.binary, ...args]] as const)
    : ([options.binary, args] as const)
  const child = spawn(program, all, { env, stdio: ['pipe', 'ignore', 'pipe'] })
  child.stdin?.on('error', () => {}) // the process ended before us
  const ended = new Promise<void>((resolve) => {
    child.once('close', () => resolve())
    child.once('error', () => resolve())
  })
  const printed = wordsOf(child)
  void ended.then(() => child.stdin?.destroy()) // also ends the part of the shell script that waits for the end of its input
  try {
    const port = await unlessAborted(portOf(child, ended, printed, options.binary), signal)
    child.unref()
    const agents = createAgents({ connectMs: startingMs, idleMs: 0 })
    return {
      url: `http://127.0.0.1:${port}`,
      authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`,
      agents,
      ended,
      lastWords: () => printed.now(),
      async stop() {
        child.stdin?.end()
        if (!isTied) child.kill()
        await ended
        agents.close()
      },
    }
  } catch (error) {
    child.stdin?.end()
    child.kill()
    throw error
  }
}

interface Words {
  now(): string
  onMore(heard: () => void): void
}

/** Collects the last part of its output. */
function wordsOf(child: ChildProcess): Words {
  let printed = ''
  let heard = () => {}
  child.stderr?.setEncoding('utf8')
  child.stderr?.on('data', (text: string) => {
    printed = (printed + text).slice(-10_000)
    heard()
  })
  return { now: () => printed, onMore: (more) => (heard = more) }
}

async function portOf(child: ChildProcess, ended: Promise<void>, printed: Words, binary: string): Promise<string> {
  const timer = AbortSignal.timeout(startingMs)
  return new Promise<string>((resolve, reject) => {
    child.once('error', (error) => reject(missing(binary, error)))
    printed.onMore(() => {
      const port = /remote control on https?:\/\/127\.0\.0\.1:(\d+)/.exec(printed.now())?.[1]
      if (port !== undefined) resolve(port)
    })
    void ended.then(() => reject(whyEnded(printed.now(), binary)))
    timer.addEventListener('abort', () =>
      reject(refuse('timeout', said('rclone.not-started', { seconds: startingMs / 1000 }), 'rclone.start', '')),
    )
  })
}

function whyEnded(printed: string, binary: string): Error {
  if (/not found|no such file/i.test(printed) && !/config/i.test(printed)) return missing(binary, undefined)
  if (/unknown (flag|command)/i.test(printed)) {
    return refuse('unsupported', 'rclone.too-old', 'rclone.start', '')
  }
  return rcloneFailure(printed, '', 'rclone.start')
}

function missing(binary: string, cause: unknown): Error {
  return refuse('unsupported', said('rclone.missing', { binary }), 'rclone.start', '', cause)
}
