/** What the host and the thread of a plugin say to one another. What a plugin says is checked by whoever uses it. */
import type { Entry } from '../../contract/entry.ts'
import { once, type Schema, stream, upload } from '../../lib/call-shape.ts'
import type { RuleSide } from '../../core/transfers/journal/skip-rules.ts'

/** A method of an open backend, and its arguments without the signal and without functions. */
export interface MethodCall {
  readonly backend: number
  readonly method: string
  readonly args: readonly unknown[]
}

export interface OpenedBackend {
  readonly backend: number
  readonly capabilities: unknown
  /** `rename.rename` and so on, as far as they are there. */
  readonly methods: readonly string[]
  /** What facets have besides methods: `serverCopy.store`. */
  readonly values: Readonly<Record<string, unknown>>
}

/** First what `onOpened` was told, then bytes. */
export type BytesItem = { readonly mark?: string; readonly facts?: unknown } | Uint8Array

function any<T>(): Schema<T> {
  return { parse: (value) => value as T }
}
const nothing = any<Record<string, never>>()

export const pluginCalls = {
  plugin: {
    /** Loads it. */
    describe: once(nothing, any<unknown>()),
    open: once(any<{ type: string; config: unknown }>(), any<OpenedBackend>()),
    close: once(any<{ backend: number }>(), nothing),
    holds: once(any<{ rule: string; src: RuleSide; dst: RuleSide }>(), any<{ holds: boolean }>()),
    /** Does its thread still answer? */
    ping: once(nothing, nothing),
  },
  backend: {
    once: once(any<MethodCall>(), any<unknown>()),
    items: stream(any<MethodCall>(), any<unknown>()),
    bytes: stream(any<MethodCall>(), any<BytesItem>()),
    write: upload(any<MethodCall>(), any<Entry>()),
  },
}
export type PluginCalls = typeof pluginCalls
