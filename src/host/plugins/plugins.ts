/** Plugins: found in the settings folder, run only if the user enabled them, each in its own thread. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { Plugin } from '../../contract/api/plugins.ts'
import { StorageError } from '../../contract/failure.ts'
import type { BackendDescriptor } from '../../core/backends/descriptor.ts'
import { writingOwn } from '../../core/files/own-file.ts'
import { writeInOneStep } from '../../core/files/write-in-one-step.ts'
import type { Rule } from '../../core/transfers/journal/skip-rules.ts'
import { findPlugins, fingerprintOf, type FoundPlugin } from './find-plugins.ts'
import { type Manifest, manifestSchema } from './manifest.ts'
import { createPluginThread, type PluginThread } from './plugin-run.ts'
import { createRunning } from './running-plugins.ts'
import { said, type Said } from '../../contract/sentences/said.ts'
import { sentenceOf, withSentences } from '../../core/mounts/resolving/config-problem.ts'

export interface Plugins {
  /** All kinds of storage, with those of plugins last. It is the same array while the host runs. */
  readonly descriptors: readonly BackendDescriptor[]
  readonly rules: ReadonlyMap<string, Rule>
  list(): Promise<{ readonly folder: string; readonly plugins: readonly Plugin[] }>
  enable(name: string): Promise<Plugin>
  disable(name: string): Promise<Plugin>
  close(): Promise<void>
}

const enabledSchema = z.record(z.string(), z.object({ fingerprint: z.string(), manifest: manifestSchema }))
type Enabled = z.infer<typeof enabledSchema>

export interface PluginsDeps {
  readonly configFolder: string
  /** How long a plugin may take to load, or be busy without answering. */
  readonly patienceMs?: number
}

/** Starts no plugin: an enabled plugin runs from its first use. */
export async function createPlugins({ configFolder, patienceMs = 10_000 }: PluginsDeps): Promise<Plugins> {
  const folder = join(configFolder, 'plugins')
  const file = join(configFolder, 'plugins.json')
  const running = createRunning(patienceMs)
  const { descriptors, rules } = running
  let enabled = await readEnabled(file)

  for (const plugin of Object.keys(enabled).length > 0 ? await findPlugins(folder) : []) {
    const known = enabled[plugin.name]
    if (known && (await isUnchanged(plugin, known.fingerprint))) running.start(plugin, known.manifest)
  }

  async function save(next: Enabled): Promise<void> {
    const text = `${JSON.stringify(next, undefined, 2)}\n`
    await writingOwn(file, () => writeInOneStep(file, text))
    enabled = next
  }
  async function find(name: string): Promise<FoundPlugin> {
    const found = (await findPlugins(folder)).find((plugin) => plugin.name === name)
    if (found) return found
    throw refuse('not-found', said('plugin.unknown', { name, folder }))
  }
  async function shown(plugin: FoundPlugin): Promise<Plugin> {
    const known = enabled[plugin.name]
    const isSame = known !== undefined && (await isUnchanged(plugin, known.fingerprint))
    const { name, path, version, about } = plugin
    const problem = running.problemOf(name)
    const whenSame = !running.has(name) ? 'off' : problem === undefined ? 'on' : 'broken'
    const state = !known ? 'off' : isSame ? whenSame : 'changed'
    const types = known?.manifest.backends.map(({ type }) => type) ?? []
    return {
      name,
      path,
      ...(version && { version }),
      ...(about && { about }),
      state,
      ...(problem !== undefined && {
        problem: said('plugin.starts-again', { why: problem }).message,
      }),
      types,
      rules: known?.manifest.rules ?? [],
    }
  }

  return {
    descriptors,
    rules,
    async list() {
      return { folder, plugins: await Promise.all((await findPlugins(folder)).map(shown)) }
    },
    async enable(name) {
      const plugin = await find(name)
      await running.stop(name)
      const fingerprint = await fingerprintOf(plugin)
      const thread = createPluginThread({ ...plugin, patienceMs })
      try {
        const manifest = await describe(plugin, thread, patienceMs)
        refuseTaken(manifest, descriptors, rules)
        await save({ ...enabled, [name]: { fingerprint, manifest } })
        running.start(plugin, manifest, thread)
      } catch (error) {
        await thread.end()
        throw error
      }
      return shown(plugin)
    },
    async disable(name) {
      const plugin = await find(name)
      await running.stop(name)
      const { [name]: _, ...rest } = enabled
      await save(rest)
      return shown(plugin)
    },
    close: running.close,
  }
}

/** Loads a plugin and checks its description of itself. */
async function describe({ name }: FoundPlugin, thread: PluginThread, patienceMs: number): Promise<Manifest> {
  const signal = AbortSignal.timeout(patienceMs)
  try {
    return manifestSchema.parse(await thread.call((client) => client.plugin.describe({}, { signal })), withSentences)
  } catch (error) {
    if (signal.aborted) throw refuse('timeout', said('plugin.load-timeout', { name, seconds: patienceMs / 1000 }))
    throw error instanceof StorageError
      ? error
      : refuse('bad-input', said('plugin.invalid', { name, why: sentenceOf(error) }))
  }
}

function refuseTaken(
  { backends, rules }: Manifest,
  descriptors: readonly BackendDescriptor[],
  taken: ReadonlyMap<string, Rule>,
): void {
  const type = backends.find((backend) => descriptors.some((known) => known.type === backend.type))?.type
  if (type !== undefined) throw refuse('exists', said('plugin.type-exists', { type }))
  const rule = rules.find((name) => taken.has(name))
  if (rule !== undefined) throw refuse('exists', said('plugin.rule-exists', { rule }))
}

async function isUnchanged(plugin: FoundPlugin, fingerprint: string): Promise<boolean> {
  return fingerprintOf(plugin).then(
    (now) => now === fingerprint,
    () => false,
  )
}

/** An unreadable file enables nothing. */
async function readEnabled(file: string): Promise<Enabled> {
  try {
    return enabledSchema.parse(JSON.parse(await readFile(file, 'utf8')))
  } catch {
    return {}
  }
}

function refuse(kind: 'not-found' | 'exists' | 'timeout' | 'bad-input', why: Said): StorageError {
  return new StorageError({ kind, ...why, operation: 'plugins' })
}
