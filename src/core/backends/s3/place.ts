import { type Attempt, refuse } from '../object-store/failures.ts'
import type { PropertyChanges } from '../../../contract/facets.ts'
import type { S3Client } from './client.ts'
import { keysOf, pathOf } from '../object-store/object-names.ts'
import type { RecentKeys } from '../object-store/recent-keys.ts'

/** What a mount shows. */
export interface Scope {
  readonly client: S3Client
  /** Absent where the buckets are the first level. */
  readonly bucket?: string
  /** Empty, or ending in a slash. */
  readonly prefix: string
  /** What new files are given unless something else is asked for. */
  readonly newFiles: Pick<PropertyChanges, 'storageClass' | 'encryption'>
  /** From so many bytes on a server copy is made in parts. */
  readonly largestCopyBytes: number
  /** Prefixes that are there. Being wrong does no harm: a file written into a folder that is gone brings it back. */
  readonly folders: RecentKeys
  /** Keys that were neither a file nor a folder. Being wrong does no harm: the service itself guards what must be new. */
  readonly absent: RecentKeys
  /** Keys just written, most likely asked for next. */
  readonly written: RecentKeys
}

/** Where in the service a path leads. */
export type Place =
  | { readonly kind: 'account' }
  | { readonly kind: 'bucket-root'; readonly bucket: string; readonly folder: string }
  | { readonly kind: 'inside'; readonly bucket: string; readonly file?: string; readonly folder?: string }

/** What S3 itself allows for a key. https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html */
export const mostKeyBytes = 1024

/** Throws `bad-name`. */
export function placeOf(scope: Scope, path: string, operation: string): Place {
  const attempt: Attempt = { operation, path }
  if (scope.bucket !== undefined) return placeIn(scope.bucket, scope.prefix, path, attempt)
  if (path === '') return { kind: 'account' }
  const slash = path.indexOf('/')
  const bucket = slash < 0 ? path : path.slice(0, slash)
  return placeIn(bucket, '', slash < 0 ? '' : path.slice(slash + 1), attempt)
}

/** The object a path may name. */
export interface ObjectPlace {
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
export function objectAt(scope: Scope, path: string, operation: string): ObjectPlace {
  const place = placeOf(scope, path, operation)
  const attempt = attemptAt(place, operation, path)
  if (place.kind === 'inside' && place.file !== undefined) return { bucket: place.bucket, key: place.file, attempt }
  throw refuse('not-a-file', (what) => `${what} is a folder, not a file.`, attempt)
}

/** Where a path leads inside a bucket, as a folder. Throws `bad-input` above all buckets. */
export function prefixAt(scope: Scope, path: string, operation: string) {
  const place = placeOf(scope, path, operation)
  const attempt = attemptAt(place, operation, path)
  if (place.kind === 'account' || place.folder === undefined) {
    throw refuse('bad-input', () => 'Choose a bucket, or a folder in one.', attempt)
  }
  return { bucket: place.bucket, prefix: place.folder, attempt }
}

/** The path that shows a key of a bucket. */
export function pathOfKey(scope: Scope, bucket: string, key: string): string {
  const inside = pathOf(key.slice(scope.prefix.length))
  return scope.bucket === undefined ? `${bucket}/${inside}` : inside
}

export function attemptAt(place: Place, operation: string, path: string): Attempt {
  return place.kind === 'account' ? { operation, path } : { operation, path, container: place.bucket }
}

function placeIn(bucket: string, prefix: string, path: string, attempt: Attempt): Place {
  const keys = keysOf(path, prefix)
  if (!keys) {
    throw refuse('bad-name', (what) => `${what} can't be a name here: a “‛” in it has to be written twice.`, attempt)
  }
  if (path === '') return { kind: 'bucket-root', bucket, folder: keys.folder ?? prefix }
  const key = keys.file ?? keys.folder ?? ''
  if (Buffer.byteLength(key) > mostKeyBytes) {
    throw refuse(
      'bad-name',
      (what) => `The name ${what} is too long: with its folders it may have 1,024 bytes.`,
      attempt,
    )
  }
  return { kind: 'inside', bucket, ...keys }
}
