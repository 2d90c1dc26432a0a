import type { Contract } from '../contract/contract.ts'
import type { OverallProgress } from '../contract/api/host.ts'
import type { Handlers } from '../rpc/server.ts'
import type { Download } from './downloads.ts'
import type { ServedContent } from './served-contents.ts'
import type { UntrashItem } from './trash/untrash-item.ts'

/** What a host needs of the face it serves. */
export interface HostDeps {
  readonly version: string
  /** Where `mounts.yaml` and the window's settings are kept. */
  readonly configFolder: string
  /** Where the Shelf is kept. */
  readonly dataFolder: string
  /** For what is kept of mounts that are elsewhere; nothing is kept where it is absent. */
  readonly cacheFolder?: string
  readonly homeFolder: string
  readonly env: Readonly<Record<string, string | undefined>>
  /** `all`, when absent: whatever is in the queue, as a program that stays open does. `own`: only what it is given itself. */
  readonly runsTransfers?: 'all' | 'own'
  /** How long transfers wait for a mount that does not answer before they give up; undefined: as long as it takes. */
  readonly patienceMs?: number
  /** Asks a person for the master password of the encrypted file; absent where the face asks by itself, or can't. */
  readonly askMasterPassword?: (file: 'new' | 'locked') => Promise<string | undefined>
  /** Puts a path of this computer into the system's trash; absent where there is none. */
  readonly trashItem?: (path: string) => Promise<void>
  /** Puts back what was last trashed from a path; absent where the system has no way to. */
  readonly untrashItem?: UntrashItem
  /** Shows a path of this computer in the system's file manager; absent without a desktop. */
  readonly showInFolder?: (path: string) => Promise<void>
  readonly desktop?: DesktopDeps
  /** Does the face fetch what tickets stand for, with `takeDownload`? */
  readonly servesDownloads?: boolean
}

/** What only an app with a window of its own can do. */
export interface DesktopDeps {
  /** Asks a person for a folder; undefined when that was put off. */
  readonly chooseFolder: () => Promise<string | undefined>
  /** Goes on with a drag of the window as one of the system. */
  readonly dragOut: (paths: readonly string[]) => Promise<void>
  /** Opens a file in the system's program for it. Fails where there is none. */
  readonly openPath: (path: string) => Promise<void>
  readonly notify: (message: { readonly title: string; readonly body: string }) => Promise<void>
  readonly showProgress: (progress: OverallProgress) => Promise<void>
}

/** The contract's calls over core, for any transport. */
export interface Host {
  readonly handlers: Handlers<Contract>
  /** What a ticket of `files.download` stands for; it is used up by this. */
  readonly takeDownload: (ticket: string) => Download | undefined
  /** What a ticket of `files.serve` stands for, while it is good. */
  readonly findContent: (ticket: string) => ServedContent | undefined
  /** Ends everything that runs and frees all mounts. */
  close(): Promise<void>
}
