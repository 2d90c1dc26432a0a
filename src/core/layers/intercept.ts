/** What layers are made of: a backend around another one, with a say before each call and over each error. */
import type { EntryPage } from '../../contract/entry-page.ts'
import { cancellingOnFailure } from '../../lib/byte-stream.ts'
import type { Backend } from '../backends/backend.ts'

export type Operation =
  'list' | 'stat' | 'read' | 'write' | 'makeFolder' | 'remove' | 'rename' | 'moveToTrash' | 'watch' | 'localPath'

export interface Call {
  readonly operation: Operation
  /** One, or for `rename` two. */
  readonly paths: readonly [string, ...string[]]
}

export interface Interception {
  /** Runs before a call reaches the inner backend; what it throws is the call's failure. */
  before?(call: Call, signal: AbortSignal | undefined): void | Promise<void>
  /** For `localPath`, which does not wait. */
  beforeSync?(call: Call): void
  /** What the caller gets to see instead of an error, also of one in the middle of a listing or stream. */
  error?(error: unknown, call: Call): unknown
  pages?(pages: AsyncIterable<EntryPage>, call: Call): AsyncIterable<EntryPage>
  bytes?(bytes: ReadableStream<Uint8Array>, call: Call): ReadableStream<Uint8Array>
}

/** Facets are there where the inner backend has them. */
export function intercept(inner: Backend, by: Interception): Backend {
  const { rename, trash, watch, localPath } = inner
  const shown = (error: unknown, call: Call) => (by.error ? by.error(error, call) : error)

  async function run<T>(call: Call, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    try {
      await by.before?.(call, signal)
      return await work()
    } catch (error) {
      throw shown(error, call)
    }
  }
  async function* iterate<T>(call: Call, signal: AbortSignal, items: () => AsyncIterable<T>): AsyncGenerator<T> {
    try {
      await by.before?.(call, signal)
      yield* items()
    } catch (error) {
      throw shown(error, call)
    }
  }

  return {
    capabilities: inner.capabilities,
    list(path, options) {
      const call: Call = { operation: 'list', paths: [path] }
      const pages = () => by.pages?.(inner.list(path, options), call) ?? inner.list(path, options)
      return iterate(call, options.signal, pages)
    },
    stat: (path, options) => run({ operation: 'stat', paths: [path] }, options.signal, () => inner.stat(path, options)),
    async read(path, options) {
      const call: Call = { operation: 'read', paths: [path] }
      const bytes = await run(call, options.signal, () => inner.read(path, options))
      const passed = by.bytes?.(bytes, call) ?? bytes
      return by.error ? withErrors(passed, (error) => shown(error, call)) : passed
    },
    write(path, body, options) {
      const call: Call = { operation: 'write', paths: [path] }
      return cancellingOnFailure(body, () => run(call, options.signal, () => inner.write(path, body, options)))
    },
    makeFolder: (path, options) =>
      run({ operation: 'makeFolder', paths: [path] }, options.signal, () => inner.makeFolder(path, options)),
    remove: (path, options) =>
      run({ operation: 'remove', paths: [path] }, options.signal, () => inner.remove(path, options)),
    ...(rename && {
      rename: {
        rename: (from, to, options) =>
          run({ operation: 'rename', paths: [from, to] }, options.signal, () => rename.rename(from, to, options)),
      },
    }),
    ...(trash && {
      trash: {
        moveToTrash: (path, options) =>
          run({ operation: 'moveToTrash', paths: [path] }, options.signal, () => trash.moveToTrash(path, options)),
      },
    }),
    ...(watch && {
      watch: {
        watch: (path, options) =>
          iterate({ operation: 'watch', paths: [path] }, options.signal, () => watch.watch(path, options)),
      },
    }),
    ...(localPath && {
      localPath: {
        localPath(path) {
          const call: Call = { operation: 'localPath', paths: [path] }
          try {
            by.beforeSync?.(call)
            return localPath.localPath(path)
          } catch (error) {
            throw shown(error, call)
          }
        },
      },
    }),
    close: () => inner.close(),
  }
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
