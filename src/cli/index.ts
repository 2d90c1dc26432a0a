import { readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { fileURLToPath } from 'node:url'
import { exitCodes } from './exit-codes.ts'
import { runCli } from './run-cli.ts'

// The path is two levels up both from here in src and from the bundle in out.
const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
  version: string
}
const interrupt = new AbortController()
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(name, () => {
    if (interrupt.signal.aborted) process.exit(exitCodes.interrupted) // On the second Ctrl-C, the program does not wait for cleanup.
    interrupt.abort(new DOMException('Interrupted.', 'AbortError'))
  })
}

const code = await runCli(process.argv.slice(2), {
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  env: process.env,
  cwd: process.cwd(),
  platform: process.platform,
  homeFolder: homedir(),
  version,
  rendererFolder: fileURLToPath(new URL('../renderer', import.meta.url)),
  signal: interrupt.signal,
})
process.exit(code) // All output is written by now. An idle worker or socket must not keep the shell waiting.
