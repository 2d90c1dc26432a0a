import { type Attempt, refuse } from '../../object-store/failures/failures.ts'
import type { ObjectStore } from '../../object-store/store.ts'
import type { AzureClient } from './client.ts'

/** The part of an account that a mount shows. */
export interface Scope extends ObjectStore {
  readonly client: AzureClient
  /** The access tier of new blobs. */
  readonly tier?: string
}

/** https://learn.microsoft.com/rest/api/storageservices/naming-and-referencing-containers--blobs--and-metadata#blob-names */
export const namesSource =
  'https://learn.microsoft.com/rest/api/storageservices/naming-and-referencing-containers--blobs--and-metadata'
export const mostKeyCharacters = 1024
export const mostSegments = 254

/**
 * Refuses names that the service would change: it treats `\` as `/`, drops dots at the end of a segment and does not
 * allow control characters. https://stackoverflow.com/a/54935366
 */
export function checkNewName(key: string, attempt: Attempt): void {
  const isOdd = /\\|\p{Cc}|\.(?:\/|$)/u.test(key)
  if (!isOdd) return
  throw refuse('bad-name', 'azure.bad-name', attempt)
}
