/** What layers are made of: a backend around another one, with a say before each call and over each error. */
import { facetNames } from '../../contract/capabilities.ts'
import type { EntryPage } from '../../contract/entry-page.ts'
import { cancellingOnFailure } from '../../lib/byte-stream.ts'
import type { Backend } from '../backends/backend.ts'
import { type MethodShape, methodShapes, type Operation, type RequiredMethod } from '../backends/methods.ts'

export type { Operation } from '../backends/methods.ts'

export interface Call {
  readonly operation: Operation
  readonly shape: MethodShape
  /** One, for `rename` two, for `removeMany` any number. */
  readonly paths: readonly string[]
  /** What else was asked: the options. */
  readonly options: Readonly<Record<string, unknown>>
}

export interface Interception {
  /** Runs before a call reaches the inner backend; what it throws is the call's failure. */
  before?(call: Call, signal: AbortSignal | undefined): void | Promise<void>
  /** For methods that do not wait. */
  beforeSync?(call: Call): void
  /** What the caller gets to see instead of an error, also of one in the middle of a listing or stream. */
  error?(error: unknown, call: Call): unknown
  /** Of `list`. */
  pages?(pages: AsyncIterable<EntryPage>, call: Call): AsyncIterable<EntryPage>
  bytes?(bytes: ReadableStream<Uint8Array>, call: Call): ReadableStream<Uint8Array>
}

type Method = (...args: unknown[]) => unknown
const required: readonly RequiredMethod[] = ['list', 'stat', 'read', 'write', 'makeFolder', 'remove']

/** Facets are there where the inner backend has them. */
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
  return outer as unknown as Backend // same methods, same arguments: `methodShapes` has one line for each
}

function intercepted(operation: Operation, method: Method, by: Interception): Method {
  const shape = methodShapes[operation]
  const shown = (error: unknown, call: Call) => (by.error ? by.error(error, call) : error)
  const callOf = (args: readonly unknown[]): Call => ({
    operation,
    shape,
    paths: pathsOf(shape, args),
    options: optionsOf(args),
  })

  async function once(call: Call, args: readonly unknown[]): Promise<unknown> {
    try {
      await by.before?.(call, call.options['signal'] as AbortSignal | undefined)
      return await method(...args)
    } catch (error) {
      throw shown(error, call)
    }
  }
  async function* items(call: Call, args: readonly unknown[]): AsyncGenerator {
    try {
      await by.before?.(call, call.options['signal'] as AbortSignal | undefined)
      const inner = method(...args) as AsyncIterable<unknown>
      yield* operation === 'list' && by.pages ? by.pages(inner as AsyncIterable<EntryPage>, call) : inner
    } catch (error) {
      throw shown(error, call)
    }
  }
  async function bytes(call: Call, args: readonly unknown[]): Promise<ReadableStream<Uint8Array>> {
    const stream = (await once(call, args)) as ReadableStream<Uint8Array>
    const passed = by.bytes?.(stream, call) ?? stream
    return by.error ? withErrors(passed, (error) => shown(error, call)) : passed
  }

  function now(call: Call, args: readonly unknown[]): unknown {
    try {
      by.beforeSync?.(call)
      return method(...args)
    } catch (error) {
      throw shown(error, call)
    }
  }

  return (...args) => {
    const call = callOf(args)
    if (shape.answers === 'items') return items(call, args)
    if (shape.answers === 'bytes') return bytes(call, args)
    if (shape.answers === 'now') return now(call, args)
    const body = args.find((arg) => arg instanceof ReadableStream)
    return body ? cancellingOnFailure(body, () => once(call, args)) : once(call, args)
  }
}

function pathsOf({ paths }: MethodShape, args: readonly unknown[]): readonly string[] {
  if (paths === 'many') return args[0] as readonly string[]
  return args.slice(0, paths === 'two' ? 2 : 1) as string[]
}

/** They come last. */
function optionsOf(args: readonly unknown[]): Call['options'] {
  const last = args.at(-1)
  return typeof last === 'object' && last !== null ? (last as Call['options']) : {}
}

function withErrors(bytes: ReadableStream<Uint8Array>, shown: (error: unknown) => unknown): ReadableStream<Uint8Array> {
  const reader = bytes.getReader()
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const { done, value } = await reader.read()
          if (done) controller.close()
          else controller.enqueue(value)
        } catch (error) {
          controller.error(shown(error))
        }
      },
      cancel: (reason) => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  )
}
