/**
 * The interface every kind of storage implements. Six methods are required; all else is a facet, an optional property
 * with related methods: `if (backend.trash)` both asks and narrows. The conformance suite is the other half of this file.
 */
import type { Capabilities } from '../../contract/capabilities.ts'
import type { Entry } from '../../contract/entry.ts'
import type { EntryPage } from '../../contract/entry-page.ts'
import type { FolderChange } from '../../contract/api/listing.ts'

/** Everything that waits takes a signal; when it aborts, the operation stops, tidies up and throws `signal.reason`. */
export interface Waits {
  readonly signal: AbortSignal
}

export interface ReadOptions extends Waits {
  readonly offset?: number
  /** At most so many bytes. Fewer when the file ends sooner. */
  readonly length?: number
}

export interface WriteOptions extends Waits {
  readonly ifExists: 'replace' | 'fail'
  /** Kept where `capabilities.modifiedTime.canSet`, else ignored. */
  readonly modifiedMs?: number
  /** How many bytes to expect, where that is known. A hint for choosing the sizes of parts; fewer or more may come. */
  readonly expectedBytes?: number
}

export interface RenameOptions extends Waits {
  readonly ifExists: 'replace' | 'fail'
}

/** Paths are as in `Location.path`, already normalised: no empty, `.` or `..` segment. All failures are `StorageError`s. */
export interface Backend {
  readonly capabilities: Capabilities

  /**
   * The entries of a folder in the store's own order, each exactly once, in pages of at least one. An empty folder
   * gives no page. Throws `not-found`, `not-a-folder`, `denied`. An entry that vanishes meanwhile is left out; one
   * whose facts are denied is given with its `failure`. Leaving the loop stops the work.
   */
  list(path: string, options: Waits): AsyncIterable<EntryPage>

  /** The entry at a path, itself and not what a link leads to. The root is a folder with an empty name. Throws `not-found`. */
  stat(path: string, options: Waits): Promise<Entry>

  /**
   * The bytes of a file. Throws at once `not-found`, `not-a-file`, `denied`, `outside`. The stream errors with
   * `changed` when the file is known to have changed while it was read. Cancelling it frees everything.
   */
  read(path: string, options: ReadOptions): Promise<ReadableStream<Uint8Array>>

  /**
   * Stores all bytes of `body` under the path in one step: whoever looks sees the old file or the whole new one. When
   * anything fails, what was there stays and nothing is left behind. The parent folder must be there. Throws `exists`
   * with `ifExists: 'fail'`, `not-a-file` when a folder has the name, `not-found` without a parent, `bad-name`, `no-space`.
   * A body it does not use up is cancelled.
   */
  write(path: string, body: ReadableStream<Uint8Array>, options: WriteOptions): Promise<Entry>

  /** Makes one folder. Throws `exists` when anything has the name, `not-found` without a parent, `bad-name`. */
  makeFolder(path: string, options: Waits): Promise<void>

  /**
   * Removes one file, link (never what it leads to) or empty folder, for good. Throws `not-found`, `not-empty`,
   * `denied`. Whole trees are `operations/remove.ts`.
   */
  remove(path: string, options: Waits): Promise<void>

  /** Moves within the mount in one step, folders with all they hold. Never replaces a folder: `exists`. */
  readonly rename?: { rename(from: string, to: string, options: RenameOptions): Promise<void> }

  /** Takes a file or a whole folder to where the user can get it back. */
  readonly trash?: { moveToTrash(path: string, options: Waits): Promise<void> }

  /**
   * Yields once when watching has begun (`changed`), then after changes in the folder itself (not below), coalesced;
   * `gone` ends it.
   */
  readonly watch?: { watch(path: string, options: Waits): AsyncIterable<FolderChange> }

  /** The path on this computer, for mounts that are folders of it. */
  readonly localPath?: { localPath(path: string): string }

  /** Frees connections and threads; nothing is called after it. */
  close(): Promise<void>
}
