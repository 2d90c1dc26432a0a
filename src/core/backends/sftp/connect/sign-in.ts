/** The sign-in methods that are offered to a server, their order, and their result. */
import { said } from '../../../../contract/sentences/said.ts'
import { readFile } from 'node:fs/promises'
import type { AnyAuthMethod, AuthenticationType, NextAuthHandler, ParsedKey } from 'ssh2'
import { type SftpConfig, userOf } from '../config.ts'
import { signInFailure } from '../failures/failures.ts'

export type ParseKey = (key: string, passphrase?: string) => ParsedKey | Error

interface Attempt {
  readonly method: AuthenticationType
  /** The name in failures, such as `password`. */
  readonly what: string
  readonly with: AnyAuthMethod
}

/** The names of the methods in failures. */
export const whatIs = {
  key: (path: string) => `publickey (${path})`,
  agent: 'publickey (SSH agent)',
  password: 'password',
  'keyboard-interactive': 'keyboard-interactive',
} as const

export function noAgent() {
  return signInFailure(said('sftp.no-agent'))
}

export interface SignIn {
  /** For ssh2: passes it the next attempt that the server accepts. */
  readonly next: (left: AuthenticationType[] | null, isPartial: boolean | null, take: NextAuthHandler) => void
  /** Returns the methods that were tried so far. */
  readonly offered: () => readonly string[]
  /** Returns the methods that the server would accept. */
  readonly accepted: () => readonly string[]
}

/** Throws a `sign-in` failure for a key that cannot be used at all. */
export async function createSignIn(
  config: SftpConfig,
  { parseKey, agentSocket }: { readonly parseKey: ParseKey; readonly agentSocket: string | undefined },
): Promise<SignIn> {
  const waiting = await attemptsFor(config, parseKey, agentSocket)
  const offered: string[] = []
  let accepted: readonly string[] = []

  return {
    offered: () => offered,
    accepted: () => accepted,
    next(left, _isPartial, take) {
      if (left) accepted = left
      const at = waiting.findIndex(({ method }) => !left || left.includes(method === 'agent' ? 'publickey' : method))
      const [attempt] = at < 0 ? [] : waiting.splice(at, 1)
      if (!attempt) return take(false as never) // `false` ends the sign-in; the types do not declare it
      offered.push(attempt.what)
      take(attempt.with)
    },
  }
}

async function attemptsFor(
  config: SftpConfig,
  parseKey: ParseKey,
  agentSocket: string | undefined,
): Promise<Attempt[]> {
  const { password } = config
  const username = userOf(config)
  const attempts: Attempt[] = []
  if (config.privateKey !== undefined) {
    const { key, what } = await readKey(config.privateKey, config.passphrase, parseKey)
    attempts.push({ method: 'publickey', what, with: { type: 'publickey', username, key } })
  }
  if (config.agent) {
    if (agentSocket === undefined) {
      throw noAgent()
    }
    attempts.push({
      method: 'agent',
      what: whatIs.agent,
      with: { type: 'agent', username, agent: agentSocket },
    })
  }
  if (password !== undefined) {
    attempts.push({ method: 'password', what: whatIs.password, with: { type: 'password', username, password } })
    const prompt = answerWith(password)
    attempts.push({
      method: 'keyboard-interactive',
      what: whatIs['keyboard-interactive'],
      with: { type: 'keyboard-interactive', username, prompt },
    })
  }
  return attempts
}

/**
 * Answers the only hidden question, which is for the password. Any other question, such as one for a code from a phone,
 * gets an empty answer.
 */
function answerWith(password: string) {
  let isUsed = false
  return (
    _name: string,
    _instructions: string,
    _language: string,
    prompts: readonly { readonly echo?: boolean }[],
    finish: (answers: string[]) => void,
  ) => {
    const answers = prompts.map(({ echo }) => {
      if (isUsed || echo) return ''
      isUsed = true
      return password
    })
    finish(answers)
  }
}

/** Tells whether a value is a key itself and not the path of its file. */
export function isKeyText(value: string): boolean {
  return value.includes('-----BEGIN') || value.startsWith('PuTTY-User-Key-File')
}

/** Throws a `sign-in` failure for a key that cannot be used at all. */
export async function readKey(key: string, passphrase: string | undefined, parseKey: ParseKey) {
  const isInline = isKeyText(key)
  const name = isInline ? 'privateKey' : key
  const text = isInline ? key : await readKeyFile(key)
  const parsed = [parseKey(text, passphrase)].flat()[0]
  if (parsed === undefined || parsed instanceof Error) throw keyFailure(name, parsed, passphrase !== undefined)
  if (!parsed.isPrivateKey()) throw signInFailure(said('sftp.key-is-public', { key: name }))
  return { key: parsed, what: whatIs.key(name) }
}

export async function readKeyFile(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    throw signInFailure(said('sftp.key-unreadable', { key: path }), error)
  }
}

function keyFailure(key: string, error: Error | undefined, hasPassphrase: boolean) {
  // ssh2 reports a wrong passphrase only in the text of its errors
  const isLocked = /encrypted|passphrase|integrity|decrypt|MAC mismatch/i.test(error?.message ?? '')
  if (!isLocked) return signInFailure(said('sftp.key-format', { key }), error)
  return signInFailure(said(hasPassphrase ? 'sftp.wrong-passphrase' : 'sftp.needs-passphrase', { key }), error)
}
