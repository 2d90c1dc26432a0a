/**
 * The interface every kind of storage implements. Six methods are required; everything else is a facet, an optional property with
 * related methods. `if (backend.trash)` both checks for a facet and narrows its type. The conformance suite tests this contract.
 */
import type { BulkFacet } from './facets/bulk.ts'
import type { HistoryFacet } from './facets/history.ts'
import type { IdentityFacet } from './identity.ts'
import type { OsPath, Stored } from './facets/stored.ts'
import type { Capabilities } from '../../contract/capabilities.ts'
import type { Entry, Sums } from '../../contract/entry.ts'
import type { EntryPage } from '../../contract/entry-page.ts'
import type { FolderChange } from '../../contract/api/listing.ts'
import type {
  ContainerFacts,
  DeletedEntry,
  LifecycleRule,
  Link,
  Properties,
  PropertyChanges,
  RestoreFromArchive,
  Space,
  UnfinishedUpload,
  Version,
} from '../../contract/facets.ts'
import type { Permissions } from '../../contract/permissions.ts'
import type { LinkOptions } from './facets/link-options.ts'
import type { StatesRemoved, StatesTarget } from './facets/states.ts'
import type {
  Waits,
  ReadOptions,
  OpenedFacts,
  ListOptions,
  MomentOptions,
  Likeness,
  WriteOptions,
  Stage,
  StageOptions,
  Piece,
  PublishOptions,
  RenameOptions,
  CopySource,
  CopyOptions,
  PermissionsToSet,
  Removal,
} from './backend-options.ts'

export type {
  Waits,
  ReadOptions,
  OpenedFacts,
  ListOptions,
  MomentOptions,
  Likeness,
  WriteOptions,
  Stage,
  StageOptions,
  Piece,
  PublishOptions,
  RenameOptions,
  CopySource,
  CopyOptions,
  PermissionsToSet,
  Removal,
} from './backend-options.ts'
export type { OsPath, Stored } from './facets/stored.ts'

/** Paths have the form of `Location.path` and are already normalised: no empty, `.` or `..` segment. All failures are `StorageError`s. */
export interface Backend {
  readonly capabilities: Capabilities

  /**
   * Lists a folder in the store's own order, each entry exactly once, in pages of at least one entry. An empty folder yields no
   * page. Throws `not-found`, `not-a-folder`, `denied`. An entry that vanishes during the listing is left out; one that may not
   * be read is listed with its `failure`. Leaving the loop stops the work.
   */
  list(path: string, options: ListOptions): AsyncIterable<EntryPage>

  /** Returns the entry at a path. A symbolic link is returned itself, not its target. The root is a folder with an empty name. Throws `not-found`. */
  stat(path: string, options: Waits): Promise<Entry>

  /**
   * Reads the bytes of a file. Throws `not-found`, `not-a-file`, `denied` or `outside` before it returns. The stream errors with
   * `changed` if the file is known to have changed during the read. Cancelling the stream frees all resources.
   */
  read(path: string, options: ReadOptions): Promise<ReadableStream<Uint8Array>>

  /**
   * Stores all bytes of `body` under the path in one step: readers see either the old file or the complete new one. If anything
   * fails, the old file stays and nothing is left behind. The parent folder must exist. Throws `exists` with `ifExists: 'fail'`,
   * `not-a-file` if a folder has the name, `not-found` without a parent, `bad-name`, `no-space`. A body that is not read to its
   * end is cancelled.
   */
  write(path: string, body: ReadableStream<Uint8Array>, options: WriteOptions): Promise<Stored>

  /** Creates one folder. Throws `exists` if an entry has the name, `not-found` without a parent, `bad-name`. */
  makeFolder(path: string, options: Waits & Likeness): Promise<void>

  /**
   * Permanently removes one file, symbolic link (never its target) or empty folder. Throws `not-found`, `not-empty`, `denied`.
   * `operations/remove.ts` removes whole trees.
   */
  remove(path: string, options: Waits): Promise<void>

  /** Moves an entry within the mount in one step, folders with everything in them. Never replaces a folder: throws `exists`. */
  readonly rename?: { rename(from: string, to: string, options: RenameOptions): Promise<void> }

  /** Moves a file or a whole folder to a trash from which the user can restore it. */
  readonly trash?: {
    moveToTrash(path: string, options: Waits): Promise<void>
    /**
     * Restores the entry last moved to the trash from this path since a time. Its folder must exist. Throws `not-found` if it is
     * no longer in the trash, and `exists`. Absent if only people can use the trash, and if `deleted` does this.
     */
    bringBack?(path: string, options: Waits & { readonly sinceMs: number }): Promise<void>
  }

