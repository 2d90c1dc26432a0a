import { type Failure, type FailureKind, StorageError } from '../../../contract/failure.ts'
import { baseName } from '../../../contract/location.ts'
import { S3Refusal } from './refusal.ts'
import { rights } from './rights.ts'

/** What was being done, for wording. */
export interface Attempt {
  /** As `s3.method`. */
  readonly operation: string
  readonly path: string
  readonly bucket?: string
}

interface Words {
  /** The entry, quoted. */
  readonly what: string
  readonly bucket: string
  readonly refusal: S3Refusal
}

interface Meaning {
  readonly kind: FailureKind
  readonly retry?: Failure['retry']
  readonly say: (words: Words) => string
}

const denied: Meaning = {
  kind: 'denied',
  say: ({ refusal: { right } }) => `Your key may not ${rights[right]}: it lacks the right ${right}.`,
}
const locked: Meaning = {
  kind: 'denied',
  say: ({ what }) => `${what} is locked by its bucket: nothing can delete that state before its retention ends.`,
}
const wrongKey: Meaning = {
  kind: 'sign-in',
  say: () => 'The service does not know this access key. Check accessKeyId, or whether the key was deleted.',
}
const wrongSecret: Meaning = {
  kind: 'sign-in',
  say: () => 'The secret key does not belong to the access key. Check secretAccessKey.',
}
const expired: Meaning = { kind: 'sign-in', say: () => 'The session has expired. Sign in anew, or renew sessionToken.' }
const malformed: Meaning = {
  kind: 'sign-in',
  say: () => 'The service did not accept how the request was signed. Check region and the keys.',
}
const noCredentials: Meaning = {
  kind: 'sign-in',
  say: () => 'No keys could be found to sign in with. Check the mount’s profile, or sign in to it anew.',
}
const skewed: Meaning = {
  kind: 'sign-in',
  say: () => 'This computer’s clock is too far from the service’s to sign in. Set the clock.',
}
const notFound: Meaning = { kind: 'not-found', say: ({ what }) => `Nothing is at ${what}.` }
const elsewhere: Meaning = {
  kind: 'bad-input',
  say: ({ bucket, refusal: { region } }) =>
    `${bucket} is not in this region${region === undefined ? '. Set the mount’s region or endpoint' : `, but in ${region}`}.`,
}
const changed: Meaning = { kind: 'changed', say: ({ what }) => `${what} changed meanwhile.` }
const conflict: Meaning = {
  kind: 'busy',
  retry: 'later',
  say: ({ what }) => `Something else is changing ${what} at this moment.`,
}
const badName: Meaning = { kind: 'bad-name', say: ({ what }) => `This service can't hold the name ${what}.` }
const tooLarge: Meaning = { kind: 'too-large', say: ({ what }) => `${what} is larger than this service allows.` }
const full: Meaning = { kind: 'no-space', say: () => 'The service has no space left, or a quota is used up.' }
const slowDown: Meaning = { kind: 'busy', retry: 'later', say: () => 'The service asks to slow down.' }
const broken: Meaning = {
  kind: 'unreachable',
  retry: 'later',
  say: () => 'The service has a fault at this moment.',
}
const silent: Meaning = { kind: 'timeout', retry: 'later', say: () => 'The service did not answer in time.' }
const noHost: Meaning = {
  kind: 'unreachable',
  retry: 'later',
  say: () => 'No server of this name could be found. Check endpoint, and the network.',
}
const refused: Meaning = {
  kind: 'unreachable',
  retry: 'later',
  say: () => 'No connection to the service could be made. Check endpoint, and the network.',
}
const dropped: Meaning = { kind: 'unreachable', retry: 'later', say: () => 'The connection to the service broke off.' }
const garbled: Meaning = {
  kind: 'unreachable',
  retry: 'later',
  say: () => 'The answer of the service can’t be read: it broke off, or endpoint is no S3 service.',
}
const untrusted: Meaning = {
  kind: 'unreachable',
  say: () => 'The service’s certificate is not trusted by this computer, so no connection was made.',
}
const noTls: Meaning = {
  kind: 'unreachable',
  say: () => 'No secure connection could be made. Check whether endpoint should begin with http or https.',
}
const damaged: Meaning = {
  kind: 'corrupt',
  retry: 'later',
  say: ({ what }) => `The bytes of ${what} did not arrive as they were sent: their check sums differ.`,
}
const unsupported: Meaning = { kind: 'unsupported', say: () => 'This service has no such ability.' }
const badRequest: Meaning = { kind: 'bad-input', say: () => 'The service did not understand the request.' }

