/** The base of all layers: a backend around another one that can act before each call and replace each error. */
import { facetNames } from '../../contract/capabilities.ts'
import type { EntryPage } from '../../contract/entry-page.ts'
import { cancellingOnFailure } from '../../lib/flow/byte-stream.ts'
import { pullStream, sourceOf } from '../../lib/flow/pull-stream.ts'
import type { Backend } from '../backends/backend.ts'
import { type MethodShape, methodShapes, type Operation, type RequiredMethod } from '../backends/methods.ts'

export type { Operation } from '../backends/methods.ts'

export interface Call {
  readonly operation: Operation
  readonly shape: MethodShape
  /** One path; two for `rename`, any number for `removeMany`. */
  readonly paths: readonly string[]
  /** The other arguments of the call. */
  readonly options: Readonly<Record<string, unknown>>
  /** The bytes of an upload. */
  readonly body?: Bytes
}

type Bytes = ReadableStream<Uint8Array>

/** What a layer may pass on instead of the original arguments. Options that are not named stay. */
export interface Instead {
  readonly options?: Readonly<Record<string | symbol, unknown>>
  readonly body?: Bytes
}

/** Passes a call to the inner backend, once for each time it is called. */
export type Next<T> = (instead?: Instead) => T

export interface Interception {
  /** Runs before a call reaches the inner backend. If it throws, the call fails with that error. */
  before?(call: Call, signal: AbortSignal | undefined): void | Promise<void>
  /** The same for synchronous methods. */
  beforeSync?(call: Call): void
  /** Replaces the error that the caller sees, including errors in the middle of a listing or stream. */
  error?(error: unknown, call: Call): unknown
  /** Wraps a call with a single result. If it does not pass the body on, it must cancel the body. */
  once?(call: Call, next: Next<Promise<unknown>>): Promise<unknown>
  /** Wraps a call that returns bytes. */
  stream?(call: Call, next: Next<Promise<Bytes>>): Promise<Bytes>
  /** Wraps a call that returns items. */
  items?(call: Call, next: Next<AsyncIterable<unknown>>): AsyncIterable<unknown>
  /** Wraps the pages of `list`. */
  pages?(pages: AsyncIterable<EntryPage>, call: Call): AsyncIterable<EntryPage>
  bytes?(bytes: Bytes, call: Call): Bytes
}

type Method = (...args: unknown[]) => unknown
const required: readonly RequiredMethod[] = ['list', 'stat', 'read', 'write', 'makeFolder', 'remove']

/** Returns a backend with the facets of the inner one. */
export function intercept(inner: Backend, by: Interception): Backend {
  const outer: Record<string, unknown> = { capabilities: inner.capabilities, close: () => inner.close() }
  for (const name of required) outer[name] = intercepted(name, inner[name].bind(inner) as Method, by)
  for (const facet of facetNames) {
    const methods = inner[facet] as Readonly<Record<string, unknown>> | undefined
    if (!methods) continue
    outer[facet] = Object.fromEntries(
      Object.entries(methods).map(([name, value]) =>
        typeof value === 'function'
          ? [name, intercepted(`${facet}.${name}` as Operation, value.bind(methods) as Method, by)]
          : [name, value],
      ),
    )
  }
  return outer as unknown as Backend // The methods and arguments are the same: `methodShapes` has one line for each.
}

/** The handlers of an interception that affect a method, by the kind of its result. */
const concerns: Readonly<Record<MethodShape['answers'], readonly (keyof Interception)[]>> = {
  once: ['before', 'error', 'once'],
  bytes: ['before', 'error', 'stream', 'bytes'],
  items: ['before', 'error', 'items', 'pages'],
  now: ['beforeSync', 'error'],
}

