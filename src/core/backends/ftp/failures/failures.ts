import { type Failure, type FailureKind, StorageError } from '../../../../contract/failure.ts'
import { capital, failingWith, nameOf } from '../../refusals.ts'
import { LineError, ReplyError } from '../wire/replies.ts'
import { CertificateError } from '../wire/secure.ts'

interface Meaning {
  readonly kind: FailureKind
  readonly retry?: Failure['retry']
  readonly say: (what: string) => string
}

const lost: Meaning = {
  kind: 'unreachable',
  retry: 'later',
  say: (what) => `The connection to the server was lost while working on ${what}.`,
}
const full: Meaning = { kind: 'no-space', say: (what) => `There is no space left on the server for ${what}.` }
const notFound: Meaning = { kind: 'not-found', say: (what) => `Nothing is at ${what}.` }
const exists: Meaning = { kind: 'exists', say: (what) => `There is something named ${what} already.` }
const denied: Meaning = {
  kind: 'denied',
  say: (what) => `The server gives your user no permission to do this with ${what}.`,
}
const crowded: Meaning = { kind: 'busy', retry: 'later', say: () => 'The server takes no more connections now.' }
const unsupported: Meaning = { kind: 'unsupported', say: (what) => `This server can't do that with ${what}.` }
const signIn: Meaning = { kind: 'sign-in', say: () => 'The server did not let this user sign in with this password.' }
const unexplained: Meaning = {
  kind: 'denied',
  say: (what) => `The server refused to do this with ${what}.`,
}

/** The same code stands for much; what is meant is in the words, which servers mostly take from their systems. */
const wordMeanings: readonly (readonly [RegExp, Meaning])[] = [
  [/too many (?:users|connections|sessions|clients)|maximum .*(?:connections|clients|users)/i, crowded],
  [/no such (?:file|directory|path)|not found|does ?n.t exist|cannot find|not exist|no such/i, notFound],
  [/not a directory/i, { kind: 'not-a-folder', say: (what) => `${capital(what)} is not a folder.` }],
  [
    /is a directory|not a (?:plain|regular) file|not retrievable/i,
    { kind: 'not-a-file', say: (what) => `${capital(what)} is a folder.` },
  ],
  [/not empty/i, { kind: 'not-empty', say: (what) => `The folder ${what} is not empty.` }],
  [/already exists|file exists/i, exists],
  [/no space|disk full|quota|insufficient/i, full],
  [
    /read-only file ?system/i,
    { kind: 'read-only', say: (what) => `The disk of the server that holds ${what} can only be read.` },
  ],
  [
    /name too long|invalid (?:file ?)?name|illegal/i,
    { kind: 'bad-name', say: (what) => `The server can't hold the name ${what}.` },
  ],
  [/permission|not permitted|access.*denied|not allowed|enough privileges/i, denied],
]

const codeMeanings: Readonly<Record<number, Meaning>> = {
  421: crowded,
  425: { ...lost, say: () => 'The server made no connection for the data.' },
  426: lost,
  430: signIn,
  450: { kind: 'busy', retry: 'later', say: (what) => `Another program on the server is using ${what}.` },
  452: full,
  500: unsupported,
  501: unsupported,
  502: unsupported,
  503: unsupported,
  504: unsupported,
  522: {
    ...unsupported,
    say: () =>
      'The server wants data connections to go on with the session of the control connection, and did not take ours.',
  },
  530: signIn,
  532: signIn,
  534: unsupported,
  552: full,
  553: { kind: 'bad-name', say: (what) => `The server can't hold the name ${what}, or you may not write it.` },
}

const reachProblems: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there',
  ENOTFOUND: 'there is no server of that name',
  EAI_AGAIN: 'its name can’t be looked up now',
  EHOSTUNREACH: 'there is no way to it',
  ENETUNREACH: 'there is no way to its network',
  ETIMEDOUT: 'nothing answered in time',
}

/** Any error of a session as ours, with the error as its cause. What is of none comes back as it is. */
export function ftpFailure(error: unknown, operation: string, path: string): unknown {
  const meaning = meaningOf(error)
  if (!meaning) return error
  const { kind, retry = 'never', say } = meaning
  const message = say(nameOf(path))
  return new StorageError({ kind, message, operation, retry, detail: (error as Error).message }, { cause: error })
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

/** What stopped a connection from being made. */
export function connectFailure(error: unknown, server: string, isReached: boolean): unknown {
  const { code, message: detail = '' } = (error ?? {}) as { readonly code?: string; readonly message?: string }
  const fail = (kind: FailureKind, message: string, retry: Failure['retry'] = 'later') =>
    new StorageError({ kind, message, operation: 'ftp.connect', retry, detail }, { cause: error })
  if (error instanceof StorageError) return error
  if (error instanceof CertificateError) return certificateFailure(error, server)
  if (error instanceof ReplyError) return ftpFailure(error, 'ftp.connect', '')
  if (!isReached) {
    const problem = (code !== undefined && reachProblems[code]) || 'the connection failed'
    return fail('unreachable', `${server} can't be reached: ${problem}.`)
  }
  if (code?.startsWith('ERR_SSL') || code === 'EPROTO') {
    return fail('unreachable', `No secure connection to ${server} could be made. Check security and port.`, 'never')
  }
  return fail('unreachable', `${server} closed the connection, or is no FTP server.`)
}

export function noTls(server: string, cause: unknown): StorageError {
  const message = `${server} offers no TLS. Without it, everything is sent readable; “security: none” allows that.`
  return new StorageError({ kind: 'unsupported', message, operation: 'ftp.connect' }, { cause })
}

export function connectTimeout(server: string, limitMs: number): StorageError {
  const seconds = Math.max(1, Math.round(limitMs / 1000))
  const message = `${server} took the connection but did not answer for ${seconds} s.`
  return new StorageError({ kind: 'timeout', message, operation: 'ftp.connect', retry: 'later' })
}

function certificateFailure(error: CertificateError, server: string): StorageError {
  const { fingerprint } = error
  return new StorageError(
    {
      kind: 'unreachable',
      message:
        `The certificate of ${server} is not trusted by this computer, so no connection was made. If whoever runs the server ` +
        `confirms its fingerprint ${fingerprint}, trust it, which puts “trustCertificate” into the mount.`,
      operation: 'ftp.connect',
      ...(error.message !== 'it is not the one that is trusted' && {
        remedy: {
          key: 'trustCertificate',
          value: fingerprint,
          question: `Does whoever runs ${server} confirm that its certificate has the fingerprint ${fingerprint}?`,
        },
      }),
      detail: error.message,
    },
    { cause: error },
  )
}

/** Runs `work`, with its errors as ours. */
export const failingAs = failingWith(ftpFailure)

export { existing, refuse } from '../../refusals.ts'
