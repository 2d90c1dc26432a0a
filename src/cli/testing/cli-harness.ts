import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough, Readable } from 'node:stream'
import type { Surroundings, TextStream } from '../surroundings.ts'
import { runCli } from '../run-cli.ts'

export interface CliRun {
  readonly code: number
  readonly out: string
  readonly err: string
}

/** The command line in a temporary folder, for tests. */
export interface CliHarness {
  readonly cwd: string
  readonly home: string
  /** The environment of every run: the settings folder, and what a test adds. */
  readonly configFolder: string
  readonly env: Record<string, string>
  run(argv: readonly string[], options?: RunOptions): Promise<CliRun>
  close(): void
}

export interface RunOptions {
  readonly stdin?: Readable
  readonly isTerminal?: boolean
  readonly signal?: AbortSignal
  readonly stdout?: TextStream
}

export function createCliHarness(): CliHarness {
  const folder = mkdtempSync(join(tmpdir(), 'portolan-cli-'))
  const home = join(folder, 'home')
  const cwd = join(folder, 'work')
  mkdirSync(home)
  mkdirSync(cwd)
  const env: Record<string, string> = { PORTOLAN_HOME: join(folder, 'portolan'), XDG_DATA_HOME: join(folder, 'share') }

  async function run(argv: readonly string[], options: RunOptions = {}): Promise<CliRun> {
    const { isTerminal = false, stdin = Readable.from([]), signal = new AbortController().signal } = options
    const out = collect(isTerminal)
    const err = collect(isTerminal)
    const surroundings: Surroundings = {
      stdin: Object.assign(stdin, { isTTY: isTerminal }),
      stdout: options.stdout ?? out.stream,
      stderr: err.stream,
      env,
      cwd,
      platform: process.platform,
      homeFolder: home,
      version: '1.2.3',
      rendererFolder: join(folder, 'no-window'),
      signal,
    }
    const code = await runCli(argv, surroundings)
    return { code, out: out.text(), err: err.text() }
  }

  return {
    cwd,
    home,
    env,
    configFolder: join(folder, 'portolan'),
    run,
    close: () => rmSync(folder, { recursive: true, force: true }),
  }
}

function collect(isTTY: boolean) {
  const chunks: Buffer[] = []
  const stream = Object.assign(new PassThrough(), { isTTY, columns: 80 })
  stream.on('data', (chunk: Buffer) => chunks.push(chunk))
  return { stream, text: () => Buffer.concat(chunks).toString() }
}