function intercepted(operation: Operation, method: Method, by: Interception): Method {
  const shape = methodShapes[operation]
  const shown = (error: unknown, call: Call) => (by.error ? by.error(error, call) : error)

  async function once(call: Call, args: readonly unknown[]): Promise<unknown> {
    try {
      const before = by.before?.(call, signalOf(call))
      if (before) await before // Most calls have nothing to wait for.
      const next: Next<Promise<unknown>> = async (instead) => method(...argsWith(args, instead))
      return await (by.once ? by.once(call, next) : next())
    } catch (error) {
      throw shown(error, call)
    }
  }
  async function* items(call: Call, args: readonly unknown[]): AsyncGenerator {
    try {
      const before = by.before?.(call, signalOf(call))
      if (before) await before // Most calls have nothing to wait for.
      const next = (instead?: Instead) => {
        const inner = method(...argsWith(args, instead)) as AsyncIterable<unknown>
        return operation === 'list' && by.pages ? by.pages(inner as AsyncIterable<EntryPage>, call) : inner
      }
      yield* by.items ? by.items(call, next) : next()
    } catch (error) {
      throw shown(error, call)
    }
  }
  async function bytes(call: Call, args: readonly unknown[]): Promise<Bytes> {
    try {
      const before = by.before?.(call, signalOf(call))
      if (before) await before // Most calls have nothing to wait for.
      const next: Next<Promise<Bytes>> = async (instead) => method(...argsWith(args, instead)) as Promise<Bytes>
      const stream = await (by.stream ? by.stream(call, next) : next())
      const passed = by.bytes?.(stream, call) ?? stream
      return by.error ? withErrors(passed, (error) => shown(error, call)) : passed
    } catch (error) {
      throw shown(error, call)
    }
  }

  function now(call: Call, args: readonly unknown[]): unknown {
    try {
      by.beforeSync?.(call)
      return method(...args)
    } catch (error) {
      throw shown(error, call)
    }
  }

  function onceWithBody(call: Call, args: readonly unknown[]): Promise<unknown> {
    const { body } = call
    return body ? cancellingOnFailure(body, () => once(call, args)) : once(call, args)
  }

  if (!concerns[shape.answers].some((name) => by[name])) return method
  const answer = { items, bytes, now, once: onceWithBody }[shape.answers]
  return (...args) => answer(callOf(operation, shape, args), args)
}

/** Every asynchronous call has a signal. */
export function signalOf({ options }: Call): AbortSignal {
  return options['signal'] as AbortSignal
}

function callOf(operation: Operation, shape: MethodShape, args: readonly unknown[]): Call {
  const body = args.find((arg) => arg instanceof ReadableStream) as Bytes | undefined
  return { operation, shape, paths: pathsOf(shape, args), options: optionsOf(args), ...(body && { body }) }
}

function argsWith(args: readonly unknown[], instead: Instead | undefined): readonly unknown[] {
  if (!instead) return args
  return args.map((arg, at) => {
    if (arg instanceof ReadableStream) return instead.body ?? arg
    const isOptions = at === args.length - 1 && typeof arg === 'object' && arg !== null
    return isOptions && instead.options ? { ...arg, ...instead.options } : arg
  })
}

function pathsOf({ paths }: MethodShape, args: readonly unknown[]): readonly string[] {
  if (paths === 'many') {
    const many = args[0] as readonly (string | { readonly path: string })[]
    return many.map((each) => (typeof each === 'string' ? each : each.path))
  }
  return args.slice(0, paths === 'two' ? 2 : 1) as string[]
}

/** The options are the last argument. */
function optionsOf(args: readonly unknown[]): Call['options'] {
  const last = args.at(-1)
  return typeof last === 'object' && last !== null ? (last as Call['options']) : {}
}

function withErrors(bytes: Bytes, shown: (error: unknown) => unknown): Bytes {
  const source = sourceOf(bytes)
  return pullStream({
    async read() {
      try {
        return await source.read()
      } catch (error) {
        throw shown(error)
      }
    },
    cancel: (reason) => source.cancel(reason),
  })
}
