/**
 * What `ssh` asks for, a password or a passphrase, and how it gets it: it runs a small script, which says what is asked on
 * the error output that is ours to read, and takes the answer from a pipe that only this user may open. The secret is in
 * no argument, environment or file. When this program ends, so does the pipe, and the script with it.
 */
import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { closeSync, constants, openSync, writeSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

export interface Answers {
  /** What a line of the error output begins with when something is asked. */
  readonly mark: string
  readonly environment: Readonly<Record<string, string>>
  /** For the rest of such a line. Only the process `ssh` itself is told, and no other one on the way. */
  answer(asked: string, ssh: number | undefined): void
  close(): void
}

/** Without secrets, nothing can be asked: there is no terminal either. */
export async function createAnswers(
  folder: string,
  secretFor: ((question: string) => string | undefined) | undefined,
): Promise<Answers> {
  const mark = `portolan-asked-${randomBytes(8).toString('hex')} `
  const script = join(folder, 'ask')
  if (!secretFor) {
    return { mark, environment: { SSH_ASKPASS_REQUIRE: 'never' }, answer() {}, close() {} }
  }
  const pipe = join(folder, 'answers')
  await Promise.all([
    writeFile(script, scriptOf(mark), { mode: 0o700 }),
    promisify(execFile)('mkfifo', ['-m', '600', pipe]),
  ])
  // opened both ways, it waits for nobody, and ends for the script when this program does
  let descriptor: number | undefined = openSync(pipe, constants.O_RDWR | constants.O_NONBLOCK)
  return {
    mark,
    environment: { SSH_ASKPASS: script, SSH_ASKPASS_REQUIRE: 'force' },
    answer(asked, ssh) {
      const [, asking, question = ''] = /^(\d+) (.*)$/.exec(asked) ?? []
      if (descriptor === undefined || asking === undefined) return
      const secret = Number(asking) === ssh ? secretFor(question) : undefined
      writeSync(descriptor, secret === undefined ? '-\n' : `+${secret}\n`)
    },
    close() {
      if (descriptor !== undefined) closeSync(descriptor)
      descriptor = undefined
    },
  }
}

/** `read` takes no byte beyond the end of its line. */
function scriptOf(mark: string): string {
  return `#!/bin/sh
printf '%s%s %s\\n' '${mark}' "$PPID" "$(printf '%s' "$1" | tr '\\n\\r' '  ')" >&2
IFS= read -r answer < "\${0%/*}/answers" || exit 1
case $answer in
  +*) printf '%s\\n' "\${answer#+}" ;;
  *) exit 1 ;;
esac
`
}
