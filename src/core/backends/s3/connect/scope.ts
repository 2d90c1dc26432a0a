import type { PropertyChanges } from '../../../../contract/facets.ts'
import { addressOf, attemptAt, fileAt } from '../../object-store/address.ts'
import { type Attempt, refuse } from '../../object-store/failures/failures.ts'
import { pathOf } from '../../object-store/object-names.ts'
import type { RecentKeys } from '../../object-store/recent-keys.ts'
import type { ObjectStore } from '../../object-store/store.ts'
import type { S3Client } from './client.ts'

/** What a mount shows. */
export interface Scope extends ObjectStore {
  readonly client: S3Client
  /** What new files are given unless something else is asked for. */
  readonly newFiles: Pick<PropertyChanges, 'storageClass' | 'encryption'>
  /** A larger file is copied by the server in parts. */
  readonly largestCopyBytes: number
  /** Where anyone can read it, as its owner says. */
  readonly publicUrl?: string
  readonly written: RecentKeys
}

/** What S3 itself allows for a key. https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html */
export const mostKeyBytes = 1024

/** The object a path may name. */
export interface ObjectAddress {
  readonly bucket: string
  readonly key: string
  readonly attempt: Attempt
}

export interface CopiedObject {
  readonly bucket: string
  readonly key: string
  readonly version?: string
  /** Copies this state or nothing. */
  readonly etag?: string
  /** Of that state, where it is known: then it is not asked for again. */
  readonly sizeBytes?: number
}

/** Throws `not-a-file` where only a folder can be. */
export function objectAt(scope: Scope, path: string, operation: string): ObjectAddress {
  const { container: bucket, key, attempt } = fileAt(scope, path, operation)
  return { bucket, key, attempt }
}

/** Where a path leads inside a bucket, as a folder. Throws `bad-input` above all buckets. */
export function prefixAt(scope: Scope, path: string, operation: string) {
  const address = addressOf(scope, path, operation)
  const attempt = attemptAt(address, operation, path)
  if (address.kind === 'account' || address.folder === undefined) {
    throw refuse('bad-input', 's3.choose-bucket', attempt)
  }
  return { bucket: address.container, prefix: address.folder, attempt }
}

/** The path that shows a key of a bucket. */
export function pathOfKey(scope: Scope, bucket: string, key: string): string {
  const inside = pathOf(key.slice(scope.prefix.length))
  return scope.container === undefined ? `${bucket}/${inside}` : inside
}
