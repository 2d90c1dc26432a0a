import { createFailures, type Meaning } from '../../object-store/failures/failures.ts'
import {
  archived,
  badName,
  badRequest,
  broken,
  changed,
  conflict,
  damaged,
  garbled,
  noHost,
  notFound,
  sharedMeanings,
  silent,
  skewed,
  slowDown,
  tooLarge,
} from '../../object-store/failures/meanings.ts'
import { S3Refusal } from './refusal.ts'
import { rights } from './rights.ts'

const denied: Meaning<S3Refusal> = {
  kind: 'denied',
  say: ({ refusal: { right } }) => `Your key may not ${rights[right]}: it lacks the right ${right}.`,
}
const locked: Meaning<S3Refusal> = {
  kind: 'denied',
  say: ({ what }) => `${what} is locked by its bucket: nothing can delete that state before its retention ends.`,
}
const wrongKey: Meaning<S3Refusal> = {
  kind: 'sign-in',
  say: () => 'The service does not know this access key. Check accessKeyId, or whether the key was deleted.',
}
const wrongSecret: Meaning<S3Refusal> = {
  kind: 'sign-in',
  say: () => 'The secret key does not belong to the access key. Check secretAccessKey.',
}
const expired: Meaning<S3Refusal> = {
  kind: 'sign-in',
  say: () => 'The session has expired. Sign in anew, or renew sessionToken.',
}
const malformed: Meaning<S3Refusal> = {
  kind: 'sign-in',
  say: () => 'The service did not accept how the request was signed. Check region and the keys.',
}
const noCredentials: Meaning<S3Refusal> = {
  kind: 'sign-in',
  say: () => 'No keys could be found to sign in with. Check the mount’s profile, or sign in to it anew.',
}
const elsewhere: Meaning<S3Refusal> = {
  kind: 'bad-input',
  say: ({ container, refusal: { region } }) =>
    `${container} is not in this region${region === undefined ? '. Set the mount’s region or endpoint' : `, but in ${region}`}.`,
}
const full: Meaning<S3Refusal> = {
  kind: 'no-space',
  say: () => 'The service has no space left, or a quota is used up.',
}
const unsupported: Meaning<S3Refusal> = { kind: 'unsupported', say: () => 'This service has no such ability.' }

/** What the codes of services and systems mean to us. */
const meanings: Readonly<Record<string, Meaning<S3Refusal>>> = {
  ...sharedMeanings,
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
  NoSuchBucket: { kind: 'not-found', say: ({ container }) => `There is no ${container}.` },
  NoSuchKey: notFound,
  NotFound: notFound,
  NoSuchUpload: { kind: 'changed', say: ({ what }) => `The upload of ${what} was ended by someone else.` },
  PermanentRedirect: elsewhere,
  TemporaryRedirect: elsewhere,
  IllegalLocationConstraintException: elsewhere,
  InvalidLocationConstraint: elsewhere,
  Http301: elsewhere,
  PreconditionFailed: changed,
  ConditionalRequestConflict: conflict,
  OperationAborted: conflict,
  BucketAlreadyExists: {
    kind: 'exists',
    say: ({ container }) => `The name of ${container} is taken, by you or someone else.`,
  },
  BucketAlreadyOwnedByYou: { kind: 'exists', say: ({ container }) => `There is a ${container} already.` },
  BucketNotEmpty: {
    kind: 'not-empty',
    say: ({ container }) => `The ${container} is not empty; it may hold old versions or unfinished uploads.`,
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
  RequestTimeout: silent,
  ENOTFOUND: noHost('endpoint'),
  EAI_AGAIN: noHost('endpoint'),
  AnswerGarbled: garbled('S3 service'),
  BadDigest: damaged,
  InvalidDigest: damaged,
  XAmzContentSHA256Mismatch: damaged,
  XAmzContentChecksumMismatch: damaged,
  ChecksumMismatch: damaged,
  InvalidObjectState: archived,
  NotImplemented: unsupported,
  MethodNotAllowed: unsupported,
  Http501: unsupported,
  InvalidArgument: badRequest,
  InvalidRequest: badRequest,
  Http400: badRequest,
}

export const s3Failures = createFailures<S3Refusal>({
  isOurs: (error) => error instanceof S3Refusal,
  container: 'bucket',
  meanings,
})
export const { failure: s3Failure, failingAs, mayPass } = s3Failures

/** Did the service say that it did nothing, and that the same may succeed soon? */
export function wasRefusedForNow(refusal: S3Refusal): boolean {
  if (refusal.status === undefined) return false
  const meaning = s3Failures.meaningOf(refusal)
  return meaning === slowDown || meaning === broken || refusal.code === 'RequestTimeout'
}
