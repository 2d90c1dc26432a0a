import { type Attempt, refuse } from '../object-store/failures.ts'
import { type Keys, keysOf } from '../object-store/object-names.ts'
import type { RecentKeys } from '../object-store/recent-keys.ts'
import type { AzureClient } from './client.ts'

/** What a mount shows. */
export interface Scope {
  readonly client: AzureClient
  /** Absent where the containers are the first level. */
  readonly container?: string
  /** Empty, or ending in a slash. */
  readonly prefix: string
  /** Of what is written. */
  readonly tier?: string
  /** Prefixes that are there. Being wrong does no harm: a file written into a folder that is gone brings it back. */
  readonly folders: RecentKeys
  /** Keys that were neither a file nor a folder. Being wrong does no harm: the service itself guards what must be new. */
  readonly absent: RecentKeys
}

/** Where in the account a path leads. */
export type Place =
  | { readonly kind: 'account' }
  | { readonly kind: 'container-root'; readonly container: string; readonly folder: string }
  | ({ readonly kind: 'inside'; readonly container: string } & Keys)
export type Inside = Extract<Place, { kind: 'inside' }>

/** https://learn.microsoft.com/rest/api/storageservices/naming-and-referencing-containers--blobs--and-metadata#blob-names */
export const namesSource =
  'https://learn.microsoft.com/rest/api/storageservices/naming-and-referencing-containers--blobs--and-metadata'
export const mostKeyCharacters = 1024
const mostSegments = 254

/** Throws `bad-name`. */
export function placeOf(scope: Scope, path: string, operation: string): Place {
  const attempt: Attempt = { operation, path }
  if (scope.container !== undefined) return placeIn(scope.container, scope.prefix, path, attempt)
  if (path === '') return { kind: 'account' }
  const slash = path.indexOf('/')
  const container = slash < 0 ? path : path.slice(0, slash)
  return placeIn(container, '', slash < 0 ? '' : path.slice(slash + 1), attempt)
}

export function attemptAt(place: Place, operation: string, path: string): Attempt {
  return place.kind === 'account' ? { operation, path } : { operation, path, container: place.container }
}

/** The key of a file, where a path may be one. Throws `not-a-file`. */
export function fileAt(
  scope: Scope,
  path: string,
  operation: string,
): { readonly container: string; readonly key: string; readonly attempt: Attempt } {
  const place = placeOf(scope, path, operation)
  const attempt = attemptAt(place, operation, path)
  if (place.kind === 'inside' && place.file !== undefined) {
    return { container: place.container, key: place.file, attempt }
  }
  throw refuse('not-a-file', (what) => `${what} is a folder, not a file.`, attempt)
}

/**
 * Refuses names that would not come back as they are: the service takes `\` for `/`, drops dots at the end of a segment
 * and does not allow control characters. https://stackoverflow.com/a/54935366
 */
export function checkNewName(key: string, attempt: Attempt): void {
  const isOdd = /\\|\p{Cc}|\.(?:\/|$)/u.test(key)
  if (!isOdd) return
  throw refuse(
    'bad-name',
    (what) => `${what} can't be a name here: Azure has no backslash, control character or dot at its end.`,
    attempt,
  )
}

function placeIn(container: string, prefix: string, path: string, attempt: Attempt): Place {
  const keys = keysOf(path, prefix)
  if (!keys) {
    throw refuse('bad-name', (what) => `${what} can't be a name here: a “‛” in it has to be written twice.`, attempt)
  }
  if (path === '') return { kind: 'container-root', container, folder: keys.folder ?? prefix }
  const key = keys.file ?? keys.folder ?? ''
  if (key.length > mostKeyCharacters) {
    throw refuse(
      'bad-name',
      (what) => `The name ${what} is too long: with its folders it may have 1,024 characters.`,
      attempt,
    )
  }
  if (key.split('/').length > mostSegments) {
    throw refuse('bad-name', (what) => `${what} is too deep: Azure has at most 254 folders in one another.`, attempt)
  }
  return { kind: 'inside', container, ...keys }
}
