/** What every object store means by the same codes, and what the system says of the way there. */
import type { Failure, FailureKind } from '../../../../contract/failure.ts'

/** A meaning whose words need no more of the refusal than its entry. */
interface PlainMeaning {
  readonly kind: FailureKind
  readonly retry?: Failure['retry']
  readonly say: (words: { readonly what: string }) => string
}

export const skewed: PlainMeaning = {
  kind: 'sign-in',
  say: () => 'This computer’s clock is too far from the service’s to sign in. Set the clock.',
}
export const notFound: PlainMeaning = { kind: 'not-found', say: ({ what }) => `Nothing is at ${what}.` }
export const changed: PlainMeaning = { kind: 'changed', say: ({ what }) => `${what} changed meanwhile.` }
export const conflict: PlainMeaning = {
  kind: 'busy',
  retry: 'later',
  say: ({ what }) => `Something else is changing ${what} at this moment.`,
}
export const badName: PlainMeaning = {
  kind: 'bad-name',
  say: ({ what }) => `This service can't hold the name ${what}.`,
}
export const tooLarge: PlainMeaning = {
  kind: 'too-large',
  say: ({ what }) => `${what} is larger than this service allows.`,
}
export const slowDown: PlainMeaning = { kind: 'busy', retry: 'later', say: () => 'The service asks to slow down.' }
export const broken: PlainMeaning = {
  kind: 'unreachable',
  retry: 'later',
  say: () => 'The service has a fault at this moment.',
}
export const silent: PlainMeaning = {
  kind: 'timeout',
  retry: 'later',
  say: () => 'The service did not answer in time.',
}
export const damaged: PlainMeaning = {
  kind: 'corrupt',
  retry: 'later',
  say: ({ what }) => `The bytes of ${what} did not arrive as they were sent: their check sums differ.`,
}
export const archived: PlainMeaning = {
  kind: 'unsupported',
  say: ({ what }) => `${what} is archived and has to be restored before it can be read.`,
}
export const badRequest: PlainMeaning = { kind: 'bad-input', say: () => 'The service did not understand the request.' }

const refused: PlainMeaning = {
  kind: 'unreachable',
  retry: 'later',
  say: () => 'No connection to the service could be made. Check endpoint, and the network.',
}
const dropped: PlainMeaning = {
  kind: 'unreachable',
  retry: 'later',
  say: () => 'The connection to the service broke off.',
}
const untrusted: PlainMeaning = {
  kind: 'unreachable',
  say: () => 'The service’s certificate is not trusted by this computer, so no connection was made.',
}
const noTls: PlainMeaning = {
  kind: 'unreachable',
  say: () => 'No secure connection could be made. Check whether endpoint should begin with http or https.',
}

/** `settings` are those of the mount that name the server. */
export function noHost(settings: string): PlainMeaning {
  const say = () => `No server of this name could be found. Check ${settings}, and the network.`
  return { kind: 'unreachable', retry: 'later', say }
}

/** `service` is what should be at the endpoint. */
export function garbled(service: string): PlainMeaning {
  const say = () => `The answer of the service can’t be read: it broke off, or endpoint is no ${service}.`
  return { kind: 'unreachable', retry: 'later', say }
}

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
