import type { Keep, MountConfig, MountDetail, MountInfo, MountList, SecretPlace } from '../../contract/api/mounts.ts'
import type { Failure } from '../../contract/failure.ts'
import type { Backend, Waits } from '../backends/backend.ts'
import type { BackendDeps, BackendDescriptor } from '../backends/descriptor.ts'
import type { Caches, MountCache } from '../caches/caches.ts'
import type { Credentials } from '../credentials/credentials.ts'
import type { Secrets } from '../credentials/secrets.ts'
import type { WriteRecord } from '../layers/tracing/logging.ts'
import type { OwnLinksDeps } from '../links/own-links.ts'

export interface OpenMount {
  readonly info: MountInfo
  readonly backend: Backend
}

/** A mount to be added. Secrets among `config` are taken as such. */
export interface MountAddition {
  readonly config: Readonly<Record<string, unknown>>
  readonly secrets?: Secrets
  readonly keep?: Keep
}

/** Keys that are given are set, or taken away by `null`; all others stay. */
export interface MountChanges {
  readonly config?: Readonly<Record<string, unknown>>
  readonly secrets?: Readonly<Record<string, string | null>>
  readonly keep?: Keep
}

/** The configured mounts: known at once, opened on first use, each failing alone. */
export interface Mounts {
  list(): MountList
  /** The list now, and again after each change, also one made to the file by hand. */
  changes(options: Waits): AsyncIterable<MountList>
  /**
   * Opens on first use; callers at the same time share one opening. A failed opening is tried again at the next call. A name such
   * as `reports@2026-11-11T164800Z` opens a mount as it was. `not-found`.
   */
  open(name: string, options: Waits): Promise<OpenMount>
  /** Ends the rest of a mount that stopped answering and looks at its root. Throws why it still can't be reached. */
  retryNow(name: string, options: Waits): Promise<MountInfo>
  /** Opens a mount anew when it is next used, as what it can do has changed; what runs on it goes on. */
  reopen(name: string): void
  /** Opens what is not, or not yet, a mount of this config. The caller closes it. `bad-input`. */
  openUnlisted(target: { readonly name?: string } & MountChanges, options: Waits): Promise<Backend>
  /** Checks the config, keeps the secrets, then writes the file in one step, keeping comments. `exists`, `bad-input`, `sign-in`. */
  add(mount: MountAddition, options: Waits): Promise<MountInfo>
  /** `not-found`, `denied` for built-in ones, `changed` when the file was changed meanwhile, and as `add`. */
  update(name: string, changes: MountChanges, options: Waits): Promise<MountInfo>
  duplicate(name: string, as: string, options: Waits): Promise<MountInfo>
  /** Takes it out of the file, closes it and removes its secrets. `not-found`, `denied` for built-in ones. */
  remove(name: string, options: Waits): Promise<{ readonly secretsLeft?: Failure }>
  reorder(names: readonly string[]): Promise<void>
  /** Looks at the mounts file again: there may be other types of mounts than before. */
  readAgain(): Promise<void>
  describe(name: string, options: Waits): Promise<MountDetail>
  moveSecrets(name: string, to: SecretPlace, options: Waits): Promise<MountInfo>
  /** For this session; nothing is written. */
  giveSecrets(name: string, secrets: Secrets, options: Waits): Promise<void>
  /** What is kept of a mount that is elsewhere, without opening it; undefined where nothing is. Never for what decides or copies. */
  cacheOf(name: string): MountCache | undefined
  close(): Promise<void>
}

export interface MountsDeps {
  /** Folder of `mounts.yaml`, or `mounts.json` where that is there instead. */
  readonly configFolder: string
  readonly env: Readonly<Record<string, string | undefined>>
  /** Entries as in the mounts file, from the program itself. */
  readonly given?: readonly unknown[]
  /** Mounts that come with Portolan, unless the file has one of that name. */
  readonly builtIn: readonly MountConfig[]
  /** Mounts that can be opened but are not listed, such as the whole computer for the command line. */
  readonly hidden: readonly MountConfig[]
  readonly descriptors: readonly BackendDescriptor[]
  readonly backendDeps: BackendDeps
  readonly credentials: Credentials
  /** Gives folders of this computer links of our own. */
  readonly ownLinks?: OwnLinksDeps
  /** Nothing is kept of any mount without them. */
  readonly caches?: Caches
  /** Where each call of a mount is written down. */
  readonly writeRecord?: WriteRecord
}
