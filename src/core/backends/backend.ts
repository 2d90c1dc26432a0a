/**
 * The interface every kind of storage implements. Six methods are required; all else is a facet, an optional property
 * with related methods: `if (backend.trash)` both asks and narrows. The conformance suite is the other half of this file.
 */
import type { BulkFacet } from './bulk-facet.ts'
import type { HistoryFacet } from './history-facet.ts'
import type { IdentityFacet } from './identity.ts'
import type { OsPath, Stored } from './stored.ts'
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
import type { Failure } from '../../contract/failure.ts'
import type { Permissions } from '../../contract/permissions.ts'
import type { LinkOptions } from './link-options.ts'
import type { StatesRemoved, StatesTarget } from './states.ts'

export type { OsPath, Stored } from './stored.ts'

/** Everything that waits takes a signal; when it aborts, the operation stops, tidies up and throws `signal.reason`. */
export interface Waits {
  readonly signal: AbortSignal
}

export interface ReadOptions extends Waits {
  readonly offset?: number
  /** At most so many bytes. Fewer when the file ends sooner. */
  readonly length?: number
  /**
   * Called before the first byte with a mark of the file's present state, where one can be told, for `ifUnchanged` only;
   * and with what came along about the whole file, whatever range was asked for.
   */
  readonly onOpened?: (mark: string, facts?: OpenedFacts) => void
  /** Reads only the state this mark was given for; fails with `changed` when the file is in another one. */
  readonly ifUnchanged?: string
  /**
   * Reads what is at this very path: fails with `outside` when a symbolic link leads elsewhere on the way, also one that was put
   * there after somebody looked. Stores without symbolic links need not look.
   */
  readonly isPlainWay?: true
}

export interface OpenedFacts {
  readonly sizeBytes?: number
  readonly modifiedMs?: number
  readonly sums?: Sums
  /** How it is given out, and its metadata. */
  readonly properties?: PropertyChanges
}

export interface ListOptions extends Waits {
  /**
   * Gives `Entry.sums` too, as far as the listing itself knows them: never with a request of their own. Listings don't say
   * how a file is encrypted, and of what is encrypted with a key an entity tag only looks like an MD5: sums that are equal
   * are, of sums that differ nothing is known until `checksums` was asked.
   */
  readonly withSums?: boolean
  /** Of an earlier moment: what came since, too, marked as `added`. Elsewhere it makes no difference. */
  readonly withAdded?: boolean
}

export interface MomentOptions extends Waits {
  readonly atMs: number
}

/** What a new file or folder takes over from another one of this computer. */
export interface Likeness {
  /** Whose rights and extended attributes it has, where the store has such things. What is replaced keeps its own. */
  readonly like?: OsPath
}

export interface WriteOptions extends Waits, Likeness {
  readonly ifExists: 'replace' | 'fail'
  /** Kept where `capabilities.modifiedTime.canSet`, else ignored. */
  readonly modifiedMs?: number
  /** How many bytes to expect, where that is known. A hint for choosing the sizes of parts; fewer or more may come. */
  readonly expectedBytes?: number
  /** Set in the same step, as far as `capabilities.properties` names them; the rest is ignored. */
  readonly properties?: PropertyChanges
  /**
   * The caller has just seen that the folder is there and that nothing has the name, so nothing need be asked before
   * that only makes failures clearer. `ifExists` holds all the same.
   */
  readonly isKnownFree?: boolean
  /** Names what is staged, for `staging.tidy` after a crash; no two writes at a time have the same. Lower-case letters and digits. */
  readonly stageId?: string
}

/** A file that is written in pieces and has no name yet. */
export interface Stage {
  /** What the store knows it by, on another day and in another process too. No secret. */
  readonly token: string
  /** So many bytes has every piece but the last. */
  readonly pieceBytes: number
}

export interface StageOptions extends Waits, Likeness {
  /** A random name, which the caller has written down before; see `tidy`. Lower-case letters and digits. */
  readonly id: string
  readonly expectedBytes: number
  readonly ifExists: 'replace' | 'fail'
  /** The same at the beginning and at the end: stores take them at one or the other. */
  readonly properties?: PropertyChanges
}

