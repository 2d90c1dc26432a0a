/**
 * A backend of a plugin over the connection to its thread. What the plugin reports about itself and its listings is
 * checked here.
 */
import { capabilitiesSchema, type Capabilities, type FacetName, facetNames } from '../../contract/capabilities.ts'
import { type EntryPage, unpackEntries } from '../../contract/entry-page.ts'
import { StorageError } from '../../contract/failure.ts'
import { entryPageSchema } from '../../contract/schemas/entry-page.ts'
import type { Backend, OpenedFacts } from '../../core/backends/backend.ts'
import { type MethodShape, methodShapes, type Operation } from '../../core/backends/methods.ts'
import { pullStream } from '../../lib/flow/pull-stream.ts'
import type { MethodCall, OpenedBackend } from './plugin-calls.ts'
import type { PluginThread } from './plugin-run.ts'
import { said, type Said } from '../../contract/sentences/said.ts'
import { sentenceOf, withSentences } from '../../core/mounts/resolving/config-problem.ts'

/** Facets that answer synchronously or use paths of this computer can't be used over a connection. */
const notCarried: ReadonlySet<FacetName> = new Set(['localPath', 'clock', 'bulk', 'history'])

export interface PluginBackendDeps {
  readonly thread: PluginThread
  readonly plugin: string
  /** Reopens the mount, because what the thread had open is gone. */
  readonly reopen: () => void
}

type Options = Readonly<Record<string, unknown>> & { readonly signal: AbortSignal }
type Method = (...args: unknown[]) => unknown

/** `opened` belongs to the current run of the thread. */
export function createPluginBackend(opened: OpenedBackend, deps: PluginBackendDeps): Backend {
  const { thread, plugin } = deps
  const run = thread.run()
  const facets = facetNames.filter(
    (facet) => !notCarried.has(facet) && opened.methods.some((method) => method.startsWith(`${facet}.`)),
  )
  const capabilities = checkedCapabilities(opened.capabilities, facets, plugin)

  function callOf(method: string, args: readonly unknown[]): { readonly call: MethodCall; readonly options: Options } {
    if (thread.run() !== run) {
      deps.reopen()
      throw gone(plugin)
    }
    const options = args.at(-1) as Options
    return { call: { backend: opened.backend, method, args: [...args.slice(0, -1), plainOptions(options)] }, options }
  }
  const once =
    (method: string): Method =>
    async (...args) => {
      const { call, options } = callOf(method, args)
      return thread.call((client) => client.backend.once(call, options))
    }
  const items = (method: string): Method =>
    async function* (...args) {
      const { call, options } = callOf(method, args)
      try {
        for await (const item of thread.client().backend.items(call, options)) {
          yield method === 'list' || method === 'moments.list' ? checkedPage(item, plugin) : item
        }
      } catch (error) {
        throw thread.shown(error)
      }
    }
  const bytes =
    (method: string): Method =>
    async (...args) => {
      const { call, options } = callOf(method, args)
      return openedBytes(thread, call, options)
    }
  async function write(...args: unknown[]): Promise<unknown> {
    const [path, body, given] = args as [string, ReadableStream<Uint8Array>, Options]
    const { call, options } = callOf('write', [path, given])
    return thread.call((client) => client.backend.write(call, { signal: options.signal, body }))
  }
  const by: Partial<Record<MethodShape['answers'], (method: string) => Method>> = { once, items, bytes }
  const methodFor = (method: string): Method => by[methodShapes[method as Operation].answers]?.(method) ?? once(method)

  const backend: Record<string, unknown> = { capabilities, write }
  for (const method of ['list', 'stat', 'read', 'makeFolder', 'remove']) backend[method] = methodFor(method)
  for (const facet of facets) backend[facet] = facetOf(facet, opened, methodFor)
  backend['close'] = async () => {
    if (thread.run() === run) await thread.call((client) => client.plugin.close({ backend: opened.backend }))
  }
  return backend as unknown as Backend // The methods and arguments are the same: `methodShapes` has one line for each.
}

function facetOf(facet: FacetName, { methods, values }: OpenedBackend, methodFor: (method: string) => Method) {
  const prefix = `${facet}.`
  const known = methods.filter((method) => method.startsWith(prefix) && method in methodShapes)
  const plain = Object.entries(values).filter(([key]) => key.startsWith(prefix))
  return Object.fromEntries([
    ...known.map((method) => [method.slice(prefix.length), methodFor(method)] as const),
    ...plain.map(([key, value]) => [key.slice(prefix.length), value] as const),
  ])
}

async function openedBytes(
  thread: PluginThread,
  call: MethodCall,
  options: Options,
): Promise<ReadableStream<Uint8Array>> {
  const leaving = new AbortController()
  const signal = AbortSignal.any([options.signal, leaving.signal])
  const parts = thread.client().backend.bytes(call, { signal })[Symbol.asyncIterator]()
  async function next() {
    try {
      return await parts.next()
    } catch (error) {
      throw thread.shown(error)
    }
  }
  const first = await next()
  const onOpened = options['onOpened'] as ((mark: string, facts?: OpenedFacts) => void) | undefined
  if (!first.done && !(first.value instanceof Uint8Array) && first.value.mark !== undefined) {
    onOpened?.(first.value.mark, first.value.facts as OpenedFacts | undefined)
  }
  return pullStream({
    async read() {
      const part = await next()
      return part.done || !(part.value instanceof Uint8Array) ? undefined : part.value
    },
    async cancel(reason) {
      leaving.abort(reason ?? new DOMException('The reader left.', 'AbortError'))
      await parts.return?.(undefined)
    },
  })
}

/** Returns the options that can be sent. A path of this computer as a model is useless for a plugin. */
function plainOptions(options: Options): Readonly<Record<string, unknown>> {
  const isPlain = ([key, value]: readonly [string, unknown]) =>
    key !== 'signal' && key !== 'like' && typeof value !== 'function'
  return Object.fromEntries(Object.entries(options).filter(isPlain))
}

function checkedCapabilities(value: unknown, facets: readonly FacetName[], plugin: string): Capabilities {
  const parsed = capabilitiesSchema.safeParse({ ...(value as object), facets }, withSentences)
  if (parsed.success) return parsed.data
  throw wrong(said('plugin.bad-capabilities', { name: plugin, why: sentenceOf(parsed.error) }))
}

function checkedPage(value: unknown, plugin: string): EntryPage {
  const parsed = entryPageSchema.safeParse(value)
  if (!parsed.success) throw wrong(said('plugin.bad-page', { name: plugin }))
  const bad = unpackEntries(parsed.data).find(
    ({ name }) => name === '' || name === '.' || name === '..' || /[/\0]/.test(name),
  )
  if (bad) throw wrong(said('plugin.bad-entry', { name: plugin, entry: bad.name }))
  return parsed.data
}

function wrong(why: Said): StorageError {
  return new StorageError({ kind: 'unsupported', ...why, operation: 'plugin' })
}

function gone(plugin: string): StorageError {
  const why = said('plugin.restarted', { name: plugin })
  return new StorageError({ kind: 'unreachable', ...why, operation: 'plugin', retry: 'later' })
}