  /** Yields `changed` once when watching has begun, then after changes directly in the folder (not below it), coalesced. `gone` ends it. */
  readonly watch?: { watch(path: string, options: Waits): AsyncIterable<FolderChange> }

  /** For mounts that are folders on this computer. */
  readonly localPath?: {
    /** Returns the path as text, for other programs and for people. Throws `bad-name` if it cannot be written as text. */
    localPath(path: string): string
    /** Returns the path for `node:fs`, even if its names are not valid Unicode. */
    osPath(path: string): OsPath
    /** Returns a text for each file that identifies its present state: it differs after any change of the file. Undefined for a file that cannot be read. */
    identities(paths: readonly string[], options: Waits): Promise<readonly (string | undefined)[]>
  }

  /**
   * The versions of files. Every version of a replaced or deleted file stays readable until it is removed. Throws `not-found` for
   * a path or version that never existed, `not-a-file` for folders.
   */
  readonly versions?: {
    /** Lists versions, newest first, deletions included. A store that keeps no versions lists only the current one. */
    list(path: string, options: Waits): AsyncIterable<readonly Version[]>
    read(path: string, version: string, options: ReadOptions): Promise<ReadableStream<Uint8Array>>
    /** Makes that version current again, as a new version. Nothing is lost. */
    restore(path: string, version: string, options: Waits): Promise<Entry>
    /** Permanently removes one version. Removing the current deletion restores the file. */
    remove(path: string, version: string, options: Waits): Promise<void>
    /**
     * Permanently removes files, and everything that is or was below folders, with all versions. Yields one or more results for
     * each target as the work proceeds; `not-found` if nothing was there. A file keeps its state if one of its older versions
     * cannot be removed. Entries that others write meanwhile stay.
     */
    removeAll?(targets: readonly StatesTarget[], options: Waits): AsyncIterable<readonly StatesRemoved[]>
  }

  /**
   * Folders as they were at a moment, as far as versions were kept. Entries from before the store began to keep versions are
   * unknown. A deletion whose time the store does not report counts as later than any moment.
   */
  readonly moments?: {
    /**
     * Lists a folder as `list` does, at that moment. Each entry tells what happened to it since, and each file its version at
     * that time. A folder is listed if it had entries below it; if that takes too many requests to find out, it is listed without
     * `since`. Throws `not-found` for a folder that did not exist.
     */
    list(path: string, options: ListOptions & MomentOptions): AsyncIterable<EntryPage>
    /** Returns an entry as `stat` does, at that moment, with the checksums a listing has. Throws `not-found` if it did not exist then. */
    stat(path: string, options: MomentOptions): Promise<Entry>
    /**
     * Returns the latest moments at which something changed in a folder or below it, newest first. `list` at such a moment shows
     * the folder with that change. Present only if it takes few requests.
     */
    changes?(path: string, options: Waits & { readonly most: number }): Promise<readonly number[]>
  }

  /** Deleted entries directly in a folder that can be restored. */
  readonly deleted?: {
    list(path: string, options: Waits): AsyncIterable<readonly DeletedEntry[]>
    /** Throws `exists` if the name is in use again, `not-found` if nothing can be restored. */
    restore(path: string, options: Waits): Promise<Entry>
  }

  /** URLs that give access for a limited time. */
  readonly links?: {
    /** With `put`, no file needs to exist at the path. Sends no request to the store if it can be avoided. */
    make(path: string, options: LinkOptions): Promise<Link>
    /** Revokes a link that has a `revocationId`. The link then gives no access to anyone. */
    revoke?(path: string, revocationId: string, options: Waits): Promise<void>
  }

  /** Facts about a file other than its bytes. */
  readonly properties?: {
    /** Names in `withheld` each part that may not be read, with the missing right. Throws `not-found`. */
    read(path: string, options: Waits): Promise<Properties>
    /** Changes only what `capabilities.properties.changeable` names, else throws `unsupported`. The file's bytes do not change. */
    change(path: string, changes: PropertyChanges, options: Waits): Promise<Properties>
  }

  /** Owner, group and permission bits of a file or folder. For a symbolic link, `read` returns those of the link itself. */
  readonly permissions?: {
    read(path: string, options: Waits): Promise<Permissions>
    /** Sets the given fields and nothing else. Throws `not-a-file` for a symbolic link, `bad-input` for an owner or group the store does not know. */
    change(path: string, to: PermissionsToSet, options: Waits): Promise<Permissions>
  }

  /** Restores files from archive storage, where they cannot be read. `properties.read` tells the progress. */
  readonly archive?: { restore(path: string, wish: RestoreFromArchive, options: Waits): Promise<void> }

