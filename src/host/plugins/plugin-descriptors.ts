/** Converts what a plugin adds to core's types: kinds of storage, and skip rules. */
import type { BackendDescriptor } from '../../core/backends/descriptor.ts'
import { asListed } from '../../core/backends/descriptor.ts'
import type { Rule } from '../../core/transfers/journal/skip-rules.ts'
import type { Manifest } from './manifest.ts'
import { createPluginBackend } from './plugin-backend.ts'
import type { PluginThread } from './plugin-run.ts'

export function descriptorsOf(plugin: string, manifest: Manifest, thread: PluginThread): readonly BackendDescriptor[] {
  return manifest.backends.map(({ type, group, hint, secretKeys, choices }) =>
    asListed<Readonly<Record<string, unknown>>>({
      type,
      group,
      isRemote: true, // Its thread may stop answering, as a server may.
      hint: hint ?? 'plugin',
      config: { parse: (value) => value as Readonly<Record<string, unknown>> },
      secretKeys,
      choices,
      async open(config, { reopenLater }, { signal }) {
        const opened = await thread.call((client) => client.plugin.open({ type, config }, { signal }))
        return createPluginBackend(opened, { thread, plugin, reopen: () => reopenLater?.() })
      },
    }),
  )
}

export function rulesOf(
  manifest: Manifest,
  thread: PluginThread,
  patienceMs: number,
): readonly (readonly [name: string, rule: Rule])[] {
  return manifest.rules.map((name) => {
    const rule: Rule = async (src, dst, { signal }) => {
      const limited = AbortSignal.any([signal, AbortSignal.timeout(patienceMs)])
      const { holds } = await thread.call((client) =>
        client.plugin.holds({ rule: name, src, dst }, { signal: limited }),
      )
      return holds
    }
    return [name, rule]
  })
}
