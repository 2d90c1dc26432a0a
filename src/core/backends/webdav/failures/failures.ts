import { type Failure, StorageError } from '../../../../contract/failure.ts'
import { failingWith, type Meaning } from '../../refusals.ts'
import { type CodeOf, saidOf } from '../../../../contract/sentences/said.ts'

/** A response without success. */
export class StatusError extends Error {
  readonly status: number
  /** How long the server asks the client to wait. */
  readonly retryAfterMs: number | undefined
  /** The target of a redirect. */
  readonly location: string | undefined

  constructor(status: number, said: string, more: { readonly retryAfterMs?: number; readonly location?: string } = {}) {
    super(`status ${status}${said === '' ? '' : `: ${said}`}`)
    this.name = 'StatusError'
    this.status = status
    this.retryAfterMs = more.retryAfterMs
    this.location = more.location
  }
}

/** A response that is not valid WebDAV. */
export class GarbledError extends Error {}

const broken: Meaning = { kind: 'unreachable', retry: 'later', code: 'server.fault' }
const signIn: Meaning = {
  kind: 'sign-in',
  code: 'server.sign-in',
}
const slowDown: Meaning = { kind: 'busy', retry: 'later', code: 'server.slow-down' }
const full: Meaning = { kind: 'no-space', code: 'server.no-space' }
const unsupported: Meaning = { kind: 'unsupported', code: 'server.unsupported' }
const changed: Meaning = { kind: 'changed', code: 'store.changed' }
const silent: Meaning = { kind: 'timeout', retry: 'later', code: 'server.timeout' }
const elsewhere: Meaning = {
  kind: 'bad-input',
  code: 'webdav.redirected',
}
const garbled: Meaning = {
  kind: 'bad-input',
  code: 'webdav.not-webdav',
}

/** The meaning of a status if nothing more is known. A status that is not listed is judged by its first digit. */
const statusMeanings: Readonly<Record<number, Meaning>> = {
  301: elsewhere,
  302: elsewhere,
  303: elsewhere,
  307: elsewhere,
  308: elsewhere,
  400: { kind: 'bad-name', code: 'server.bad-name' },
  401: signIn,
  402: full,
  403: { kind: 'denied', code: 'server.denied' },
  404: { kind: 'not-found', code: 'store.not-found' },
  405: unsupported,
  407: { kind: 'sign-in', code: 'webdav.proxy-sign-in' },
  408: silent,
  409: { kind: 'not-found', code: 'store.no-parent' },
  410: { kind: 'not-found', code: 'store.not-found' },
  411: { kind: 'unsupported', code: 'webdav.length-required' },
  412: changed,
  413: { kind: 'too-large', code: 'server.too-large' },
  414: { kind: 'bad-name', code: 'webdav.path-too-long' },
  415: unsupported,
  423: { kind: 'busy', retry: 'later', code: 'webdav.locked' },
  425: slowDown,
  429: slowDown,
  500: { ...broken, retry: 'never', code: 'webdav.failed' },
  501: unsupported,
  503: slowDown,
  504: silent,
  507: full,
}

const unreachable = (code: CodeOf<'what'>, retry: Failure['retry'] = 'later'): Meaning => ({
  kind: 'unreachable',
  retry,
  code,
})
const refused = unreachable('server.refused')
const dropped = unreachable('server.connection-broke')
const untrusted = unreachable('server.untrusted', 'never')
const noTls = unreachable('server.no-tls', 'never')
const noHost = unreachable('server.unknown-host')

/** The meaning of connection errors from the system and the agents. */
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
  CERT_HAS_EXPIRED: unreachable('webdav.expired-certificate', 'never'),
  CERT_NOT_YET_VALID: untrusted,
  DEPTH_ZERO_SELF_SIGNED_CERT: untrusted,
  SELF_SIGNED_CERT_IN_CHAIN: untrusted,
  UNABLE_TO_GET_ISSUER_CERT: untrusted,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: untrusted,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: untrusted,
  ERR_TLS_CERT_ALTNAME_INVALID: unreachable('webdav.other-name-in-certificate', 'never'),
  ERR_SSL_WRONG_VERSION_NUMBER: noTls,
  ERR_SSL_PACKET_LENGTH_TOO_LONG: noTls,
  EPROTO: noTls,
  HPE_INVALID_CONSTANT: noTls,
}

/**
 * Translates an error of a request into a failure with that error as its cause. Other errors are returned unchanged.
 */
export function webdavFailure(error: unknown, operation: string, path: string): unknown {
  const meaning = meaningOf(error)
  if (!meaning) return error
  const { kind, retry = 'never', code } = meaning
  const wait = error instanceof StatusError && retry === 'later' ? error.retryAfterMs : undefined
  const failure = {
    kind,
    ...saidOf(code, { what: path }),
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

/** Runs `work` and translates its errors. */
export const failingAs = failingWith(webdavFailure)

export { existing, refuse } from '../../refusals.ts'
