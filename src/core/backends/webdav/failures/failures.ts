import { type Failure, type FailureKind, StorageError } from '../../../../contract/failure.ts'
import { capital, failingWith, nameOf } from '../../refusals.ts'

/** An answer that is no success. */
export class StatusError extends Error {
  readonly status: number
  /** How long the server asks to wait. */
  readonly retryAfterMs: number | undefined
  /** Where it sends whoever asked. */
  readonly location: string | undefined

  constructor(status: number, said: string, more: { readonly retryAfterMs?: number; readonly location?: string } = {}) {
    super(`status ${status}${said === '' ? '' : `: ${said}`}`)
    this.name = 'StatusError'
    this.status = status
    this.retryAfterMs = more.retryAfterMs
    this.location = more.location
  }
}

/** An answer that is not what WebDAV has for it. */
export class GarbledError extends Error {}

interface Meaning {
  readonly kind: FailureKind
  readonly retry?: Failure['retry']
  readonly say: (what: string) => string
}

const broken: Meaning = { kind: 'unreachable', retry: 'later', say: () => 'The server has a fault at this moment.' }
const signIn: Meaning = {
  kind: 'sign-in',
  say: () => 'The server did not accept the user and password, or the token.',
}
const slowDown: Meaning = { kind: 'busy', retry: 'later', say: () => 'The server asks to slow down.' }
const full: Meaning = { kind: 'no-space', say: (what) => `There is no space left on the server for ${what}.` }
const unsupported: Meaning = { kind: 'unsupported', say: (what) => `This server can't do that with ${what}.` }
const changed: Meaning = { kind: 'changed', say: (what) => `${capital(what)} changed meanwhile.` }
const silent: Meaning = { kind: 'timeout', retry: 'later', say: () => 'The server did not answer in time.' }
const elsewhere: Meaning = {
  kind: 'bad-input',
  say: () => 'The server sends on to another address. Put the address of its WebDAV folder into url, with https.',
}
const garbled: Meaning = {
  kind: 'bad-input',
  say: () => 'What is at this address does not speak WebDAV. Check url: it is the address of a WebDAV folder.',
}

/** What a status means where nothing more is known; those that are not named go by their first digit. */
const statusMeanings: Readonly<Record<number, Meaning>> = {
  301: elsewhere,
  302: elsewhere,
  303: elsewhere,
  307: elsewhere,
  308: elsewhere,
  400: { kind: 'bad-name', say: (what) => `The server does not take the name ${what}.` },
  401: signIn,
  402: full,
  403: { kind: 'denied', say: (what) => `The server gives your user no permission to do this with ${what}.` },
  404: { kind: 'not-found', say: (what) => `Nothing is at ${what}.` },
  405: unsupported,
  407: { kind: 'sign-in', say: () => 'A proxy on the way to the server wants a sign-in.' },
  408: silent,
  409: { kind: 'not-found', say: (what) => `The folder of ${what} is not there.` },
  410: { kind: 'not-found', say: (what) => `Nothing is at ${what}.` },
  411: { kind: 'unsupported', say: (what) => `This server takes no file whose length it is not told: ${what}.` },
  412: changed,
  413: { kind: 'too-large', say: (what) => `${capital(what)} is larger than this server allows.` },
  414: { kind: 'bad-name', say: (what) => `The path of ${what} is longer than this server allows.` },
  415: unsupported,
  423: { kind: 'busy', retry: 'later', say: (what) => `${capital(what)} is locked by another program.` },
  425: slowDown,
  429: slowDown,
  500: { ...broken, retry: 'never', say: (what) => `The server failed to do this with ${what}, and does not say why.` },
  501: unsupported,
  503: slowDown,
  504: silent,
  507: full,
}

const unreachable = (say: string, retry: Failure['retry'] = 'later'): Meaning => ({
  kind: 'unreachable',
  retry,
  say: () => say,
})
const refused = unreachable('No connection to the server could be made. Check url, and the network.')
const dropped = unreachable('The connection to the server broke off.')
const untrusted = unreachable(
  'The server’s certificate is not trusted by this computer, so no connection was made.',
  'never',
)
const noTls = unreachable(
  'No secure connection could be made. Check whether url should begin with http or https.',
  'never',
)
const noHost = unreachable('No server of this name could be found. Check url, and the network.')

/** What the system and the agents say of the connection. */
const codeMeanings: Readonly<Record<string, Meaning>> = {
  ECONNREFUSED: refused,
  EHOSTUNREACH: refused,
  ENETUNREACH: refused,
  ETIMEDOUT: refused,
  ConnectTimeout: refused,
  ENOTFOUND: noHost,
  EAI_AGAIN: noHost,
  AnswerTimeout: silent,
  ECONNRESET: dropped,
  EPIPE: dropped,
  CERT_HAS_EXPIRED: unreachable('The server’s certificate has expired, so no connection was made.', 'never'),
  CERT_NOT_YET_VALID: untrusted,
  DEPTH_ZERO_SELF_SIGNED_CERT: untrusted,
  SELF_SIGNED_CERT_IN_CHAIN: untrusted,
  UNABLE_TO_GET_ISSUER_CERT: untrusted,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: untrusted,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: untrusted,
  ERR_TLS_CERT_ALTNAME_INVALID: unreachable('The server’s certificate is for another name than url has.', 'never'),
  ERR_SSL_WRONG_VERSION_NUMBER: noTls,
  ERR_SSL_PACKET_LENGTH_TOO_LONG: noTls,
  EPROTO: noTls,
  HPE_INVALID_CONSTANT: noTls,
}

/** Any error of a request as ours, with the error as its cause. What is of none comes back as it is. */
export function webdavFailure(error: unknown, operation: string, path: string): unknown {
  const meaning = meaningOf(error)
  if (!meaning) return error
  const { kind, retry = 'never', say } = meaning
  const wait = error instanceof StatusError && retry === 'later' ? error.retryAfterMs : undefined
  const failure = {
    kind,
    message: say(nameOf(path)),
    operation,
    retry,
    ...(wait !== undefined && { retryAfterMs: wait }),
    detail: (error as Error).message,
  }
  return new StorageError(failure, { cause: error })
}

function meaningOf(error: unknown): Meaning | undefined {
  if (error instanceof StatusError) {
    const { status } = error
    return statusMeanings[status] ?? (status >= 500 ? broken : status >= 400 ? unsupported : garbled)
  }
  if (error instanceof GarbledError) return garbled
  const { code } = (error ?? {}) as { readonly code?: unknown }
  return typeof code === 'string' && Object.hasOwn(codeMeanings, code) ? codeMeanings[code] : undefined
}

export function hasStatus(error: unknown, ...statuses: readonly number[]): error is StatusError {
  return error instanceof StatusError && statuses.includes(error.status)
}

/** Runs `work`, with its errors as ours. */
export const failingAs = failingWith(webdavFailure)

export { existing, refuse } from '../../refusals.ts'
