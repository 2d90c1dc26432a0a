import type { CallContext } from '../rpc/server.ts'
import type { Host } from './host.ts'

/** Work that ignores its signal can't delay the end of a program for longer than this. */
const patienceMs = 5000

type Handler = (input: unknown, context: CallContext) => Promise<unknown> | AsyncIterable<unknown>

/**
 * Wraps a host so that `close` aborts running calls and waits for their cleanup: staging files removed, resources
 * closed.
 */
export function withTidyClose(host: Host): Host {
  const running = new Set<Promise<unknown>>()
  const closing = new AbortController()

  function track<T>(promise: Promise<T>): Promise<T> {
    const settled = Promise.allSettled([promise])
    running.add(settled)
    void settled.finally(() => running.delete(settled))
    return promise
  }

  async function* trackItems(items: AsyncIterable<unknown>) {
    let end = () => {}
    void track(new Promise<void>((resolve) => (end = resolve)))
    try {
      yield* items
    } finally {
      end()
    }
  }

  function tracked(handler: Handler): Handler {
    return (input, context) => {
      const signal = AbortSignal.any([context.signal, closing.signal])
      const result = handler(input, { ...context, signal })
      return Symbol.asyncIterator in result ? trackItems(result) : track(result)
    }
  }

  const domains: Readonly<Record<string, object>> = host.handlers
  const handlers = mapValues(domains, (calls) =>
    mapValues(calls as Readonly<Record<string, Handler>>, (call) => tracked(call)),
  )
  return {
    ...host,
    handlers: handlers as unknown as Host['handlers'],
    async close() {
      closing.abort(new DOMException('Portolan is closing.', 'AbortError'))
      let timer: NodeJS.Timeout | undefined
      const patience = new Promise((resolve) => (timer = setTimeout(resolve, patienceMs)))
      await Promise.race([Promise.all(running), patience])
      clearTimeout(timer)
      await host.close()
    },
  }
}

function mapValues<T>(record: Readonly<Record<string, T>>, map: (value: T) => unknown): Record<string, unknown> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]))
}
