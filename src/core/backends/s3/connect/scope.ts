import type { PropertyChanges } from '../../../../contract/facets.ts'
import { addressOf, attemptAt, fileAt } from '../../object-store/address.ts'
import { type Attempt, refuse } from '../../object-store/failures/failures.ts'
import { pathOf } from '../../object-store/object-names.ts'
import type { RecentKeys } from '../../object-store/recent-keys.ts'
import type { ObjectStore } from '../../object-store/store.ts'
import type { S3Client } from './client.ts'

/** The part of a service that a mount shows. */
export interface Scope extends ObjectStore {
  readonly client: S3Client
  /** The properties of new files, unless the write sets others. */
  readonly newFiles: Pick<PropertyChanges, 'storageClass' | 'encryption'>
  /** The service copies larger files in parts. */
  readonly largestCopyBytes: number
  /** The URL at which anyone can read the bucket, as its owner configured it. */
  readonly publicUrl?: string
  readonly written: RecentKeys
}

/** The limit of S3 itself for a key. https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html */
export const mostKeyBytes = 1024

/** The object that a path may name. */
export interface ObjectAddress {
  readonly bucket: string
  readonly key: string
  readonly attempt: Attempt
}

export interface CopiedObject {
  readonly bucket: string
  readonly key: string
  readonly version?: string
  /** If set, copies exactly this state or fails. */
  readonly etag?: string
  /** The size of that state, if known. Then it is not requested again. */
  readonly sizeBytes?: number
}

/** Throws `not-a-file` if the path can only be a folder. */
export function objectAt(scope: Scope, path: string, operation: string): ObjectAddress {
  const { container: bucket, key, attempt } = fileAt(scope, path, operation)
  return { bucket, key, attempt }
}

/** Returns the prefix of a path inside a bucket, seen as a folder. Throws `bad-input` above all buckets. */
export function prefixAt(scope: Scope, path: string, operation: string) {
  const address = addressOf(scope, path, operation)
  const attempt = attemptAt(address, operation, path)
  if (address.kind === 'account' || address.folder === undefined) {
    throw refuse('bad-input', 's3.choose-bucket', attempt)
  }
  return { bucket: address.container, prefix: address.folder, attempt }
}

/** Returns the path that shows a key of a bucket. */
export function pathOfKey(scope: Scope, bucket: string, key: string): string {
  const inside = pathOf(key.slice(scope.prefix.length))
  return scope.container === undefined ? `${bucket}/${inside}` : inside
}
