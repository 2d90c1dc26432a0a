import type { MountGroup, MountType } from '../../contract/api/mounts.ts'
import type { z } from 'zod'
import type { Backend, Waits } from './backend.ts'
import type { FoundMount, ImportSources } from './found-mount.ts'

/** What a backend may use of its surroundings. */
export interface BackendDeps {
  /** Puts a path of this computer into the system's trash; absent where there is none. */
  readonly trashItem?: (path: string) => Promise<void>
  /** Puts back what was last trashed from a path, since a time; absent where the system has no way to. */
  readonly untrashItem?: (path: string, options: { readonly sinceMs: number }) => Promise<void>
  /**
   * Opens another mount by its name, for mounts over mounts: in its own layers, and shared with everybody else, so it is not to be
   * closed. When it is closed, changed or opened anew, so is the mount that asked. Throws `not-found`, `bad-input` for mounts that
   * would be over themselves, and what opening it throws.
   */
  readonly openMount?: (name: string, options: Waits) => Promise<Backend>
  /** Has the mount opened anew when it is next used, as what it can do, or says of itself, has changed. */
  readonly reopenLater?: () => void
}

/** All that is known of a kind of storage before one is opened. */
export interface BackendDescriptor<Config = never> {
  readonly type: string
  /** Heading of the navigation. */
  readonly group: MountGroup
  /** Is there a line to it that may break? Then it is waited for, tried again and given a rest. True by itself of clouds and servers. */
  readonly isRemote?: boolean
  /** What is read of it may be encrypted where it lies: it is kept on this disk only where the mount's `cache` says so. */
  readonly mayBeEncrypted?: true
  /** A few words beside the mount's name. */
  readonly hint?: string
  /** The keys of this type in the mounts file, besides those every mount has. */
  readonly config: { parse(keys: unknown, context?: z.core.ParseContext<z.core.$ZodIssue>): Config }
  /** Which of them are secret. */
  readonly secretKeys: readonly string[]
  /** Tells values of such a key that are none, as a path of a file. */
  readonly isSecret?: (key: string, value: string) => boolean
  /** What can be chosen when a mount is added, and filled in. */
  readonly choices: readonly Omit<MountType, 'type' | 'group'>[]
  /** Mounts of this type in a text someone pasted; none where it is about something else. */
  readonly recognise?: (text: string) => readonly FoundMount[]
  /** Mounts of this type that the user's other tools know. */
  readonly importable?: (sources: ImportSources) => Promise<readonly FoundMount[]>
  /** Fails with a `StorageError` when the mount can't be used at all. Does no work that listing the root would not need. */
  open(config: Config, deps: BackendDeps, options: { readonly signal: AbortSignal }): Promise<Backend>
}

/** For a list of many kinds: what `config` gives is what `open` takes, and nobody else makes one. */
export function asListed<Config>(descriptor: BackendDescriptor<Config>): BackendDescriptor {
  return descriptor as unknown as BackendDescriptor
}
