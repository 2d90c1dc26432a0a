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

/** A mount to be added. Secrets within `config` are treated as secrets. */
export interface MountAddition {
  readonly config: Readonly<Record<string, unknown>>
  readonly secrets?: Secrets
  readonly keep?: Keep
}

/** Given keys are set, or removed by `null`. All others stay. */
export interface MountChanges {
  readonly config?: Readonly<Record<string, unknown>>
  readonly secrets?: Readonly<Record<string, string | null>>
  readonly keep?: Keep
}

/** The configured mounts. They are listed at once and opened on first use; each one fails alone. */
export interface Mounts {
  list(): MountList
  /** Yields the list now and after each change, including changes of the file by hand. */
  changes(options: Waits): AsyncIterable<MountList>
  /**
   * Opens a mount on first use. Concurrent callers share one opening, and a failed opening is tried again at the next
   * call. A name such as `reports@2026-11-11T164800Z` opens a past mount. Fails with `not-found`.
   */
  open(name: string, options: Waits): Promise<OpenMount>
  /**
   * Closes the circuit breaker of a mount that stopped answering, and reads its root. Throws the reason if it still
   * can't be reached.
   */
  retryNow(name: string, options: Waits): Promise<MountInfo>
  /** Opens a mount again at its next use, because its capabilities have changed. Running calls continue. */
  reopen(name: string): void
  /** Opens a backend for a config that is not, or not yet, a mount. The caller closes it. Fails with `bad-input`. */
  openUnlisted(target: { readonly name?: string } & MountChanges, options: Waits): Promise<Backend>
  /**
   * Checks the config, stores the secrets, then writes the file in one step and keeps its comments. Fails with
   * `exists`, `bad-input` or `sign-in`.
   */
  add(mount: MountAddition, options: Waits): Promise<MountInfo>
  /**
   * Fails with `not-found`, with `denied` for built-in mounts, with `changed` if the file changed in the meantime, and
   * as `add`.
   */
  update(name: string, changes: MountChanges, options: Waits): Promise<MountInfo>
  duplicate(name: string, as: string, options: Waits): Promise<MountInfo>
  /**
   * Removes the mount from the file, closes it and removes its secrets. Fails with `not-found`, and with `denied` for
   * built-in mounts.
   */
  remove(name: string, options: Waits): Promise<{ readonly secretsLeft?: Failure }>
  reorder(names: readonly string[]): Promise<void>
  /** Reads the mounts file again, because the available types of mounts may have changed. */
  readAgain(): Promise<void>
  describe(name: string, options: Waits): Promise<MountDetail>
  moveSecrets(name: string, to: SecretPlace, options: Waits): Promise<MountInfo>
  /** Keeps the secrets for this session only; nothing is written. */
  giveSecrets(name: string, secrets: Secrets, options: Waits): Promise<void>
  /**
   * Returns the cache of a remote mount without opening it; undefined if nothing is cached. Never use it for decisions
   * or copies.
   */
  cacheOf(name: string): MountCache | undefined
  close(): Promise<void>
}

export interface MountsDeps {
  /** The folder of `mounts.yaml`, or of `mounts.json` if that exists instead. */
  readonly configFolder: string
  readonly env: Readonly<Record<string, string | undefined>>
  /** Entries like those in the mounts file, given by the program itself. */
  readonly given?: readonly unknown[]
  /** Mounts that are built into Portolan, unless the file has one of that name. */
  readonly builtIn: readonly MountConfig[]
  /** Mounts that can be opened but are not listed, such as the whole computer for the command line. */
  readonly hidden: readonly MountConfig[]
  readonly descriptors: readonly BackendDescriptor[]
  readonly backendDeps: BackendDeps
  readonly credentials: Credentials
  /** Provides our own links for folders of this computer. */
  readonly ownLinks?: OwnLinksDeps
  /** Without it, no mount is cached. */
  readonly caches?: Caches
  /** Receives a record of each call of a mount. */
  readonly writeRecord?: WriteRecord
}
