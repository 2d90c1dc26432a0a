import { spawn } from 'node:child_process'
import { unlessAborted } from '../../../../../lib/flow/unless-aborted.ts'

export interface SshPlace {
  readonly args: readonly string[]
  readonly host: string
  /** The control socket of the `ssh` that is already connected. */
  readonly controlPath: string | undefined
  readonly environment: NodeJS.ProcessEnv
}

const mostOutputBytes = 10_000

/** The proxy command applies if the connection is gone: it prevents a new connection. */
export function sharedArguments({ args, controlPath }: SshPlace): readonly string[] {
  if (controlPath === undefined) return args
  return ['-F', 'none', '-S', controlPath, '-o', 'ControlMaster=no', '-o', 'ProxyCommand=false', '-o', 'LogLevel=ERROR']
}

/** Runs a command over the existing connection. If that is not possible, the command is not run. */
export async function runOverSsh(place: SshPlace, command: string, signal: AbortSignal): Promise<string | undefined> {
  signal.throwIfAborted()
  const child = spawn('ssh', [...sharedArguments(place), '-T', '--', place.host, command], {
    env: place.environment,
    detached: true,
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const leave = () => child.kill()
  signal.addEventListener('abort', leave, { once: true })
  const running = new Promise<string | undefined>((resolve) => {
    let output = ''
    child.stdout.on('data', (chunk: Buffer) => {
      if (output.length < mostOutputBytes) output += chunk.toString('latin1')
    })
    child.on('error', () => resolve(undefined))
    child.on('close', (code) => resolve(code === 0 && output !== '' ? output : undefined))
  })
  void running.then(() => signal.removeEventListener('abort', leave))
  return unlessAborted(running, signal)
}
