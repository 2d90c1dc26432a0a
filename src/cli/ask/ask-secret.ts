import type { Surroundings } from '../surroundings.ts'
import { UsageError } from '../usage-error.ts'

type Terminal = Pick<Surroundings, 'stdin' | 'stderr' | 'signal'>

/** Tells whether input and error output are connected to a terminal with a user. */
export function canAsk({ stdin, stderr }: Terminal): boolean {
  return stdin.isTTY === true && stderr.isTTY === true
}

/** Reads a secret from the terminal without showing it. Resolves to undefined on Ctrl-C or Ctrl-D. */
export async function askSecret(question: string, { stdin, stderr, signal }: Terminal): Promise<string | undefined> {
  signal.throwIfAborted()
  stderr.write(question)
  stdin.setRawMode?.(true)
  let typed = ''
  try {
    return await new Promise<string | undefined>((resolve, reject) => {
      const onAbort = () => finish(() => reject(signal.reason as Error))
      const onEnd = () => finish(() => resolve(undefined))
      const onData = (chunk: Buffer | string) => {
        for (const character of chunk.toString()) {
          if (character === '\r' || character === '\n') return finish(() => resolve(typed))
          if (character === '\u0003' || character === '\u0004') return onEnd()
          if (character === '\u007f' || character === '\b') typed = Array.from(typed).slice(0, -1).join('')
          else if (character >= ' ') typed += character
        }
      }
      function finish(settle: () => void) {
        stdin.off('data', onData)
        stdin.off('end', onEnd)
        signal.removeEventListener('abort', onAbort)
        stdin.pause()
        settle()
      }
      stdin.on('data', onData)
      stdin.once('end', onEnd)
      signal.addEventListener('abort', onAbort, { once: true })
      stdin.resume()
    })
  } finally {
    stdin.setRawMode?.(false)
    stderr.write('\n')
  }
}

/** A new password must be typed twice. */
export async function askMasterPassword(file: 'new' | 'locked', terminal: Terminal): Promise<string | undefined> {
  if (file === 'locked') return askSecret('Master password of the encrypted file: ', terminal)
  const password = await askSecret('A new master password for the encrypted file: ', terminal)
  if (password === undefined || password === '') return undefined
  if ((await askSecret('Once more: ', terminal)) === password) return password
  throw new UsageError('The two passwords are not the same.', 'Nothing was kept; try again.')
}