export interface Piece {
  /** Counted from 0. */
  readonly number: number
  readonly sizeBytes: number
  /** What the store says of it, to be given back when publishing. Without it the store may refuse the piece, or not prove it. */
  readonly tag?: string
}

export interface PublishOptions extends Waits, Likeness {
  readonly ifExists: 'replace' | 'fail'
  readonly sizeBytes: number
  /** All of them, in order. */
  readonly pieces: readonly Piece[]
  readonly modifiedMs?: number
  readonly properties?: PropertyChanges
  /** Of the whole file, where they are known: the store is asked to agree, as far as it can, or keeps them with it. */
  readonly sums?: Sums
}

export interface RenameOptions extends Waits {
  readonly ifExists: 'replace' | 'fail'
}

/** Something a store can copy without its bytes passing through here. */
export type CopySource =
  /** For targets whose `serverCopy.store` is the same. `ref` is opaque. */
  | { readonly kind: 'same-store'; readonly store: string; readonly sizeBytes: number; readonly ref: unknown }
  /** For targets with `capabilities.copiesFromUrl`. The URL is a secret. */
  | { readonly kind: 'url'; readonly url: string; readonly sizeBytes: number }

export interface CopyOptions extends Waits {
  readonly ifExists: 'replace' | 'fail'
  /** Called with the bytes copied so far, where the store tells. */
  readonly onProgress?: (copiedBytes: number) => void
}

/** An owner and a group by name or number. */
export interface PermissionsToSet {
  readonly mode?: number
  readonly owner?: string
  readonly group?: string
}

/** How one of many removals ended. */
export interface Removal {
  readonly path: string
  readonly failure?: Failure
}

/** Paths are as in `Location.path`, already normalised: no empty, `.` or `..` segment. All failures are `StorageError`s. */
export interface Backend {
  readonly capabilities: Capabilities

  /**
   * The entries of a folder in the store's own order, each exactly once, in pages of at least one. An empty folder
   * gives no page. Throws `not-found`, `not-a-folder`, `denied`. An entry that vanishes meanwhile is left out; one
   * whose facts are denied is given with its `failure`. Leaving the loop stops the work.
   */
  list(path: string, options: ListOptions): AsyncIterable<EntryPage>

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
  write(path: string, body: ReadableStream<Uint8Array>, options: WriteOptions): Promise<Stored>

  /** Makes one folder. Throws `exists` when anything has the name, `not-found` without a parent, `bad-name`. */
  makeFolder(path: string, options: Waits & Likeness): Promise<void>

  /**
   * Removes one file, link (never what it leads to) or empty folder, for good. Throws `not-found`, `not-empty`,
   * `denied`. Whole trees are `operations/remove.ts`.
   */
  remove(path: string, options: Waits): Promise<void>

  /** Moves within the mount in one step, folders with all they hold. Never replaces a folder: `exists`. */
  readonly rename?: { rename(from: string, to: string, options: RenameOptions): Promise<void> }

  /** Takes a file or a whole folder to where the user can get it back. */
  readonly trash?: {
    moveToTrash(path: string, options: Waits): Promise<void>
    /**
     * Puts back what was last moved there from a path, since a time; its folder must be there. Throws `not-found` when it
     * is not in the trash any more, `exists`. Absent where the trash is for people alone, and where `deleted` does this.
     */
    bringBack?(path: string, options: Waits & { readonly sinceMs: number }): Promise<void>
  }

  /**
   * Yields once when watching has begun (`changed`), then after changes in the folder itself (not below), coalesced;
   * `gone` ends it.
   */
  readonly watch?: { watch(path: string, options: Waits): AsyncIterable<FolderChange> }

  /** For mounts that are folders of this computer. */
  readonly localPath?: {
    /** The path as text, for other programs and for people. Throws `bad-name` where it is none. */
    localPath(path: string): string
    /** The path for `node:fs`, whatever bytes its names are. */
    osPath(path: string): OsPath
    /**
     * What tells the state of each file from its other states: another text after any change of it. Undefined for a file that
     * can't be looked at.
     */
    identities(paths: readonly string[], options: Waits): Promise<readonly (string | undefined)[]>
  }

