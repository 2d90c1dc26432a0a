import type { Contract } from '../contract/contract.ts'
import type { OverallProgress } from '../contract/api/host.ts'
import type { Handlers } from '../rpc/server.ts'
import type { Download } from './downloads.ts'
import type { ServedContent } from './served-contents.ts'
import type { UntrashItem } from './trash/untrash-item.ts'

/** What a host needs from the interface that it serves. */
export interface HostDeps {
  readonly version: string
  /** The folder of `mounts.yaml` and the window's settings. */
  readonly configFolder: string
  /** The folder of the Shelf. */
  readonly dataFolder: string
  /** The folder for the cache of remote mounts. Without it, nothing is cached. */
  readonly cacheFolder?: string
  readonly homeFolder: string
  readonly env: Readonly<Record<string, string | undefined>>
  /**
   * `all` (the default): runs everything in the queue, as a program that stays open does. `own`: runs only transfers
   * that this program started.
   */
  readonly runsTransfers?: 'all' | 'own'
  /** How long transfers wait for a mount that does not answer before they fail; undefined for no limit. */
  readonly patienceMs?: number
  /**
   * Asks the user for the master password of the encrypted file. Absent if the interface asks in its own way or can't
   * ask.
   */
  readonly askMasterPassword?: (file: 'new' | 'locked') => Promise<string | undefined>
  /** Moves a path of this computer to the system's trash; absent if there is none. */
  readonly trashItem?: (path: string) => Promise<void>
  /** Restores the entry that was last trashed from a path; absent if the system can't do this. */
  readonly untrashItem?: UntrashItem
  /** Shows a path of this computer in the system's file manager; absent without a desktop. */
  readonly showInFolder?: (path: string) => Promise<void>
  readonly desktop?: DesktopDeps
  /** Tells whether the interface fetches the files of tickets with `takeDownload`. */
  readonly servesDownloads?: boolean
}

/** Operations that only the desktop app supports. */
export interface DesktopDeps {
  /** Asks the user for a folder; undefined if the user cancelled. */
  readonly chooseFolder: () => Promise<string | undefined>
  /** Continues a drag from the window as a drag of the system. */
  readonly dragOut: (paths: readonly string[]) => Promise<void>
  /** Opens a file in the system's program for it. Fails if there is no such program. */
  readonly openPath: (path: string) => Promise<void>
  readonly notify: (message: { readonly title: string; readonly body: string }) => Promise<void>
  readonly showProgress: (progress: OverallProgress) => Promise<void>
}

/** The implementation of the contract over core, for any transport. */
export interface Host {
  readonly handlers: Handlers<Contract>
  /** Returns the download of a ticket of `files.download`, and invalidates the ticket. */
  readonly takeDownload: (ticket: string) => Download | undefined
  /** Returns the content of a ticket of `files.serve` while the ticket is valid. */
  readonly findContent: (ticket: string) => ServedContent | undefined
  /** Ends everything that runs and releases all mounts. */
  close(): Promise<void>
}
