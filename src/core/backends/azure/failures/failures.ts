import { createFailures, type Meaning } from '../../object-store/failures/failures.ts'
import {
  archived,
  badName,
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
import { AzureRefusal } from './refusal.ts'
import { rights } from './rights.ts'

const denied: Meaning<AzureRefusal> = {
  kind: 'denied',
  say: ({ refusal: { right } }) => `You may not ${rights[right]}: the permission ${right} is missing.`,
}
const shutOut: Meaning<AzureRefusal> = {
  kind: 'denied',
  say: ({ refusal: { right } }) =>
    `You may not ${rights[right]}: the permission ${right} is missing, or the account’s network rules shut you out.`,
}
const wrongKey: Meaning<AzureRefusal> = {
  kind: 'sign-in',
  say: () => 'The service did not accept the key or SAS. Check account, and accountKey or sasToken.',
}
const noKeys: Meaning<AzureRefusal> = {
  kind: 'sign-in',
  say: () => 'The account does not allow account keys. Sign in with entra instead.',
}
const outOfTime: Meaning<AzureRefusal> = {
  kind: 'sign-in',
  say: () => 'The SAS has expired or is not valid yet. Ask for a new one, or check this computer’s clock.',
}
const unsigned: Meaning<AzureRefusal> = {
  kind: 'sign-in',
  say: () => 'The service wants you to sign in. Set accountKey, sasToken, connectionString or entra.',
}
const wrongToken: Meaning<AzureRefusal> = {
  kind: 'sign-in',
  say: () => 'The service did not accept the Entra sign-in. Check that it belongs to the account’s tenant.',
}
const noIdentity: Meaning<AzureRefusal> = {
  kind: 'sign-in',
  say: () => 'No Entra identity could be found. Set AZURE_CLIENT_ID and its secret, or sign in with “az login”.',
}
const entraRefused: Meaning<AzureRefusal> = {
  kind: 'sign-in',
  say: () => 'Entra refused the sign-in. Check the identity’s secret, or sign in anew.',
}
const noContainer: Meaning<AzureRefusal> = { kind: 'not-found', say: ({ container }) => `There is no ${container}.` }
const leased: Meaning<AzureRefusal> = {
  kind: 'busy',
  say: ({ what }) => `${what} is leased: another program holds it and alone may change it until it ends its lease.`,
}
const exists: Meaning<AzureRefusal> = { kind: 'exists', say: ({ what }) => `There is something named ${what} already.` }
const immutable: Meaning<AzureRefusal> = {
  kind: 'denied',
  say: ({ what }) => `${what} is kept unchanged by a policy of its container, or by a legal hold.`,
}
const unsupported: Meaning<AzureRefusal> = { kind: 'unsupported', say: () => 'This account has no such ability.' }
const farSource: Meaning<AzureRefusal> = {
  kind: 'unsupported',
  say: () => 'The service can’t reach what is to be copied.',
}

/** What the codes of the service and of systems mean to us. https://learn.microsoft.com/rest/api/storageservices/blob-service-error-codes */
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
    say: ({ what }) => `${what} is on its way out of the archive and can't be read or moved yet.`,
  },
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
  OperationTimedOut: silent,
  ENOTFOUND: noHost('account and endpoint'),
  EAI_AGAIN: noHost('account and endpoint'),
  PARSE_ERROR: garbled('Azure storage service'),
  REQUEST_SEND_ERROR: sharedMeanings.ECONNRESET, // the SDK does not know how the line was lost
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
  container: 'container',
  meanings,
})
export const { failure: azureFailure, failingAs, mayPass } = azureFailures

/** Did the service say that it did nothing, and that the same may succeed soon? */
export function wasRefusedForNow(refusal: AzureRefusal): boolean {
  return refusal.status !== undefined && azureFailures.meaningOf(refusal) === slowDown
}
