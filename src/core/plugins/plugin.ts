/**
 * The types for plugins: `import type { … } from 'portolan/plugin'`. At run time a plugin receives `PluginTools`
 * instead.
 */
import type { EntryPage } from '../../contract/entry-page.ts'
import type { MountGroup, MountType } from '../../contract/api/mounts.ts'
import type { Backend, Waits } from '../backends/backend.ts'
import type { Rule } from '../transfers/journal/skip-rules.ts'

export { packEntries, unpackEntries } from '../../contract/entry-page.ts'
export { plainCapabilities } from '../../contract/derived-capabilities.ts'
export { StorageError } from '../../contract/failure.ts'
export type { Capabilities } from '../../contract/capabilities.ts'
export type { Entry } from '../../contract/entry.ts'
export type { Failure, FailureKind } from '../../contract/failure.ts'
export type * from '../backends/backend.ts'
export type { Rule, RuleSide } from '../transfers/journal/skip-rules.ts'
export type { EntryPage }

/** A kind of storage that a plugin adds. */
export interface PluginBackend {
  /** The `type` of its mounts in the mounts file. */
  readonly type: string
  /** The heading in the navigation; `other` by default. */
  readonly group?: MountGroup
  /** A short hint shown next to the mount's name. */
  readonly hint?: string
  /** Keys that are kept like passwords. */
  readonly secretKeys?: readonly string[]
  /** The choices in *Add a mount*. */
  readonly choices?: readonly Omit<MountType, 'type' | 'group'>[]
  /**
   * `config` contains the keys of the mount, not checked yet. Throw an `Error` whose message tells what is wrong with
   * them.
   */
  open(config: Readonly<Record<string, unknown>>, options: Waits): Promise<Backend>
}

export interface PluginContents {
  readonly backends?: readonly PluginBackend[]
  /** Rules by name; policies refer to them as `@name`. */
  readonly rules?: Readonly<Record<string, Rule>>
}

/** What a plugin receives, so that it needs no imports. */
export interface PluginTools {
  readonly StorageError: typeof import('../../contract/failure.ts').StorageError
  readonly packEntries: typeof import('../../contract/entry-page.ts').packEntries
  readonly unpackEntries: typeof import('../../contract/entry-page.ts').unpackEntries
  readonly plainCapabilities: typeof import('../../contract/derived-capabilities.ts').plainCapabilities
}

/** The default export of a plugin. */
export type Plugin = (tools: PluginTools) => PluginContents | Promise<PluginContents>
