import { type Failure, type FailureKind, StorageError } from '../../../../contract/failure.ts'
import { capital, failingWith, nameOf } from '../../refusals.ts'
import type { HostKeyRefusal } from '../host-key/host-key.ts'
import { ConnectionLostError, StatusError } from '../wire/exchange.ts'
import { MalformedError } from '../wire/packet.ts'

interface Meaning {
  readonly kind: FailureKind
  readonly retry?: Failure['retry']
  readonly say: (what: string) => string
}

const full: Meaning = { kind: 'no-space', say: (what) => `There is no space left on the server for ${what}.` }
const lost: Meaning = {
  kind: 'unreachable',
  retry: 'later',
  say: (what) => `The connection to the server was lost while working on ${what}.`,
}
const notFound: Meaning = { kind: 'not-found', say: (what) => `Nothing is at ${what}.` }
const badName: Meaning = { kind: 'bad-name', say: (what) => `The server can't hold the name ${what}.` }

/** A server's status 4 says only that it failed. What can be found out, `explain.ts` finds out first. */
const unexplained: Meaning = {
  kind: 'denied',
  say: (what) => `The server refused to do this with ${what}, and does not say why.`,
}

/** What a server's status means to us. From 9 on they are of later versions, which some servers send all the same. */
const statusMeanings: Readonly<Record<number, Meaning>> = {
  2: notFound,
  3: { kind: 'denied', say: (what) => `The server gives your user no permission to do this with ${what}.` },
  4: unexplained,
  5: badName,
  6: lost,
  7: lost,
  8: { kind: 'unsupported', say: (what) => `This server can't do that with ${what}.` },
  10: notFound,
  11: { kind: 'exists', say: (what) => `There is something named ${what} already.` },
  12: { kind: 'read-only', say: (what) => `The disk of the server that holds ${what} can only be read.` },
  14: full,
  15: full,
  17: { kind: 'busy', retry: 'later', say: (what) => `Another program on the server is using ${what}.` },
  18: { kind: 'not-empty', say: (what) => `The folder ${what} is not empty.` },
  19: { kind: 'not-a-folder', say: (what) => `${capital(what)} is not a folder.` },
  20: badName,
  21: { kind: 'not-found', say: (what) => `The links at ${what} lead in a circle.` },
  24: { kind: 'not-a-file', say: (what) => `${capital(what)} is a folder.` },
}

const malformed: Meaning = {
  kind: 'corrupt',
  say: (what) => `The server's answer about ${what} can't be understood.`,
}

/** Any error of a session as ours, with the error as its cause. What is not of a session comes back as it is. */
export function sftpFailure(error: unknown, operation: string, path: string): unknown {
  const meaning = meaningOf(error)
  if (!meaning) return error
  const failure = {
    kind: meaning.kind,
    message: meaning.say(nameOf(path)),
    operation,
    retry: meaning.retry ?? 'never',
    detail: (error as Error).message,
  }
  return new StorageError(failure, { cause: error })
}

function meaningOf(error: unknown): Meaning | undefined {
  if (error instanceof StatusError) return statusMeanings[error.status] ?? unexplained
  if (error instanceof ConnectionLostError) return error.isTimeout ? { ...lost, kind: 'timeout' } : lost
  return error instanceof MalformedError ? malformed : undefined
}

const connecting = 'sftp.connect'

/** Whoever the user is could not be shown. Never holds a secret. */
export function signInFailure(message: string, cause?: unknown): StorageError {
  const detail = cause instanceof Error ? { detail: cause.message } : {}
  return new StorageError({ kind: 'sign-in', message, operation: connecting, ...detail }, { cause })
}

/** The server is not, or may not be, the one that is meant; nothing secret was sent to it. */
export function hostKeyFailure(refusal: HostKeyRefusal, server: string, isPinned: boolean): StorageError {
  const { reason, keyType, fingerprint } = refusal
  const shown = `${keyType} ${fingerprint}`
  const says = {
    unknown:
      `${server} is not known yet. It shows the key ${shown}. If whoever runs the server confirms it, trust it, which ` +
      `puts “hostKey: ${fingerprint}” into the mount; or add the server to known_hosts.`,
    changed:
      `WARNING: the key of ${server} HAS CHANGED. Someone may be listening in, or the server was set up anew. It shows ` +
      `${shown}, which is not what ${isPinned ? 'hostKey of the mount' : 'known_hosts'} has. Nothing was sent. ` +
      'Ask whoever runs the server before you put the new key there.',
    revoked: `WARNING: the key of ${server}, ${shown}, is marked as revoked in known_hosts. Nothing was sent.`,
  }
  const question = `Does whoever runs ${server} confirm that its key is ${shown}?`
  return new StorageError({
    kind: 'sign-in',
    message: says[reason],
    operation: connecting,
    ...(reason === 'unknown' && !isPinned && { remedy: { key: 'hostKey', value: fingerprint, question } }),
    detail: shown,
  })
}

