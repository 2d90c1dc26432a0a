/** `portolan` as a separate program, for tests that kill it. */
import { homedir } from 'node:os'
import { runCli } from '../run-cli.ts'

const code = await runCli(process.argv.slice(2), {
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  env: process.env,
  cwd: process.cwd(),
  platform: process.platform,
  homeFolder: homedir(),
  version: '1.2.3',
  rendererFolder: import.meta.dirname,
  signal: new AbortController().signal,
})
process.exit(code)
