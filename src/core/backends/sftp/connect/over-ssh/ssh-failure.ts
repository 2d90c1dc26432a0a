/** Translates a failed connection of `ssh` into the same failure that the built-in transport gives. */
import type { StorageError } from '../../../../../contract/failure.ts'
import { serverOf, type SftpConfig, userOf } from '../../config.ts'
import type { ConnectOptions } from '../connection.ts'
import { type ConnectContext, connectFailure, hostKeyFailure } from '../../failures/failures.ts'
import { readHostKeyFacts } from '../../host-key/host-key.ts'
import type { SshSignIn } from './sign-in.ts'
import type { SshLog } from './ssh-log.ts'

interface Attempt {
  readonly config: SftpConfig
  readonly options: ConnectOptions
  readonly log: SshLog
  readonly signIn: SshSignIn
}

export function contextOf(config: SftpConfig, log: SshLog, signIn: SshSignIn): ConnectContext {
  return {
    server: serverOf(config),
    user: userOf(config),
    stage: log.stage(),
    offered: [...new Set(log.offered.map((method) => signIn.what(method)))],
    accepted: log.accepted(),
  }
}

export async function sshFailure(error: Error, { config, options, log, signIn }: Attempt): Promise<StorageError> {
  const context = contextOf(config, log, signIn)
  const shown = log.hostKey()
  const problem = log.hostKeyProblem()
  if (problem !== undefined && shown) {
    const isPinned = config.hostKey !== undefined
    const isOther = isPinned || (await readHostKeyFacts(config, options.knownHostsFiles)).isKnown
    const reason = problem === 'unknown' && isOther ? 'changed' : problem
    return hostKeyFailure({ reason, ...shown }, context.server, isPinned)
  }
  const said = log.said()
  const isRefused = /Permission denied \(|Too many authentication failures|Received disconnect from/.test(said)
  if (isRefused && context.stage === 'sign-in') {
    const lacking = signIn.problem()
    if (lacking) return lacking
  }
  const code = reachCodes.find(([form]) => form.test(said))?.[1]
  if (context.stage === 'subsystem' && !/subsystem request failed/.test(said)) return connectFailure(error, context)
  const cause = isRefused ? { level: 'client-authentication' } : undefined
  const detailed = new Error(said === '' ? error.message : said, { cause })
  return connectFailure(Object.assign(detailed, code !== undefined && { code }), context)
}

const reachCodes: readonly (readonly [RegExp, string])[] = [
  [/Connection refused/, 'ECONNREFUSED'],
  [/Name or service not known|nodename nor servname|No address associated/, 'ENOTFOUND'],
  [/Temporary failure in name resolution/, 'EAI_AGAIN'],
  [/No route to host/, 'EHOSTUNREACH'],
  [/Network is unreachable/, 'ENETUNREACH'],
  [/[Tt]imed out/, 'ETIMEDOUT'],
]
