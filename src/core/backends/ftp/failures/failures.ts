import { type Failure, type FailureKind, StorageError } from '../../../../contract/failure.ts'
import { type Said, said } from '../../../../contract/sentences/said.ts'
import { failingWith, meant, type Meaning, reachCodeOf } from '../../refusals.ts'
import { LineError, ReplyError } from '../wire/replies.ts'
import { CertificateError } from '../wire/secure.ts'

const lost: Meaning = {
  kind: 'unreachable',
  retry: 'later',
  code: 'server.connection-lost',
}
const full: Meaning = { kind: 'no-space', code: 'server.no-space' }
const notFound: Meaning = { kind: 'not-found', code: 'store.not-found' }
const exists: Meaning = { kind: 'exists', code: 'store.exists' }
const denied: Meaning = {
  kind: 'denied',
  code: 'server.denied',
}
const crowded: Meaning = { kind: 'busy', retry: 'later', code: 'ftp.crowded' }
const unsupported: Meaning = { kind: 'unsupported', code: 'server.unsupported' }
const signIn: Meaning = { kind: 'sign-in', code: 'ftp.sign-in' }
const unexplained: Meaning = {
  kind: 'denied',
  code: 'server.unexplained',
}

/** One code has many meanings. The text tells which one is meant; most servers take it from their operating system. */
const wordMeanings: readonly (readonly [RegExp, Meaning])[] = [
  [/too many (?:users|connections|sessions|clients)|maximum .*(?:connections|clients|users)/i, crowded],
  [/no such (?:file|directory|path)|not found|does ?n.t exist|cannot find|not exist|no such/i, notFound],
  [/not a directory/i, { kind: 'not-a-folder', code: 'store.not-a-folder' }],
  [/is a directory|not a (?:plain|regular) file|not retrievable/i, { kind: 'not-a-file', code: 'store.not-a-file' }],
  [/not empty/i, { kind: 'not-empty', code: 'store.not-empty' }],
  [/already exists|file exists/i, exists],
  [/no space|disk full|quota|insufficient/i, full],
  [/read-only file ?system/i, { kind: 'read-only', code: 'server.read-only' }],
  [/name too long|invalid (?:file ?)?name|illegal/i, { kind: 'bad-name', code: 'server.bad-name' }],
  [/permission|not permitted|access.*denied|not allowed|enough privileges/i, denied],
]

const codeMeanings: Readonly<Record<number, Meaning>> = {
  421: crowded,
  425: { ...lost, code: 'ftp.no-data-connection' },
  426: lost,
  430: signIn,
  450: { kind: 'busy', retry: 'later', code: 'server.busy' },
  452: full,
  500: unsupported,
  501: unsupported,
  502: unsupported,
  503: unsupported,
  504: unsupported,
  522: {
    ...unsupported,
    code: 'ftp.tls-session',
  },
  530: signIn,
  532: signIn,
  534: unsupported,
  552: full,
  553: { kind: 'bad-name', code: 'ftp.name-or-rights' },
}

/**
 * Translates an error of a session into a failure with that error as its cause. Other errors are returned unchanged.
 */
export function ftpFailure(error: unknown, operation: string, path: string): unknown {
  const meaning = meaningOf(error)
  if (!meaning) return error
  return meant(meaning, { operation, path, detail: (error as Error).message }, error)
}

function meaningOf(error: unknown): Meaning | undefined {
  if (error instanceof ReplyError) {
    const words = wordMeanings.find(([pattern]) => pattern.test(error.text))?.[1]
    const isPlain =
      error.code === 550 || error.code === 450 || error.code === 451 || error.code === 553 || error.code === 521
    if (words === crowded || (isPlain && words)) return words
    return codeMeanings[error.code] ?? unexplained
  }
  const { code } = (error ?? {}) as { readonly code?: unknown }
  if (
    error instanceof LineError ||
    (typeof code === 'string' && /^(?:ECONN|EPIPE|ERR_STREAM|ETIMEDOUT|ERR_SSL|EPROTO)/.test(code))
  )
    return lost
  return undefined
}

/** Returns the failure for an error that stopped a connection attempt. */
export function connectFailure(error: unknown, server: string, isReached: boolean): unknown {
  const { code, message: detail = '' } = (error ?? {}) as { readonly code?: string; readonly message?: string }
  const fail = (kind: FailureKind, why: Said, retry: Failure['retry'] = 'later') =>
    new StorageError({ kind, ...why, operation: 'ftp.connect', retry, detail }, { cause: error })
  if (error instanceof StorageError) return error
  if (error instanceof CertificateError) return certificateFailure(error, server)
  if (error instanceof ReplyError) return ftpFailure(error, 'ftp.connect', '')
  if (!isReached) return fail('unreachable', said(reachCodeOf(error), { server }))
  if (code?.startsWith('ERR_SSL') || code === 'EPROTO') {
    return fail('unreachable', said('ftp.insecure', { server }), 'never')
  }
  return fail('unreachable', said('ftp.not-ftp', { server }))
}

export function noTls(server: string, cause: unknown): StorageError {
  return new StorageError(
    { kind: 'unsupported', ...said('ftp.no-tls', { server }), operation: 'ftp.connect' },
    { cause },
  )
}

export function connectTimeout(server: string, limitMs: number): StorageError {
  const seconds = Math.max(1, Math.round(limitMs / 1000))
  const why = said('reach.no-answer', { server, seconds })
  return new StorageError({ kind: 'timeout', ...why, operation: 'ftp.connect', retry: 'later' })
}

function certificateFailure(error: CertificateError, server: string): StorageError {
  const { fingerprint } = error
  return new StorageError(
    {
      kind: 'unreachable',
      ...said('ftp.untrusted', { server, fingerprint }),
      operation: 'ftp.connect',
      ...(error.message !== 'it is not the one that is trusted' && {
        remedy: {
          key: 'trustCertificate',
          value: fingerprint,
          question: said('ftp.certificate-question', { server, fingerprint }).message,
        },
      }),
      detail: error.message,
    },
    { cause: error },
  )
}

/** Runs `work` and translates its errors. */
export const failingAs = failingWith(ftpFailure)

export { existing, refuse } from '../../refusals.ts'
