import type { MountConfig, MountInfo, MountList } from '../../contract/api/mounts.ts'
import type { Backend, Waits } from '../backends/backend.ts'
import type { BackendDeps, BackendDescriptor } from '../backends/registry.ts'
import type { WriteRecord } from '../layers/logging.ts'

export interface OpenMount {
  readonly info: MountInfo
  readonly backend: Backend
}

/** The configured mounts: known at once, opened on first use, each failing alone. */
export interface Mounts {
  list(): MountList
  /** The list now, and again after each change, also one made to the file by hand. */
  changes(options: Waits): AsyncIterable<MountList>
  /** Opens on first use; callers at the same time share one opening. A failed opening is tried again at the next call. `not-found`. */
  open(name: string, options: Waits): Promise<OpenMount>
  /** Ends the rest of a mount that stopped answering and looks at its root. Throws why it still can't be reached. */
  retryNow(name: string, options: Waits): Promise<MountInfo>
  /** Checks the config, writes it to the mounts file in one step, keeping comments. `exists`, `bad-input`. */
  add(config: MountConfig, options: Waits): Promise<MountInfo>
  /** Takes it out of the file and closes it. `not-found`, `denied` for built-in ones. */
  remove(name: string, options: Waits): Promise<void>
  close(): Promise<void>
}

export interface MountsDeps {
  /** Folder of `mounts.yaml`, or `mounts.json` where that is there instead. */
  readonly configFolder: string
  readonly env: Readonly<Record<string, string | undefined>>
  /** Mounts that come with Portolan, unless the file has one of that name. */
  readonly builtIn: readonly MountConfig[]
  /** Mounts that can be opened but are not listed, such as the whole computer for the command line. */
  readonly hidden: readonly MountConfig[]
  readonly descriptors: readonly BackendDescriptor[]
  readonly backendDeps: BackendDeps
  /** Where each call of a mount is written down. */
  readonly writeRecord?: WriteRecord
}
