import { said } from '../../../../contract/sentences/said.ts'
import { createFailures, type Meaning } from '../../object-store/failures/failures.ts'
import {
  archived,
  badName,
  changed,
  conflict,
  damaged,
  exists,
  garbled,
  noHost,
  notFound,
  sharedMeanings,
  silent,
  skewed,
  slowDown,
  tooLarge,
} from '../../object-store/failures/meanings.ts'
import { AzureRefusal } from './refusal.ts'

const denied: Meaning<AzureRefusal> = {
  kind: 'denied',
  say: ({ refusal: { right } }) => said(`azure.denied.${right}`),
}
const shutOut: Meaning<AzureRefusal> = {
  kind: 'denied',
  say: ({ refusal: { right } }) => said('azure.shut-out', { right }),
}
const wrongKey: Meaning<AzureRefusal> = { kind: 'sign-in', say: 'azure.wrong-key' }
const noKeys: Meaning<AzureRefusal> = { kind: 'sign-in', say: 'azure.no-account-keys' }
const outOfTime: Meaning<AzureRefusal> = { kind: 'sign-in', say: 'azure.sas-time' }
const unsigned: Meaning<AzureRefusal> = { kind: 'sign-in', say: 'azure.sign-in-needed' }
const wrongToken: Meaning<AzureRefusal> = { kind: 'sign-in', say: 'azure.wrong-token' }
const noIdentity: Meaning<AzureRefusal> = { kind: 'sign-in', say: 'azure.no-identity' }
const entraRefused: Meaning<AzureRefusal> = { kind: 'sign-in', say: 'azure.entra-refused' }
const noContainer: Meaning<AzureRefusal> = { kind: 'not-found', say: 'azure.no-container' }
const leased: Meaning<AzureRefusal> = { kind: 'busy', say: 'azure.leased' }
const immutable: Meaning<AzureRefusal> = { kind: 'denied', say: 'azure.immutable' }
const unsupported: Meaning<AzureRefusal> = { kind: 'unsupported', say: 'azure.unsupported' }
const farSource: Meaning<AzureRefusal> = { kind: 'unsupported', say: 'azure.far-source' }
const noAccountHost: Meaning<AzureRefusal> = {
  ...noHost,
  say: 'azure.no-host',
}

/**
 * The meaning of the error codes of the service and of systems.
 * https://learn.microsoft.com/rest/api/storageservices/blob-service-error-codes
 */
const meanings: Readonly<Record<string, Meaning<AzureRefusal>>> = {
  ...sharedMeanings,
  AuthorizationPermissionMismatch: denied,
  AuthorizationResourceTypeMismatch: denied,
  AuthorizationServiceMismatch: denied,
  InsufficientAccountPermissions: denied,
  UnauthorizedBlobOverwrite: denied,
  Http403: denied,
  AuthorizationFailure: shutOut,
  AuthorizationSourceIPMismatch: {
    kind: 'denied',
    say: 'azure.sas-address',
  },
  AuthorizationProtocolMismatch: { kind: 'denied', say: 'azure.sas-https' },
  AccountIsDisabled: { kind: 'denied', say: 'azure.account-disabled' },
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
  TokenNeedsTls: { kind: 'sign-in', say: 'azure.entra-https' },
  ContainerNotFound: noContainer,
  ContainerDisabled: noContainer,
  ContainerBeingDeleted: {
    kind: 'busy',
    retry: 'later',
    say: 'azure.container-being-deleted',
  },
  ContainerAlreadyExists: { kind: 'exists', say: 'azure.container-exists' },
  BlobNotFound: notFound,
  ResourceNotFound: notFound,
  PathNotFound: notFound,
  BlobAlreadyExists: exists,
  ResourceAlreadyExists: exists,
  ConditionNotMet: changed,
  TargetConditionNotMet: changed,
  SourceConditionNotMet: changed,
  LeaseIdMissing: leased,
  LeaseIdMismatchWithBlobOperation: leased,
  LeaseIdMismatchWithContainerOperation: leased,
  LeaseLost: leased,
  LeaseAlreadyPresent: leased,
  LeaseIsBreakingAndCannotBeAcquired: leased,
  PendingCopyOperation: conflict,
  BlobBeingRehydrated: {
    kind: 'unsupported',
    say: 'azure.being-restored',
  },
  SnapshotsPresent: {
    kind: 'not-empty',
    say: 'azure.has-snapshots',
  },
  DirectoryIsNotEmpty: { kind: 'not-empty', say: 'store.not-empty' },
  BlobArchived: archived,
  BlobImmutableDueToPolicy: immutable,
  BlobImmutableDueToLegalHold: immutable,
  InvalidBlobType: {
    kind: 'unsupported',
    say: 'azure.other-blob-type',
  },
  InvalidResourceName: badName,
  InvalidUri: badName,
  OutOfRangeInput: badName,
  EmptyTagName: { kind: 'bad-input', say: 'azure.tag-without-name' },
  InvalidTag: { kind: 'bad-input', say: 'azure.bad-tag' },
  TagsTooLarge: { kind: 'too-large', say: 'azure.too-many-tags' },
  InvalidMetadata: { kind: 'bad-input', say: 'azure.metadata-name' },
  MetadataTooLarge: { kind: 'too-large', say: 'azure.metadata-too-large' },
  InvalidBlobOrBlock: {
    kind: 'busy',
    say: 'azure.other-upload',
  },
  RequestBodyTooLarge: tooLarge,
  BlockCountExceedsLimit: tooLarge,
  BlockListTooLong: tooLarge,
  Http413: tooLarge,
  ServerBusy: slowDown,
  OperationTimedOut: silent,
  ENOTFOUND: noAccountHost,
  EAI_AGAIN: noAccountHost,
  PARSE_ERROR: garbled,
  REQUEST_SEND_ERROR: sharedMeanings.ECONNRESET, // the SDK does not report how the connection was lost
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

export const azureFailures = createFailures<AzureRefusal>({
  isOurs: (error) => error instanceof AzureRefusal,
  setting: 'endpoint',
  meanings,
})
export const { failure: azureFailure, failingAs, mayPass } = azureFailures

/** Tells whether the service did nothing and the same request may succeed soon. */
export function wasRefusedForNow(refusal: AzureRefusal): boolean {
  return refusal.status !== undefined && azureFailures.meaningOf(refusal) === slowDown
}
