/** What is offered to a server as proof of who the user is, in which order, and what became of it. */
import { said } from '../../../../contract/sentences/said.ts'
import { readFile } from 'node:fs/promises'
import type { AnyAuthMethod, AuthenticationType, NextAuthHandler, ParsedKey } from 'ssh2'
import { type SftpConfig, userOf } from '../config.ts'
import { signInFailure } from '../failures/failures.ts'

export type ParseKey = (key: string, passphrase?: string) => ParsedKey | Error

interface Attempt {
  readonly method: AuthenticationType
  /** For the failure's list: `password`. */
  readonly what: string
  readonly with: AnyAuthMethod
}

/** What can be offered, as failures list it. */
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
  /** For ssh2: gives the next attempt the server takes. */
  readonly next: (left: AuthenticationType[] | null, isPartial: boolean | null, take: NextAuthHandler) => void
  /** What was sent so far. */
  readonly offered: () => readonly string[]
  /** What the server would take. */
  readonly accepted: () => readonly string[]
}

/** Throws a `sign-in` failure for a key that can't be used at all. */
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
      if (!attempt) return take(false as never) // ends it; the types leave this out
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

/** Answers the one hidden question, which is for the password; anything else, such as a code from a phone, is left empty. */
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

/** A key itself, and not the path of its file. */
export function isKeyText(value: string): boolean {
  return value.includes('-----BEGIN') || value.startsWith('PuTTY-User-Key-File')
}

/** Throws a `sign-in` failure for a key that can't be used at all. */
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
  // the only trace ssh2 leaves of a wrong passphrase is in its sentences
  const isLocked = /encrypted|passphrase|integrity|decrypt|MAC mismatch/i.test(error?.message ?? '')
  if (!isLocked) return signInFailure(said('sftp.key-format', { key }), error)
  return signInFailure(said(hasPassphrase ? 'sftp.wrong-passphrase' : 'sftp.needs-passphrase', { key }), error)
}
