import { type Failure, type FailureKind, StorageError } from '../../../contract/failure.ts'
import { baseName } from '../../../contract/location.ts'
import { AzureRefusal } from './refusal.ts'
import { rights } from './rights.ts'

/** What was being done, for wording. */
export interface Attempt {
  /** As `azure.method`. */
  readonly operation: string
  readonly path: string
  readonly container?: string
}

interface Words {
  /** The entry, quoted. */
  readonly what: string
  readonly container: string
  readonly refusal: AzureRefusal
}

interface Meaning {
  readonly kind: FailureKind
  readonly retry?: Failure['retry']
  readonly say: (words: Words) => string
}

const denied: Meaning = {
  kind: 'denied',
  say: ({ refusal: { right } }) => `You may not ${rights[right]}: the permission ${right} is missing.`,
}
const shutOut: Meaning = {
  kind: 'denied',
  say: ({ refusal: { right } }) =>
    `You may not ${rights[right]}: the permission ${right} is missing, or the account’s network rules shut you out.`,
}
const wrongKey: Meaning = {
  kind: 'sign-in',
  say: () => 'The service did not accept the key or SAS. Check account, and accountKey or sasToken.',
}
const noKeys: Meaning = {
  kind: 'sign-in',
  say: () => 'The account does not allow account keys. Sign in with entra instead.',
}
const outOfTime: Meaning = {
  kind: 'sign-in',
  say: () => 'The SAS has expired or is not valid yet. Ask for a new one, or check this computer’s clock.',
}
const skewed: Meaning = {
  kind: 'sign-in',
  say: () => 'This computer’s clock is too far from the service’s to sign in. Set the clock.',
}
const unsigned: Meaning = {
  kind: 'sign-in',
  say: () => 'The service wants you to sign in. Set accountKey, sasToken, connectionString or entra.',
}
const wrongToken: Meaning = {
  kind: 'sign-in',
  say: () => 'The service did not accept the Entra sign-in. Check that it belongs to the account’s tenant.',
}
const noIdentity: Meaning = {
  kind: 'sign-in',
  say: () => 'No Entra identity could be found. Set AZURE_CLIENT_ID and its secret, or sign in with “az login”.',
}
const entraRefused: Meaning = {
  kind: 'sign-in',
  say: () => 'Entra refused the sign-in. Check the identity’s secret, or sign in anew.',
}
const notFound: Meaning = { kind: 'not-found', say: ({ what }) => `Nothing is at ${what}.` }
const noContainer: Meaning = { kind: 'not-found', say: ({ container }) => `There is no ${container}.` }
const changed: Meaning = { kind: 'changed', say: ({ what }) => `${what} changed meanwhile.` }
const leased: Meaning = {
  kind: 'busy',
  say: ({ what }) => `${what} is leased: another program holds it and alone may change it until it ends its lease.`,
}
const conflict: Meaning = {
  kind: 'busy',
  retry: 'later',
  say: ({ what }) => `Something else is changing ${what} at this moment.`,
}
const exists: Meaning = { kind: 'exists', say: ({ what }) => `There is something named ${what} already.` }
const badName: Meaning = { kind: 'bad-name', say: ({ what }) => `This service can't hold the name ${what}.` }
const tooLarge: Meaning = { kind: 'too-large', say: ({ what }) => `${what} is larger than this service allows.` }
const slowDown: Meaning = { kind: 'busy', retry: 'later', say: () => 'The service asks to slow down.' }
const broken: Meaning = { kind: 'unreachable', retry: 'later', say: () => 'The service has a fault at this moment.' }
const silent: Meaning = { kind: 'timeout', retry: 'later', say: () => 'The service did not answer in time.' }
const noHost: Meaning = {
  kind: 'unreachable',
  retry: 'later',
  say: () => 'No server of this name could be found. Check account and endpoint, and the network.',
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
  say: () => 'The answer of the service can’t be read: it broke off, or endpoint is no Azure storage service.',
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
const archived: Meaning = {
  kind: 'unsupported',
  say: ({ what }) => `${what} is archived and has to be restored before it can be read.`,
}
const immutable: Meaning = {
  kind: 'denied',
  say: ({ what }) => `${what} is kept unchanged by a policy of its container, or by a legal hold.`,
}
const unsupported: Meaning = { kind: 'unsupported', say: () => 'This account has no such ability.' }
const farSource: Meaning = { kind: 'unsupported', say: () => 'The service can’t reach what is to be copied.' }
const badRequest: Meaning = { kind: 'bad-input', say: () => 'The service did not understand the request.' }

/** What the codes of the service and of systems mean to us. https://learn.microsoft.com/rest/api/storageservices/blob-service-error-codes */
const meanings: Readonly<Record<string, Meaning>> = {
  AuthorizationPermissionMismatch: denied,
  AuthorizationResourceTypeMismatch: denied,
  AuthorizationServiceMismatch: denied,
  InsufficientAccountPermissions: denied,
  UnauthorizedBlobOverwrite: denied,
  Http403: denied,
  AuthorizationFailure: shutOut,
  AuthorizationSourceIPMismatch: {
    kind: 'denied',
    say: () => 'The SAS may not be used from this computer’s address.',
  },
  AuthorizationProtocolMismatch: { kind: 'denied', say: () => 'The SAS may be used over https only.' },
  AccountIsDisabled: { kind: 'denied', say: () => 'The account is disabled.' },
  AuthenticationFailed: wrongKey,
  InvalidAuthenticationInfo: wrongToken,
  Http401: unsigned,
  NoAuthenticationInformation: unsigned,
  PublicAccessNotPermitted: unsigned,
  KeyBasedAuthenticationNotPermitted: noKeys,
  SasOutOfTime: outOfTime,
  ClockSkewed: skewed,
  CredentialUnavailableError: noIdentity,
  AuthenticationRequiredError: noIdentity,
  AuthenticationError: entraRefused,
  AggregateAuthenticationError: entraRefused,
  TokenNeedsTls: { kind: 'sign-in', say: () => 'Entra can be used over https only. Check endpoint.' },
  ContainerNotFound: noContainer,
  ContainerDisabled: noContainer,
  ContainerBeingDeleted: {
    kind: 'busy',
    retry: 'later',
    say: ({ container }) => `The ${container} is being deleted; its name is free again in a moment.`,
  },
  ContainerAlreadyExists: { kind: 'exists', say: ({ container }) => `There is a ${container} already.` },
  BlobNotFound: notFound,
  ResourceNotFound: notFound,
  PathNotFound: notFound,
  Http404: notFound,
  BlobAlreadyExists: exists,
  ResourceAlreadyExists: exists,
  ConditionNotMet: changed,
  TargetConditionNotMet: changed,
  SourceConditionNotMet: changed,
  Http412: changed,
  LeaseIdMissing: leased,
  LeaseIdMismatchWithBlobOperation: leased,
  LeaseIdMismatchWithContainerOperation: leased,
  LeaseLost: leased,
  LeaseAlreadyPresent: leased,
  LeaseIsBreakingAndCannotBeAcquired: leased,
  PendingCopyOperation: conflict,
  BlobBeingRehydrated: {
    kind: 'unsupported',
    say: ({ what }) => `${what} is on its way out of the archive and can't be read or moved yet.`,
  },
  Http409: conflict,
  SnapshotsPresent: {
    kind: 'not-empty',
    say: ({ what }) => `${what} has snapshots, which would go with it: remove those versions first.`,
  },
  DirectoryIsNotEmpty: { kind: 'not-empty', say: ({ what }) => `The folder ${what} is not empty.` },
  BlobArchived: archived,
  BlobImmutableDueToPolicy: immutable,
  BlobImmutableDueToLegalHold: immutable,
  InvalidBlobType: {
    kind: 'unsupported',
    say: ({ what }) => `${what} is a page or append blob, for which the service can't do this.`,
  },
  InvalidResourceName: badName,
  InvalidUri: badName,
  OutOfRangeInput: badName,
  EmptyTagName: { kind: 'bad-input', say: () => 'A tag has no name.' },
  InvalidTag: { kind: 'bad-input', say: () => 'A tag has a sign the service does not allow, or is too long.' },
  TagsTooLarge: { kind: 'too-large', say: () => 'A file can have ten tags.' },
  InvalidMetadata: { kind: 'bad-input', say: () => 'Names of metadata have letters, digits and underscores only.' },
  MetadataTooLarge: { kind: 'too-large', say: () => 'Metadata can have 8 KiB.' },
  InvalidBlobOrBlock: {
    kind: 'busy',
    say: ({ what }) => `Another program’s unfinished upload of ${what} is in the way: abort that one first.`,
  },
  RequestBodyTooLarge: tooLarge,
  BlockCountExceedsLimit: tooLarge,
  BlockListTooLong: tooLarge,
  Http413: tooLarge,
  ServerBusy: slowDown,
  Http429: slowDown,
  Http503: slowDown,
  InternalError: broken,
  Http500: broken,
  Http502: broken,
  OperationTimedOut: silent,
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
  PARSE_ERROR: garbled,
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
  Md5Mismatch: damaged,
  Crc64Mismatch: damaged,
  SumMismatch: damaged,
  CannotVerifyCopySource: farSource,
  CopySourceNotReachable: farSource,
  FeatureNotSupportedForAccount: unsupported,
  BlobTypeNotSupported: unsupported,
  OperationNotAllowedOnRootBlob: unsupported,
  UnsupportedHttpVerb: unsupported,
  UnsupportedHeader: unsupported,
  UnsupportedQueryParameter: unsupported,
  APINotImplemented: unsupported,
  Http405: unsupported,
  Http501: unsupported,
}

/** A refused request as a failure, with the SDK's error as its cause. All else comes back as it is. */
export function azureFailure(error: unknown, attempt: Attempt): unknown {
  if (!(error instanceof AzureRefusal)) return error
  const meaning = meaningOf(error)
  if (!meaning) return error.cause ?? error
  const words = { what: nameOf(attempt.path), container: containerOf(attempt), refusal: error }
  return new StorageError(
    {
      kind: meaning.kind,
      message: capital(meaning.say(words)),
      operation: attempt.operation,
      retry: meaning.retry ?? 'never',
      ...(meaning.retry === 'later' && error.retryAfterMs !== undefined && { retryAfterMs: error.retryAfterMs }),
      detail: withoutSecrets(`${error.code}: ${error.message}`),
    },
    { cause: error },
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
    throw azureFailure(error, attempt)
  }
}

/** Did the service say that it did nothing, and that the same may succeed soon? */
export function wasRefusedForNow(refusal: AzureRefusal): boolean {
  return refusal.status !== undefined && meaningOf(refusal) === slowDown
}

/** May the same succeed soon? It may also have been done already. */
export function mayPass(refusal: AzureRefusal): boolean {
  return meaningOf(refusal)?.retry === 'later'
}

function meaningOf({ code, status }: AzureRefusal): Meaning | undefined {
  if (Object.hasOwn(meanings, code)) return meanings[code]
  if (status === undefined) return undefined
  return meanings[`Http${status}`] ?? (status >= 500 ? broken : status >= 400 ? badRequest : undefined)
}

/** Addresses may carry a signature. */
function withoutSecrets(text: string): string {
  return text.replaceAll(/\bsig=[^&\s"'<]+/gi, 'sig=…')
}

function containerOf({ container }: Attempt): string {
  return container === undefined ? 'container' : `container “${container}”`
}

function nameOf(path: string): string {
  return path === '' ? 'the top folder' : `“${baseName(path)}”`
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