/** What the codes of services and systems mean to us. */
const meanings: Readonly<Record<string, Meaning>> = {
  AccessDenied: denied,
  ObjectLocked: locked,
  AllAccessDisabled: denied,
  AccountProblem: denied,
  UserSuspended: denied,
  Http403: denied,
  InvalidAccessKeyId: wrongKey,
  Http401: wrongKey,
  SignatureDoesNotMatch: wrongSecret,
  ExpiredToken: expired,
  TokenRefreshRequired: expired,
  InvalidToken: expired,
  AuthorizationHeaderMalformed: malformed,
  CredentialsProviderError: noCredentials,
  TokenProviderError: noCredentials,
  RequestTimeTooSkewed: skewed,
  RequestExpired: skewed,
  NoSuchBucket: { kind: 'not-found', say: ({ bucket }) => `There is no ${bucket}.` },
  NoSuchKey: notFound,
  NotFound: notFound,
  Http404: notFound,
  NoSuchUpload: { kind: 'changed', say: ({ what }) => `The upload of ${what} was ended by someone else.` },
  PermanentRedirect: elsewhere,
  TemporaryRedirect: elsewhere,
  IllegalLocationConstraintException: elsewhere,
  InvalidLocationConstraint: elsewhere,
  Http301: elsewhere,
  PreconditionFailed: changed,
  Http412: changed,
  ConditionalRequestConflict: conflict,
  OperationAborted: conflict,
  Http409: conflict,
  BucketAlreadyExists: {
    kind: 'exists',
    say: ({ bucket }) => `The name of ${bucket} is taken, by you or someone else.`,
  },
  BucketAlreadyOwnedByYou: { kind: 'exists', say: ({ bucket }) => `There is a ${bucket} already.` },
  BucketNotEmpty: {
    kind: 'not-empty',
    say: ({ bucket }) => `The ${bucket} is not empty; it may hold old versions or unfinished uploads.`,
  },
  InvalidBucketName: badName,
  KeyTooLongError: badName,
  InvalidObjectName: badName,
  InvalidURI: badName,
  XMinioInvalidObjectName: badName,
  EntityTooLarge: tooLarge,
  MaxMessageLengthExceeded: tooLarge,
  QuotaExceeded: full,
  StorageFull: full,
  XMinioStorageFull: full,
  InsufficientCapacity: full,
  Http507: full,
  SlowDown: slowDown,
  ServiceUnavailable: slowDown,
  Throttling: slowDown,
  ThrottlingException: slowDown,
  TooManyRequests: slowDown,
  RequestLimitExceeded: slowDown,
  BandwidthLimitExceeded: slowDown,
  Http429: slowDown,
  Http503: slowDown,
  InternalError: broken,
  Http500: broken,
  Http502: broken,
  RequestTimeout: silent,
  AnswerTimeout: silent,
  ETIMEDOUT: silent,
  Http504: silent,
  ENOTFOUND: noHost,
  EAI_AGAIN: noHost,
  ConnectTimeout: refused,
  ECONNREFUSED: refused,
  EHOSTUNREACH: refused,
  ENETUNREACH: refused,
  EHOSTDOWN: refused,
  ECONNRESET: dropped,
  AnswerGarbled: garbled,
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
  BadDigest: damaged,
  InvalidDigest: damaged,
  XAmzContentSHA256Mismatch: damaged,
  XAmzContentChecksumMismatch: damaged,
  ChecksumMismatch: damaged,
  InvalidObjectState: {
    kind: 'unsupported',
    say: ({ what }) => `${what} is archived and has to be restored before it can be read.`,
  },
  NotImplemented: unsupported,
  MethodNotAllowed: unsupported,
  Http501: unsupported,
  InvalidArgument: badRequest,
  InvalidRequest: badRequest,
  Http400: badRequest,
}

/** A refused request as a failure, with the SDK's error as its cause. All else comes back as it is. */
export function s3Failure(error: unknown, attempt: Attempt): unknown {
  if (!(error instanceof S3Refusal)) return error
  const meaning = meanings[error.code] ?? meaningOfStatus(error.status)
  if (!meaning) return error.cause ?? error
  const words = { what: nameOf(attempt.path), bucket: bucketOf(attempt), refusal: error }
  return new StorageError(
    {
      kind: meaning.kind,
      message: capital(meaning.say(words)),
      operation: attempt.operation,
      retry: meaning.retry ?? 'never',
      ...(meaning.retry === 'later' && error.retryAfterMs !== undefined && { retryAfterMs: error.retryAfterMs }),
      detail: `${error.code}: ${error.message}`,
    },
    { cause: error.cause },
  )
}

/** A failure we see ourselves. */
export function refuse(kind: FailureKind, say: (what: string) => string, attempt: Attempt): StorageError {
  return new StorageError({ kind, message: capital(say(nameOf(attempt.path))), operation: attempt.operation })
}

/** Runs `work`, with its errors as ours. */
export async function failingAs<T>(attempt: Attempt, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw s3Failure(error, attempt)
  }
}

/** Did the service say that it did nothing, and that the same may succeed soon? */
export function wasRefusedForNow({ code, status }: S3Refusal): boolean {
  const meaning = meanings[code] ?? meaningOfStatus(status)
  return status !== undefined && (meaning === slowDown || meaning === broken || code === 'RequestTimeout')
}

/** May the same succeed soon? It may also have been done already. */
export function mayPass({ code, status }: S3Refusal): boolean {
  return (meanings[code] ?? meaningOfStatus(status))?.retry === 'later'
}

function meaningOfStatus(status: number | undefined): Meaning | undefined {
  if (status === undefined) return undefined
  return meanings[`Http${status}`] ?? (status >= 500 ? broken : status >= 400 ? badRequest : undefined)
}

function bucketOf({ bucket }: Attempt): string {
  return bucket === undefined ? 'bucket' : `bucket “${bucket}”`
}

function nameOf(path: string): string {
  return path === '' ? 'the top folder' : `“${baseName(path)}”`
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
