/**
 * Answers the questions of `ssh` for a password or a passphrase. `ssh` runs a small script, which writes the question
 * to the error output that we read. The script reads the answer from a pipe that only this user may open. The secret is
 * in no argument, environment variable or file. When this program ends, the pipe ends, and so does the script.
 */
import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { closeSync, constants, openSync, writeSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

export interface Answers {
  /** The prefix of a line in the error output that contains a question. */
  readonly mark: string
  readonly environment: Readonly<Record<string, string>>
  /**
   * Answers the question in the rest of such a line. Only the `ssh` process itself gets the secret; other programs on
   * the way do not.
   */
  answer(asked: string, ssh: number | undefined): void
  close(): void
}

/** Without secrets no question can be answered, because there is no terminal either. */
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
  // opened for reading and writing, so the open does not block, and the script's pipe ends when this program ends
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

/**
 * Returns the script. It opens the pipe before it asks, because opening a pipe without a writer would block forever if
 * this program ended meanwhile. `read` takes no byte after the end of its line.
 */
function scriptOf(mark: string): string {
  return `#!/bin/sh
exec 3< "\${0%/*}/answers" || exit 1
printf '%s%s %s\\n' '${mark}' "$PPID" "$(printf '%s' "$1" | tr '\\n\\r' '  ')" >&2
IFS= read -r answer <&3 || exit 1
case $answer in
  +*) printf '%s\\n' "\${answer#+}" ;;
  *) exit 1 ;;
esac
`
}
