/** What the operations that are the same for all object stores ask of a service, and what a mount knows of it. */
import type { Entry } from '../../../contract/entry.ts'
import type { Attempt, Failures } from './failures/failures.ts'
import type { Keys } from './object-names.ts'
import type { RecentKeys } from './recent-keys.ts'
import type { Refusal } from './failures/refusal.ts'

/** What has a name, and what the service says of it. */
export type Found =
  | { readonly kind: 'file'; readonly facts: Pick<Entry, 'sizeBytes' | 'modifiedMs' | 'storageClass'> }
  /** `isMarked`: there is an object of the folder's own name that says so. */
  | { readonly kind: 'folder'; readonly isMarked?: boolean }
  | { readonly kind: 'nothing' }

/** How one service does it. All of it throws the service's `Refusal`s. */
export interface ObjectService {
  /** Begins the names of operations. */
  readonly name: 's3' | 'azure' | 'gcs'
  readonly failures: Pick<Failures<Refusal>, 'failure' | 'failingAs'>
  /** Throws `bad-name` for a key that can't be. */
  checkKey(key: string, attempt: Attempt): void
  /** Throws `bad-name` for a key that could not be made. */
  checkNewKey(key: string, attempt: Attempt): void
  /** One key, asked for by itself. */
  head(container: string, key: string, signal: AbortSignal): Promise<Found | undefined>
  /** The first rows of a listing at a key. `hasOthers`: what is wanted may come after those. */
  listAt(
    container: string,
    key: string,
    folder: string | undefined,
    signal: AbortSignal,
  ): Promise<{ readonly found?: Found; readonly hasOthers: boolean }>
  /** The first keys below a prefix, a few at most. */
  firstKeys(container: string, prefix: string, signal: AbortSignal): Promise<readonly string[]>
  /** Is there an object that says that this is a folder? Absent where folders are marked below their prefix. */
  isMarked?(container: string, prefix: string, signal: AbortSignal): Promise<boolean>
  /** Makes the mark of a folder that is new. */
  putFolder(keys: Keys & { readonly container: string; readonly folder: string }, signal: AbortSignal): Promise<void>
  makeContainer(container: string, signal: AbortSignal): Promise<void>
  removeKey(container: string, key: string, signal: AbortSignal): Promise<void>
  /** Never one that holds something. */
  removeContainer(container: string, attempt: Attempt, signal: AbortSignal): Promise<void>
}

/** What a mount shows of a service. */
export interface ObjectStore extends ObjectService {
  /** Absent where the containers are the first level. */
  readonly container?: string
  /** Empty, or ending in a slash. */
  readonly prefix: string
  /** Prefixes that are there. Being wrong does no harm: a file written into a folder that is gone brings it back. */
  readonly folders: RecentKeys
  /** Keys that were neither a file nor a folder. Being wrong does no harm: the service itself guards what must be new. */
  readonly absent: RecentKeys
  /** Keys just written, most likely asked for next. */
  readonly written?: RecentKeys
}