  /** Copies within the store. */
  readonly serverCopy?: {
    /** Describes a file as it is now. A later copy copies exactly that state or throws `changed`. */
    source(path: string, options: Waits): Promise<CopySource>
    /** Equal for two mounts that can copy from each other. */
    readonly store: string
    /** Copies like `write`: in one step and verified. Properties are copied too. Throws `unsupported` for a source it cannot reach. */
    copyFrom(to: string, source: CopySource, options: CopyOptions): Promise<Stored>
  }

  /** Removes many entries like `remove`, with few requests. Yields one result for each path and does not throw for a single one. */
  readonly removeMany?: { removeMany(paths: readonly string[], options: Waits): AsyncIterable<readonly Removal[]> }

  /** The container of a path's files: a bucket or an Azure container. */
  readonly container?: {
    read(path: string, options: Waits): Promise<ContainerFacts>
    setVersioning?(path: string, to: 'on' | 'suspended', options: Waits): Promise<void>
    /** Replaces all rules except foreign ones, which stay unchanged. */
    setLifecycle?(path: string, rules: readonly LifecycleRule[], options: Waits): Promise<void>
  }

  /** Multipart uploads below a path that were never completed. */
  readonly uploads?: {
    list(path: string, options: Waits): AsyncIterable<readonly UnfinishedUpload[]>
    abort(path: string, id: string, options: Waits): Promise<void>
  }

  /**
   * Returns the checksums that the store has or calculates for a file, all of them correct. Includes `md5-of-parts` with the part
   * size, if known. Empty if the store has none.
   */
  readonly checksums?: { checksums(path: string, options: Waits): Promise<Sums> }

  /**
   * Writes a file in pieces, in any order; a crash does not lose them. The complete file appears under its name in one step when
   * it is published, as with `write`. Until then it is invisible but uses space.
   */
  readonly staging?: {
    /** Throws the failures that `write` throws before its first byte, and `unsupported` if the store turns out not to accept pieces. */
    begin(path: string, options: StageOptions): Promise<Stage>
    /**
     * Returns the pieces that need not be sent again: those the store reports, or those of `believed` that may still exist.
     * Throws `not-found` if the stage does not exist.
     */
    pieces(
      path: string,
      token: string,
      options: Waits & { readonly believed: readonly Piece[] },
    ): Promise<readonly Piece[]>
    readonly freesBytes?: boolean // the memory of a written piece may be freed: a late retry cannot send it
    readonly mostPieces?: number // the useful number of parallel pieces; more bring no gain
    readonly inOrder?: true // pieces must follow one another: the store can only append
    /** Writes one piece. The same piece may be written again. */
    writePiece(path: string, token: string, number: number, bytes: Uint8Array, options: Waits): Promise<Piece>
    /** Writes a piece from a file on this computer and returns the state of that file. Throws `changed` like `read`. */
    copyPiece?(
      path: string,
      token: string,
      number: number,
      options: Waits & { readonly fromLocalPath: OsPath; readonly sizeBytes: number; readonly ifUnchanged?: string },
    ): Promise<{ readonly piece: Piece; readonly mark: string; readonly source: OpenedFacts }>
    /**
     * Throws `exists`, and the stage stays; `not-found` if the stage is gone; `corrupt` if the stored bytes differ from those
     * sent; `bad-input` for pieces that cannot form such a file. If an earlier call published the stage and its response was
     * lost, the file is returned as stored, where that can be detected.
     */
    publish(path: string, token: string, options: PublishOptions): Promise<Stored>
    /** Succeeds if the stage is already gone. */
    discard(path: string, token: string, options: Waits): Promise<void>
    /**
     * Discards what a `begin` or a `write` with that id may have left behind when the program was killed: its staging file. If
     * the response of a `begin` was lost, it discards uploads that were begun for this path in that period and hold no piece.
     */
    tidy(
      path: string,
      id: string,
      options: Waits & { readonly sinceMs: number; readonly untilMs: number },
    ): Promise<void>
  }

  readonly bulk?: BulkFacet
  readonly history?: HistoryFacet
  readonly identity?: IdentityFacet

  readonly space?: { space(path: string, options: Waits): Promise<Space> } // free and used space of what holds a path

  /** For services that set the times of files by their own clock. */
  readonly clock?: {
    /** Returns how far the service's clock is ahead of this computer's, by its latest response. Negative if it is behind; undefined before the first response. */
    aheadMs(path: string): number | undefined
  }

  /** Frees connections and threads. No method may be called after it. */
  close(): Promise<void>
}