  /**
   * The states files had. Of a file that was replaced or deleted meanwhile each one stays readable until it is removed.
   * Throws `not-found` for a path or version that never was, `not-a-file` for folders.
   */
  readonly versions?: {
    /** Newest first, deletions among them. Of a store that keeps none: the current state alone. */
    list(path: string, options: Waits): AsyncIterable<readonly Version[]>
    read(path: string, version: string, options: ReadOptions): Promise<ReadableStream<Uint8Array>>
    /** Makes that state the current one again, as a new version: nothing is lost. */
    restore(path: string, version: string, options: Waits): Promise<Entry>
    /** Removes one state for good. Removing the current deletion brings the file back. */
    remove(path: string, version: string, options: Waits): Promise<void>
    /**
     * Removes files, and all that is or was below folders, with every state they have, for good. Each target has one result
     * or more, as it goes on; `not-found` where nothing was. A file of which an older state can't be removed stays as it
     * is. What others write meanwhile stays.
     */
    removeAll?(targets: readonly StatesTarget[], options: Waits): AsyncIterable<readonly StatesRemoved[]>
  }

  /**
   * Folders as they were at a moment, as far as versions are kept. What was there before the store began to keep them is not
   * known. A deletion whose time the store does not tell counts as later than any moment.
   */
  readonly moments?: {
    /**
     * As `list`, of that moment; each entry says what became of it since, and each file the version it had. A folder is there if
     * something lived below it; where that takes too many requests to find out it is given without `since`. Throws `not-found`
     * for a folder that was not there.
     */
    list(path: string, options: ListOptions & MomentOptions): AsyncIterable<EntryPage>
    /** As `stat`, of that moment, with the sums a listing has. Throws `not-found` for what was not there then. */
    stat(path: string, options: MomentOptions): Promise<Entry>
    /**
     * The latest moments at which something changed in a folder or below it, newest first. `list` at such a moment shows the folder
     * with that change. Only where it takes few requests.
     */
    changes?(path: string, options: Waits & { readonly most: number }): Promise<readonly number[]>
  }

  /** What was deleted and can be brought back, in a folder itself. */
  readonly deleted?: {
    list(path: string, options: Waits): AsyncIterable<readonly DeletedEntry[]>
    /** Throws `exists` when the name is in use again, `not-found` when nothing can be brought back. */
    restore(path: string, options: Waits): Promise<Entry>
  }

  /** URLs that give access for a while. */
  readonly links?: {
    /** `put` needs no file at the path. Nothing is asked of the store where that can be helped. */
    make(path: string, options: LinkOptions): Promise<Link>
    /** Takes back a link with a `revocationId`; whoever else has the link has no access from then on. */
    revoke?(path: string, revocationId: string, options: Waits): Promise<void>
  }

  /** Facts of a file besides its bytes. */
  readonly properties?: {
    /** What may not be seen is named in `withheld`, with the right that is missing. Throws `not-found`. */
    read(path: string, options: Waits): Promise<Properties>
    /** Only what `capabilities.properties.changeable` names, else `unsupported`. The bytes stay what they are. */
    change(path: string, changes: PropertyChanges, options: Waits): Promise<Properties>
  }

  /** Owner, group and permission bits of a file or folder. Of a link, `read` tells those of the link itself. */
  readonly permissions?: {
    read(path: string, options: Waits): Promise<Permissions>
    /**
     * Sets what is given, and nothing else. Never what a link leads to: of a link it throws `not-a-file`. Throws `bad-input` for an owner or
     * a group that is not known there.
     */
    change(path: string, to: PermissionsToSet, options: Waits): Promise<Permissions>
  }

  /** Bringing files back from where they can't be read. How far that is: `properties.read`. */
  readonly archive?: { restore(path: string, wish: RestoreFromArchive, options: Waits): Promise<void> }

