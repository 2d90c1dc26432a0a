/** The calls between the host and the thread of a plugin. Users of the results must check them. */
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
  /** The existing methods, such as `rename.rename`. */
  readonly methods: readonly string[]
  /** Properties of facets that are not methods, such as `serverCopy.store`. */
  readonly values: Readonly<Record<string, unknown>>
}

/** The first item has the arguments of `onOpened`; then bytes follow. */
export type BytesItem = { readonly mark?: string; readonly facts?: unknown } | Uint8Array

function any<T>(): Schema<T> {
  return { parse: (value) => value as T }
}
const nothing = any<Record<string, never>>()

export const pluginCalls = {
  plugin: {
    /** Loads the plugin. */
    describe: once(nothing, any<unknown>()),
    open: once(any<{ type: string; config: unknown }>(), any<OpenedBackend>()),
    close: once(any<{ backend: number }>(), nothing),
    holds: once(any<{ rule: string; src: RuleSide; dst: RuleSide }>(), any<{ holds: boolean }>()),
    /** Checks whether the thread still answers. */
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
