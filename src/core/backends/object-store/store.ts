/**
 * The interface of a service for the operations that all object stores share, and the facts that a mount knows about
 * it.
 */
import type { Entry } from '../../../contract/entry.ts'
import type { Attempt, Failures } from './failures/failures.ts'
import type { Keys } from './object-names.ts'
import type { RecentKeys } from './recent-keys.ts'
import type { Refusal } from './failures/refusal.ts'

/** What exists under a name, with the service's facts about it. */
export type Found =
  | { readonly kind: 'file'; readonly facts: Pick<Entry, 'sizeBytes' | 'modifiedMs' | 'storageClass'> }
  /** `isMarked`: an object with the folder's own name marks it as a folder. */
  | { readonly kind: 'folder'; readonly isMarked?: boolean }
  | { readonly kind: 'nothing' }

/** The implementation of one service. All methods throw the service's `Refusal`s. */
export interface ObjectService {
  /** The prefix of operation names. */
  readonly name: 's3' | 'azure' | 'gcs'
  readonly failures: Pick<Failures<Refusal>, 'failure' | 'failingAs'>
  /** Throws `bad-name` for a key that cannot exist. */
  checkKey(key: string, attempt: Attempt): void
  /** Throws `bad-name` for a key that cannot be created. */
  checkNewKey(key: string, attempt: Attempt): void
  /** Looks up one key with a request of its own. */
  head(container: string, key: string, signal: AbortSignal): Promise<Found | undefined>
  /**
   * Reads the first rows of a listing that begins at a key. `hasOthers`: the searched entry may follow after these
   * rows.
   */
  listAt(
    container: string,
    key: string,
    folder: string | undefined,
    signal: AbortSignal,
  ): Promise<{ readonly found?: Found; readonly hasOthers: boolean }>
  /** Returns the first keys below a prefix, a few at most. */
  firstKeys(container: string, prefix: string, signal: AbortSignal): Promise<readonly string[]>
  /**
   * Tells whether an object marks this prefix as a folder. Absent if the service's folder markers are below their
   * prefix.
   */
  isMarked?(container: string, prefix: string, signal: AbortSignal): Promise<boolean>
  /** Creates the marker of a new folder. */
  putFolder(keys: Keys & { readonly container: string; readonly folder: string }, signal: AbortSignal): Promise<void>
  makeContainer(container: string, signal: AbortSignal): Promise<void>
  removeKey(container: string, key: string, signal: AbortSignal): Promise<void>
  /** Never removes a container that is not empty. */
  removeContainer(container: string, attempt: Attempt, signal: AbortSignal): Promise<void>
}

/** The part of a service that a mount shows. */
export interface ObjectStore extends ObjectService {
  /** Absent if the containers are the first level. */
  readonly container?: string
  /** Empty, or ending with a slash. */
  readonly prefix: string
  /** Prefixes that exist. A wrong entry does no harm: writing a file into a removed folder recreates the folder. */
  readonly folders: RecentKeys
  /**
   * Keys that were neither a file nor a folder. A wrong entry does no harm: the service itself guarantees that a new
   * object is new.
   */
  readonly absent: RecentKeys
  /** Keys that were just written, which are most likely to be requested next. */
  readonly written?: RecentKeys
}
