/** Tells `ssh` how to sign in: with the credentials of the mount, in the same order as the built-in transport. */
import { join } from 'node:path'
import type { StorageError } from '../../../../../contract/failure.ts'
import { hasSignIn, type SftpConfig } from '../../config.ts'
import type { ConnectOptions } from '../connection.ts'
import { noAgent, readKey, whatIs } from '../sign-in.ts'
import { type Answers, createAnswers } from './answers.ts'
import { keyFileForSsh } from './key-file.ts'
import { type OwnAgent, startOwnAgent } from './own-agent.ts'
import { quoted } from './arguments.ts'

export interface SshSignIn {
  readonly arguments: readonly string[]
  readonly environment: NodeJS.ProcessEnv
  readonly answers: Answers
  /** Returns the name of a protocol method for failures, such as `publickey (SSH agent)`. */
  what(method: string): string
  /** Returns a more exact failure if no method let the user in. Undefined if only the server knows the reason. */
  problem(): StorageError | undefined
  close(): void
}

type Settings = Readonly<Record<string, string | number>>

/**
 * Throws a `sign-in` failure for a key that cannot be used at all. `folder` is for files that only this connection
 * uses.
 */
export async function createSshSignIn(
  config: SftpConfig,
  { agentSocket }: Pick<ConnectOptions, 'agentSocket'>,
  folder: string,
): Promise<SshSignIn> {
  const { settings, agent, what } = await identityOf(config, folder)
  try {
    const answers = await createAnswers(folder, secretsOf(config))
    return {
      arguments: Object.entries({ ...settings, ...methodsOf(config) }).flatMap(([name, value]) => [
        '-o',
        `${name}=${value}`,
      ]),
      environment: { ...environmentOf(agentSocket), ...answers.environment },
      answers,
      what: (method) => (method === 'publickey' ? what : (whatIs[method as 'password'] ?? method)),
      problem: () =>
        config.agent && agentSocket === undefined && config.password === undefined ? noAgent() : undefined,
      close() {
        answers.close()
        agent?.close()
      },
    }
  } catch (error) {
    agent?.close()
    throw error
  }
}

interface Identity {
  readonly settings: Settings
  readonly what: string
  readonly agent?: OwnAgent
}

async function identityOf({ privateKey, passphrase, agent, password }: SftpConfig, folder: string): Promise<Identity> {
  if (privateKey !== undefined) {
    const file = await keyFileForSsh(privateKey)
    if (file !== undefined) {
      const settings = { IdentityFile: quoted(file), IdentitiesOnly: 'yes', IdentityAgent: 'none' }
      return { settings, what: whatIs.key(privateKey) }
    }
    const { key, what } = await readKey(privateKey, passphrase, (await import('ssh2')).default.utils.parseKey)
    const socket = join(folder, 'agent')
    const settings = { IdentityFile: 'none', IdentitiesOnly: 'no', IdentityAgent: quoted(socket) }
    return { settings, what, agent: await startOwnAgent(socket, key) }
  }
  // a key of the agent, or the keys that the user's configuration names
  if (agent) return { settings: { IdentityFile: 'none', IdentitiesOnly: 'no' }, what: whatIs.agent }
  const settings: Settings = password === undefined ? {} : { PubkeyAuthentication: 'no' }
  return { settings, what: 'publickey (ssh)' }
}

/** If the mount has no sign-in method, ssh decides. It may ask for the passphrase of its key. */
function methodsOf(config: SftpConfig): Settings {
  if (!hasSignIn(config)) return config.passphrase === undefined ? { BatchMode: 'yes' } : {}
  const isAsked = config.password !== undefined
  return {
    BatchMode: isAsked ? 'no' : 'yes',
    PreferredAuthentications: isAsked ? 'publickey,password,keyboard-interactive' : 'publickey',
    PasswordAuthentication: isAsked ? 'yes' : 'no',
    KbdInteractiveAuthentication: isAsked ? 'yes' : 'no',
    NumberOfPasswordPrompts: 1,
  }
}

/**
 * The first question of a sign-in method is for the password. Any other question, such as one for a code from a phone,
 * gets an empty answer.
 */
function secretsOf(config: SftpConfig): ((question: string) => string | undefined) | undefined {
  const { password, passphrase } = config
  const isForKey = passphrase !== undefined && !hasSignIn(config)
  if (password === undefined && !isForKey) return undefined
  const asked = new Set<string>()
  return (question) => {
    if (isForKey) return question.startsWith('Enter passphrase for ') ? passphrase : undefined
    const way = /'s password: ?$/.test(question) ? 'password' : 'keyboard-interactive'
    if (asked.has(way)) return ''
    asked.add(way)
    return password
  }
}

function environmentOf(agentSocket: string | undefined): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => !name.startsWith('PORTOLAN_') && name !== 'SSH_AUTH_SOCK')
  return { ...Object.fromEntries(own), ...(agentSocket !== undefined && { SSH_AUTH_SOCK: agentSocket }) }
}
