/** The plugins that may run, and what they add to core. */
import type { BackendDescriptor } from '../../core/backends/descriptor.ts'
import { backendDescriptors } from '../../core/backends/registry.ts'
import type { Rule } from '../../core/transfers/journal/skip-rules.ts'
import type { FoundPlugin } from './find-plugins.ts'
import type { Manifest } from './manifest.ts'
import { descriptorsOf, rulesOf } from './plugin-descriptors.ts'
import { createPluginThread, type PluginThread } from './plugin-run.ts'

export interface RunningPlugins {
  /** All kinds of storage, with those of plugins last. It is always the same array. */
  readonly descriptors: readonly BackendDescriptor[]
  readonly rules: ReadonlyMap<string, Rule>
  readonly has: (name: string) => boolean
  /** Returns why its thread was ended, until it answers again. */
  readonly problemOf: (name: string) => string | undefined
  /** Its thread starts with the first use, unless one already exists. */
  readonly start: (plugin: FoundPlugin, manifest: Manifest, thread?: PluginThread) => void
  readonly stop: (name: string) => Promise<void>
  readonly close: () => Promise<void>
}

export function createRunning(patienceMs: number): RunningPlugins {
  const descriptors: BackendDescriptor[] = [...backendDescriptors]
  const rules = new Map<string, Rule>()
  const running = new Map<string, { readonly thread: PluginThread; readonly manifest: Manifest }>()
  return {
    descriptors,
    rules,
    has: (name) => running.has(name),
    problemOf: (name) => running.get(name)?.thread.problem(),
    start(plugin, manifest, thread = createPluginThread({ ...plugin, patienceMs })) {
      running.set(plugin.name, { thread, manifest })
      descriptors.push(...descriptorsOf(plugin.name, manifest, thread))
      for (const [name, rule] of rulesOf(manifest, thread, patienceMs)) rules.set(name, rule)
    },
    async stop(name) {
      const known = running.get(name)
      if (!known) return
      running.delete(name)
      const types = new Set(known.manifest.backends.map(({ type }) => type))
      const kept = descriptors.filter(({ type }) => !types.has(type))
      descriptors.splice(0, descriptors.length, ...kept)
      for (const rule of known.manifest.rules) rules.delete(rule)
      await known.thread.end()
    },
    async close() {
      await Promise.all([...running.values()].map(({ thread }) => thread.end()))
    },
  }
}
