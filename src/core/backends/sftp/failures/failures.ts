import { type Failure, type FailureKind, StorageError } from '../../../../contract/failure.ts'
import { type Said, said } from '../../../../contract/sentences/said.ts'
import { failingWith, meant, type Meaning, reachCodeOf } from '../../refusals.ts'
import type { HostKeyRefusal } from '../host-key/host-key.ts'
import { ConnectionLostError, StatusError } from '../wire/exchange.ts'
import { MalformedError } from '../wire/packet.ts'

const full: Meaning = { kind: 'no-space', code: 'server.no-space' }
const lost: Meaning = {
  kind: 'unreachable',
  retry: 'later',
  code: 'server.connection-lost',
}
const notFound: Meaning = { kind: 'not-found', code: 'store.not-found' }
const badName: Meaning = { kind: 'bad-name', code: 'server.bad-name' }

/** The meaning of status 4, which only says that the request failed. `explain.ts` first tries to find the reason. */
const unexplained: Meaning = {
  kind: 'denied',
  code: 'server.unexplained',
}

/**
 * The meaning of each server status. Those from 9 on belong to later protocol versions, but some servers send them all
 * the same.
 */
const statusMeanings: Readonly<Record<number, Meaning>> = {
  2: notFound,
  3: { kind: 'denied', code: 'server.denied' },
  4: unexplained,
  5: badName,
  6: lost,
  7: lost,
  8: { kind: 'unsupported', code: 'server.unsupported' },
  10: notFound,
  11: { kind: 'exists', code: 'store.exists' },
  12: { kind: 'read-only', code: 'server.read-only' },
  14: full,
  15: full,
  17: { kind: 'busy', retry: 'later', code: 'server.busy' },
  18: { kind: 'not-empty', code: 'store.not-empty' },
  19: { kind: 'not-a-folder', code: 'store.not-a-folder' },
  20: badName,
  21: { kind: 'not-found', code: 'store.link-loop' },
  24: { kind: 'not-a-file', code: 'store.not-a-file' },
}

const malformed: Meaning = {
  kind: 'corrupt',
  code: 'server.not-understood',
}

/**
 * Translates an error of a session into a failure with that error as its cause. Other errors are returned unchanged.
 */
export function sftpFailure(error: unknown, operation: string, path: string): unknown {
  const meaning = meaningOf(error)
  if (!meaning) return error
  return meant(meaning, { operation, path, detail: (error as Error).message }, error)
}

function meaningOf(error: unknown): Meaning | undefined {
  if (error instanceof StatusError) return statusMeanings[error.status] ?? unexplained
  if (error instanceof ConnectionLostError) return error.isTimeout ? { ...lost, kind: 'timeout' } : lost
  return error instanceof MalformedError ? malformed : undefined
}

const connecting = 'sftp.connect'

/** Returns the failure for a sign-in that was refused or not possible. It never contains a secret. */
export function signInFailure(why: Said, cause?: unknown): StorageError {
  const detail = cause instanceof Error ? { detail: cause.message } : {}
  return new StorageError({ kind: 'sign-in', ...why, operation: connecting, ...detail }, { cause })
}

/** Returns the failure for a server that is not, or may not be, the intended one. No secret was sent to it. */
export function hostKeyFailure(refusal: HostKeyRefusal, server: string, isPinned: boolean): StorageError {
  const { reason, keyType, fingerprint } = refusal
  const code =
    reason === 'changed'
      ? isPinned
        ? 'sftp.host-changed-pinned'
        : 'sftp.host-changed'
      : (`sftp.host-${reason}` as const)
  const shown = { server, keyType, fingerprint }
  const question = said('sftp.host-question', shown).message
  return new StorageError({
    kind: 'sign-in',
    ...said(code, shown),
    operation: connecting,
    ...(reason === 'unknown' && !isPinned && { remedy: { key: 'hostKey', value: fingerprint, question } }),
    detail: `${keyType} ${fingerprint}`,
  })
}

/** How far the connection attempt got before it failed. */
export type ConnectStage = 'reach' | 'handshake' | 'sign-in' | 'subsystem'

export interface ConnectContext {
  /** For example `files.example.org:2222`. */
  readonly server: string
  readonly user: string
  readonly stage: ConnectStage
  readonly offered: readonly string[]
  readonly accepted: readonly string[]
}

/**
 * Tells whether the server itself refused. ssh2 marks a refused sign-in with a level, and a disconnect message with its
 * code.
 */
function isSpoken(cause: unknown): boolean {
  const { level, code } = (cause ?? {}) as { readonly level?: unknown; readonly code?: unknown }
  return level === 'client-authentication' || typeof code === 'number'
}

/** Returns the failure for an error that stopped a connection attempt. */
export function connectFailure(error: Error, context: ConnectContext): StorageError {
  const { server, user, stage, offered } = context
  const detail = error.message
  const fail = (kind: FailureKind, why: Said, retry: Failure['retry'] = 'later') =>
    new StorageError({ kind, ...why, operation: connecting, retry, detail }, { cause: error })

  // ssh2's message if both sides have no algorithm in common
  if (stage === 'handshake' && /no matching/i.test(detail)) {
    return fail('unsupported', said('sftp.no-common-encryption', { server }), 'never')
  }
  if (stage === 'reach') return fail('unreachable', said(reachCodeOf(error), { server }))
  if (stage === 'handshake') return fail('unreachable', said('sftp.not-ssh', { server }))
  if (stage === 'sign-in' && !isSpoken(error.cause)) {
    return fail('unreachable', said('sftp.closed-at-sign-in', { server }))
  }
  // after too many attempts, a server sends a message and disconnects
  if (stage === 'sign-in' && (offered.length > 0 || context.accepted.length > 0)) {
    return fail('sign-in', whyRefused(context), 'never')
  }
  if (stage === 'sign-in' || error instanceof ConnectionLostError) {
    return fail('unreachable', said('reach.closed', { server }))
  }
  return fail('unsupported', said('sftp.no-sftp', { server, user }), 'never')
}

/** Returns the failure for a server that exists but did not answer in time. */
export function connectTimeout({ server, stage }: ConnectContext, limitMs: number): StorageError {
  const isReaching = stage === 'reach'
  const seconds = Math.max(1, Math.round(limitMs / 1000))
  return new StorageError({
    kind: isReaching ? 'unreachable' : 'timeout',
    ...said(isReaching ? 'reach.silent' : 'reach.no-answer', { server, seconds }),
    operation: connecting,
    retry: 'later',
    detail: `while: ${stage}`,
  })
}

function whyRefused({ server, user, offered, accepted }: ConnectContext): Said {
  const lists = { offered: offered.join(', '), accepted: accepted.join(', ') }
  if (offered.length === 0) return said('sftp.nothing-to-offer', { server, accepted: lists.accepted })
  return accepted.length === 0
    ? said('sftp.refused', { server, user, offered: lists.offered })
    : said('sftp.refused-accepts', { server, user, ...lists })
}

/** Runs `work` and translates its errors. */
export const failingAs = failingWith(sftpFailure)

export { existing, refuse } from '../../refusals.ts'
