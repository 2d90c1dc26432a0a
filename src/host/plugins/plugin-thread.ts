/** The thread of one plugin: loads it, and answers for its backends and rules. */
import { pathToFileURL } from 'node:url'
import { type MessagePort, workerData } from 'node:worker_threads'
import { facetNames } from '../../contract/capabilities.ts'
import { plainCapabilities } from '../../contract/derived-capabilities.ts'
import { packEntries, unpackEntries } from '../../contract/entry-page.ts'
import { StorageError } from '../../contract/failure.ts'
import type { Backend } from '../../core/backends/backend.ts'
import type { Plugin, PluginContents, PluginTools } from '../../core/plugins/plugin.ts'
import { streamOfChunks } from '../../lib/flow/pull-stream.ts'
import { type Handlers, serveChannel } from '../../rpc/server.ts'
import { createPortChannel, portOfEventTarget } from '../../rpc/transports/message-port.ts'
import { type BytesItem, type MethodCall, type OpenedBackend, type PluginCalls, pluginCalls } from './plugin-calls.ts'
import { said, type Said } from '../../contract/sentences/said.ts'

interface Task {
  readonly port: MessagePort
  readonly path: string
  readonly name: string
}

const { port, path, name } = workerData as Task
const tools: PluginTools = { StorageError, packEntries, unpackEntries, plainCapabilities }
const required = ['list', 'stat', 'read', 'write', 'makeFolder', 'remove'] as const

let loading: Promise<PluginContents> | undefined
const open = new Map<number, Backend>()
let lastBackend = 0

function load(): Promise<PluginContents> {
  return (loading ??= (async () => {
    const module = (await import(pathToFileURL(path).href)) as { readonly default?: Plugin }
    if (typeof module.default !== 'function') throw refused(said('plugin.no-function', { name }))
    return module.default(tools)
  })())
}

/** An error of a plugin is reported with the plugin's name; a `StorageError` is passed on unchanged. */
async function told<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw tellable(error)
  }
}

function tellable(error: unknown): unknown {
  if (error instanceof StorageError) return error
  if (error instanceof DOMException && error.name === 'AbortError') return error
  const why = error instanceof Error ? error.message : String(error)
  return new StorageError({
    kind: 'unsupported',
    ...said('plugin.failed', { name, detail: why.replace(/\.$/, '') }),
    operation: 'plugin',
    ...(error instanceof Error && error.stack !== undefined && { detail: error.stack }),
  })
}

function refused(why: Said): StorageError {
  return new StorageError({ kind: 'unsupported', ...why, operation: 'plugin' })
}

type Methods = Readonly<Record<string, (...args: unknown[]) => unknown>>

function methodOf({ backend: number, method }: MethodCall): (...args: unknown[]) => unknown {
  const backend = open.get(number)
  if (!backend) throw refused(said('plugin.mount-closed', { name }))
  const [first = '', second] = method.split('.')
  const owner = (second === undefined ? backend : backend[first as keyof Backend]) as unknown as Methods
  const found = owner[second ?? first]
  if (!found) throw refused(said('plugin.no-method', { name, method }))
  return found.bind(owner)
}

/** The options are the last argument. */
function withOptions(args: readonly unknown[], more: Readonly<Record<string, unknown>>): unknown[] {
  return [...args.slice(0, -1), { ...(args.at(-1) as object), ...more }]
}

function described(backend: Backend): Omit<OpenedBackend, 'backend'> {
  const missing = required.filter((method) => typeof backend[method] !== 'function')
  if (missing.length > 0) throw refused(said('plugin.no-method', { name, method: missing.join(', ') }))
  const methods: string[] = []
  const values: Record<string, unknown> = {}
  for (const facet of facetNames) {
    for (const [key, value] of Object.entries(backend[facet] ?? {})) {
      if (typeof value === 'function') methods.push(`${facet}.${key}`)
      else values[`${facet}.${key}`] = value
    }
  }
  return { capabilities: backend.capabilities, methods, values }
}

const handlers: Handlers<PluginCalls> = {
  plugin: {
    describe: () =>
      told(async () => {
        const { backends = [], rules = {} } = await load()
        // Functions can't be sent.
        const plain = JSON.stringify({ backends, rules: Object.keys(rules) })
        return JSON.parse(plain) as unknown
      }),
    open: ({ type, config }, { signal }) =>
      told(async () => {
        const { backends = [] } = await load()
        const kind = backends.find((each) => each.type === type)
        if (!kind) throw refused(said('plugin.no-type', { name, type }))
        const backend = await kind.open(config as Readonly<Record<string, unknown>>, { signal })
        const shown = described(backend)
        lastBackend += 1
        open.set(lastBackend, backend)
        return { backend: lastBackend, ...shown }
      }),
    close: ({ backend }) =>
      told(async () => {
        const closing = open.get(backend)
        open.delete(backend)
        await closing?.close()
        return {}
      }),
    holds: ({ rule, src, dst }, { signal }) =>
      told(async () => {
        const { rules = {} } = await load()
        const holds = await rules[rule]?.(src, dst, { signal })
        if (typeof holds !== 'boolean') throw refused(said('plugin.bad-rule', { name, rule }))
        return { holds }
      }),
    ping: async () => ({}),
  },
  backend: {
    once: (call, { signal }) => told(async () => methodOf(call)(...withOptions(call.args, { signal }))),
    async *items(call, { signal }) {
      try {
        yield* methodOf(call)(...withOptions(call.args, { signal })) as AsyncIterable<unknown>
      } catch (error) {
        throw tellable(error)
      }
    },
    async *bytes(call, { signal }): AsyncGenerator<BytesItem> {
      try {
        let opened: BytesItem = {}
        const onOpened = (mark: string, facts?: unknown) => void (opened = { mark, facts })
        const args = withOptions(call.args, { signal, onOpened })
        const bytes = (await methodOf(call)(...args)) as ReadableStream<Uint8Array>
        yield opened
        yield* bytes
      } catch (error) {
        throw tellable(error)
      }
    },
    write: (call, { signal, body }) =>
      told(async () => {
        const [to = '', options] = call.args
        return methodOf(call)(to, streamOfChunks(body), { ...(options as object), signal }) as never
      }),
  },
}

serveChannel(pluginCalls, handlers, createPortChannel(portOfEventTarget(port as never)))