/** How far connecting had got when it failed. */
export type ConnectStage = 'reach' | 'handshake' | 'sign-in' | 'subsystem'

export interface ConnectContext {
  /** `files.example.org:2222`. */
  readonly server: string
  readonly user: string
  readonly stage: ConnectStage
  readonly offered: readonly string[]
  readonly accepted: readonly string[]
}

/** Did the server itself say no? ssh2 marks a refused sign-in with a level, and a spoken goodbye with its number. */
function isSpoken(cause: unknown): boolean {
  const { level, code } = (cause ?? {}) as { readonly level?: unknown; readonly code?: unknown }
  return level === 'client-authentication' || typeof code === 'number'
}

/** What stopped a connection from being made. */
export function connectFailure(error: Error, context: ConnectContext): StorageError {
  const { server, user, stage, offered } = context
  const detail = error.message
  const fail = (kind: FailureKind, message: string, retry: Failure['retry'] = 'later') =>
    new StorageError({ kind, message, operation: connecting, retry, detail }, { cause: error })

  // what ssh2 says when both sides have no algorithm in common
  if (stage === 'handshake' && /no matching/i.test(detail)) {
    return fail('unsupported', `${server} and Portolan have no way of encryption in common.`, 'never')
  }
  if (stage === 'reach') return fail('unreachable', `${server} can't be reached: ${reachProblem(error)}.`)
  if (stage === 'handshake') return fail('unreachable', `${server} closed the connection, or is no SSH server.`)
  if (stage === 'sign-in' && !isSpoken(error.cause)) {
    return fail('unreachable', `${server} closed the connection during the sign-in, without a word.`)
  }
  // a server that was asked too often says so and hangs up
  if (stage === 'sign-in' && (offered.length > 0 || context.accepted.length > 0)) {
    return fail('sign-in', signInSentence(server, user, offered, context.accepted), 'never')
  }
  if (stage === 'sign-in' || error instanceof ConnectionLostError) {
    return fail('unreachable', `${server} closed the connection.`)
  }
  return fail('unsupported', `${server} lets ${user} sign in, but offers no SFTP.`, 'never')
}

/** Nothing came for too long, though something is there. */
export function connectTimeout({ server, stage }: ConnectContext, limitMs: number): StorageError {
  const kind = stage === 'reach' ? 'unreachable' : 'timeout'
  const seconds = Math.max(1, Math.round(limitMs / 1000))
  const message =
    stage === 'reach'
      ? `${server} can't be reached: nothing answered for ${seconds} s.`
      : `${server} took the connection but did not answer for ${seconds} s.`
  return new StorageError({ kind, message, operation: connecting, retry: 'later', detail: `while: ${stage}` })
}

function signInSentence(server: string, user: string, offered: readonly string[], accepted: readonly string[]): string {
  const takes = accepted.length > 0 ? ` It takes ${accepted.join(', ')}.` : ''
  if (offered.length === 0) return `${server} takes none of what the mount has to sign in with.${takes}`
  return `${server} did not let ${user} sign in with ${offered.join(', nor with ')}.${takes}`
}

const reachProblems: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there',
  ENOTFOUND: 'there is no server of that name',
  EAI_AGAIN: 'its name can’t be looked up now',
  EHOSTUNREACH: 'there is no way to it',
  ENETUNREACH: 'there is no way to its network',
  ETIMEDOUT: 'nothing answered',
}

function reachProblem(error: Error): string {
  const code = (error as { code?: unknown }).code
  return (typeof code === 'string' && reachProblems[code]) || 'the connection failed'
}

/** Runs `work`, with its errors as ours. */
export const failingAs = failingWith(sftpFailure)

export { existing, refuse } from '../../refusals.ts'
