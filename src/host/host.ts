import type { Contract } from '../contract/contract.ts'
import type { Handlers } from '../rpc/server.ts'

/** What a host needs of the face it serves. */
export interface HostDeps {
  readonly version: string
  /** Where `mounts.yaml` and the window's settings are kept. */
  readonly configFolder: string
  /** Where the Shelf is kept. */
  readonly dataFolder: string
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
  /** Shows a path of this computer in the system's file manager; absent without a desktop. */
  readonly showInFolder?: (path: string) => Promise<void>
}

/** The contract's calls over core, for any transport. */
export interface Host {
  readonly handlers: Handlers<Contract>
  /** Ends everything that runs and frees all mounts. */
  close(): Promise<void>
}
