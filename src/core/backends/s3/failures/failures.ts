import { said } from '../../../../contract/sentences/said.ts'
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
  notFound,
  sharedMeanings,
  silent,
  skewed,
  slowDown,
  tooLarge,
} from '../../object-store/failures/meanings.ts'
import { S3Refusal } from './refusal.ts'
import { deniedFor } from './rights.ts'

const denied: Meaning<S3Refusal> = { kind: 'denied', say: ({ refusal: { right } }) => deniedFor(right) }
const locked: Meaning<S3Refusal> = { kind: 'denied', say: 's3.locked' }
const wrongKey: Meaning<S3Refusal> = { kind: 'sign-in', say: 's3.wrong-key' }
const wrongSecret: Meaning<S3Refusal> = { kind: 'sign-in', say: 's3.wrong-secret' }
const expired: Meaning<S3Refusal> = { kind: 'sign-in', say: 's3.session-expired' }
const malformed: Meaning<S3Refusal> = { kind: 'sign-in', say: 's3.bad-signature' }
const noCredentials: Meaning<S3Refusal> = { kind: 'sign-in', say: 's3.no-credentials' }
const elsewhere: Meaning<S3Refusal> = {
  kind: 'bad-input',
  say: ({ container, refusal: { region } }) =>
    region === undefined
      ? said('s3.other-region-unknown', { container })
      : said('s3.other-region', { container, region }),
}
const full: Meaning<S3Refusal> = { kind: 'no-space', say: 'service.full' }
const unsupported: Meaning<S3Refusal> = { kind: 'unsupported', say: 'service.unsupported' }

/** The meaning of the error codes of services and systems. */
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
  NoSuchBucket: { kind: 'not-found', say: 'objects.no-bucket' },
  NoSuchKey: notFound,
  NotFound: notFound,
  NoSuchUpload: { kind: 'changed', say: 's3.upload-ended' },
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
    say: 's3.bucket-name-taken',
  },
  BucketAlreadyOwnedByYou: { kind: 'exists', say: 's3.bucket-yours' },
  BucketNotEmpty: {
    kind: 'not-empty',
    say: 's3.bucket-not-empty',
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
  AnswerGarbled: garbled,
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
  setting: 'endpoint',
  meanings,
})
export const { failure: s3Failure, failingAs, mayPass } = s3Failures

/** Tells whether the service did nothing and the same request may succeed soon. */
export function wasRefusedForNow(refusal: S3Refusal): boolean {
  if (refusal.status === undefined) return false
  const meaning = s3Failures.meaningOf(refusal)
  return meaning === slowDown || meaning === broken || refusal.code === 'RequestTimeout'
}