  /** Copies inside the store. */
  readonly serverCopy?: {
    /** Of a file as it is now; what is copied later is that state or nothing: `changed`. */
    source(path: string, options: Waits): Promise<CopySource>
    /** Equal for two mounts that can copy from one another. */
    readonly store: string
    /** As `write`: in one step, checked, and properties come along. Throws `unsupported` for a source it can't reach. */
    copyFrom(to: string, source: CopySource, options: CopyOptions): Promise<Stored>
  }

  /** As `remove`, for many in few requests; each path ends in one removal. Never throws for one of them. */
  readonly removeMany?: { removeMany(paths: readonly string[], options: Waits): AsyncIterable<readonly Removal[]> }

  /** What holds the files of a path: a bucket, a container. */
  readonly container?: {
    read(path: string, options: Waits): Promise<ContainerFacts>
    setVersioning?(path: string, to: 'on' | 'suspended', options: Waits): Promise<void>
    /** Replaces all rules that aren't foreign; those stay as they are. */
    setLifecycle?(path: string, rules: readonly LifecycleRule[], options: Waits): Promise<void>
  }

  /** Uploads in parts that were never ended, below a path. */
  readonly uploads?: {
    list(path: string, options: Waits): AsyncIterable<readonly UnfinishedUpload[]>
    abort(path: string, id: string, options: Waits): Promise<void>
  }

  /** Sums the store has or makes of a file's bytes, all of them true, and `md5-of-parts` with the size of the parts where it can be told; empty when it has none. */
  readonly checksums?: { checksums(path: string, options: Waits): Promise<Sums> }

  /**
   * Writing a file in pieces, in any order, that a crash does not undo. It appears under its name when it is published,
   * in one step and whole, as with `write`; until then nobody sees it, though its room is used.
   */
  readonly staging?: {
    /** Throws as `write` does before its first byte; `unsupported` where the store turns out to take no pieces. */
    begin(path: string, options: StageOptions): Promise<Stage>
    /** Those that need not be sent again: the store tells, or `believed` that may still be there. Throws `not-found` without the stage. */
    pieces(
      path: string,
      token: string,
      options: Waits & { readonly believed: readonly Piece[] },
    ): Promise<readonly Piece[]>
    readonly freesBytes?: boolean // of a piece that is written: a late try that still sends them can do no harm
    readonly mostPieces?: number // side by side: more gain nothing
    readonly inOrder?: true // each piece follows those before it: the store can only go on with a file
    /** The same piece may be written again. */
    writePiece(path: string, token: string, number: number, bytes: Uint8Array, options: Waits): Promise<Piece>
    /** Writes a piece from a file of this computer; tells its state, as `read` does. Throws `changed` as `read` does. */
    copyPiece?(
      path: string,
      token: string,
      number: number,
      options: Waits & { readonly fromLocalPath: OsPath; readonly sizeBytes: number; readonly ifUnchanged?: string },
    ): Promise<{ readonly piece: Piece; readonly mark: string; readonly source: OpenedFacts }>
    /**
     * Throws `exists`, and the stage stays; `not-found` when it is gone; `corrupt` when what is there is not what was sent;
     * `bad-input` for pieces that can't make such a file. Where that can be told, one that an earlier call published whose
     * answer was lost is told as stored.
     */
    publish(path: string, token: string, options: PublishOptions): Promise<Stored>
    /** Done when it is gone already. */
    discard(path: string, token: string, options: Waits): Promise<void>
    /**
     * Discards what a `begin` or a `write` with that id may have left behind when the program was killed: its staged
     * file; of a `begin` whose answer nobody heard, what was begun for this path in that time and holds no piece.
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

  readonly space?: { space(path: string, options: Waits): Promise<Space> } // room in what holds a path

  /** Of services that give files the times of their own clock. */
  readonly clock?: {
    /** How far it is ahead of this computer's, by its latest answer; negative where it is behind, undefined until it has answered. */
    aheadMs(path: string): number | undefined
  }

  /** Frees connections and threads; nothing is called after it. */
  close(): Promise<void>
}
