import type { MountGroup, MountType } from '../../contract/api/mounts.ts'
import type { z } from 'zod'
import type { Backend, Waits } from './backend.ts'
import type { FoundMount, ImportSources } from './adding/found-mount.ts'

/** The services of its surroundings that a backend may use. */
export interface BackendDeps {
  /** Moves a path of this computer to the system's trash. Absent on systems without a trash. */
  readonly trashItem?: (path: string) => Promise<void>
  /**
   * Restores the entry that was last moved to the trash from a path since a given time. Absent if the system has no way
   * to do this.
   */
  readonly untrashItem?: (path: string, options: { readonly sinceMs: number }) => Promise<void>
  /**
   * Opens another mount by its name, for mounts that are built on other mounts. The mount has its own layers and is
   * shared, so it must not be closed. When it is closed, changed or reopened, the mount that requested it is closed as
   * well. Throws `not-found`, `bad-input` for a mount that would contain itself, and the failures of opening it.
   */
  readonly openMount?: (name: string, options: Waits) => Promise<Backend>
  /**
   * Requests that the mount is reopened when it is next used, because its capabilities or its description have changed.
   */
  readonly reopenLater?: () => void
}

/** Everything that is known about a kind of storage before a mount is opened. */
export interface BackendDescriptor<Config = never> {
  readonly type: string
  /** The heading in the navigation. */
  readonly group: MountGroup
  /**
   * Tells whether a connection to the mount can break. If so, calls have timeouts, retries and a circuit breaker.
   * Always true for clouds and servers.
   */
  readonly isRemote?: boolean
  /**
   * The mount's content may be encrypted at its source. The cache keeps it on this disk only if the mount's `cache`
   * allows it.
   */
  readonly mayBeEncrypted?: true
  /** A few words shown beside the mount's name. */
  readonly hint?: string
  /** The keys of this type in the mounts file, in addition to those every mount has. */
  readonly config: { parse(keys: unknown, context?: z.core.ParseContext<z.core.$ZodIssue>): Config }
  /** Which of these keys are secret. */
  readonly secretKeys: readonly string[]
  /** Tells whether a value of a secret key is secret. Some values are not, such as the path of a file. */
  readonly isSecret?: (key: string, value: string) => boolean
  /** The choices in the dialog that adds a mount, with their fields. */
  readonly choices: readonly Omit<MountType, 'type' | 'group'>[]
  /**
   * Returns the mounts of this type described in a text that someone pasted; empty if the text is about something else.
   */
  readonly recognise?: (text: string) => readonly FoundMount[]
  /** Returns the mounts of this type that are configured in the user's other tools. */
  readonly importable?: (sources: ImportSources) => Promise<readonly FoundMount[]>
  /**
   * Opens a mount. Throws a `StorageError` if the mount cannot be used at all. Does no work that listing the root would
   * not need.
   */
  open(config: Config, deps: BackendDeps, options: { readonly signal: AbortSignal }): Promise<Backend>
}

/**
 * Adapts a descriptor for a list of many kinds. This is safe because `open` only gets values that `config` of the same
 * descriptor returned.
 */
export function asListed<Config>(descriptor: BackendDescriptor<Config>): BackendDescriptor {
  return descriptor as unknown as BackendDescriptor
}
