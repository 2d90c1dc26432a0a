/** The meaning of codes that all object stores share, and of the system's connection errors. */
import type { Failure, FailureKind } from '../../../../contract/failure.ts'
import type { CodeOf } from '../../../../contract/sentences/said.ts'

/** Codes of sentences about the entry, its container and the service, which are known for every refusal. */
export type PlainCode = CodeOf<'what' | 'container' | 'setting'>

/** A meaning with the same sentence for every refusal. */
export interface PlainMeaning {
  readonly kind: FailureKind
  readonly retry?: Failure['retry']
  readonly say: PlainCode
}

export const skewed: PlainMeaning = { kind: 'sign-in', say: 'service.clock-differs' }
export const notFound: PlainMeaning = { kind: 'not-found', say: 'store.not-found' }
export const exists: PlainMeaning = { kind: 'exists', say: 'store.exists' }
export const changed: PlainMeaning = { kind: 'changed', say: 'store.changed' }
export const conflict: PlainMeaning = { kind: 'busy', retry: 'later', say: 'store.being-changed' }
export const badName: PlainMeaning = { kind: 'bad-name', say: 'objects.bad-name' }
export const tooLarge: PlainMeaning = { kind: 'too-large', say: 'objects.too-large' }
export const slowDown: PlainMeaning = { kind: 'busy', retry: 'later', say: 'service.slow-down' }
export const broken: PlainMeaning = { kind: 'unreachable', retry: 'later', say: 'service.fault' }
export const silent: PlainMeaning = { kind: 'timeout', retry: 'later', say: 'service.timeout' }
export const damaged: PlainMeaning = { kind: 'corrupt', retry: 'later', say: 'objects.damaged' }
export const archived: PlainMeaning = { kind: 'unsupported', say: 'objects.archived' }
export const badRequest: PlainMeaning = { kind: 'bad-input', say: 'service.bad-request' }
export const noHost: PlainMeaning = { kind: 'unreachable', retry: 'later', say: 'service.no-host' }
export const garbled: PlainMeaning = { kind: 'unreachable', retry: 'later', say: 'service.garbled' }

const refused: PlainMeaning = { kind: 'unreachable', retry: 'later', say: 'service.no-connection' }
const dropped: PlainMeaning = { kind: 'unreachable', retry: 'later', say: 'service.connection-lost' }
const untrusted: PlainMeaning = { kind: 'unreachable', say: 'service.not-trusted' }
const noTls: PlainMeaning = { kind: 'unreachable', say: 'service.no-tls' }

export const sharedMeanings = {
  Http404: notFound,
  Http409: conflict,
  Http412: changed,
  Http429: slowDown,
  Http500: broken,
  Http502: broken,
  Http503: slowDown,
  Http504: silent,
  InternalError: broken,
  AnswerTimeout: silent,
  ETIMEDOUT: silent,
  ENOTFOUND: noHost,
  EAI_AGAIN: noHost,
  ConnectTimeout: refused,
  ECONNREFUSED: refused,
  EHOSTUNREACH: refused,
  ENETUNREACH: refused,
  EHOSTDOWN: refused,
  ECONNRESET: dropped,
  ECONNABORTED: dropped,
  ERR_STREAM_PREMATURE_CLOSE: dropped,
  EPIPE: dropped,
  DEPTH_ZERO_SELF_SIGNED_CERT: untrusted,
  SELF_SIGNED_CERT_IN_CHAIN: untrusted,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: untrusted,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: untrusted,
  CERT_HAS_EXPIRED: untrusted,
  ERR_TLS_CERT_ALTNAME_INVALID: untrusted,
  EPROTO: noTls,
  ERR_SSL_WRONG_VERSION_NUMBER: noTls,
} as const
