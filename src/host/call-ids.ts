import { StorageError } from '../contract/failure.ts'
import { itemsWithinCall, newCallId, withinCall } from '../core/layers/tracing/call-id.ts'
import type { CallContext } from '../rpc/server.ts'
import type { Host } from './host.ts'

type Handler = (input: unknown, context: CallContext) => Promise<unknown> | AsyncIterable<unknown>

/** Gives each call of the contract an id. All its storage calls are logged with this id, and its failures carry it. */
export function withCallIds(handlers: Host['handlers']): Host['handlers'] {
  const domains: Readonly<Record<string, object>> = handlers
  const identified = mapValues(domains, (calls) =>
    mapValues(calls as Readonly<Record<string, Handler>>, (call) => identifiedCall(call)),
  )
  return identified as unknown as Host['handlers']
}

function identifiedCall(handler: Handler): Handler {
  return (input, context) => {
    const id = newCallId()
    const result = withinCall(id, () => handler(input, context))
    return Symbol.asyncIterator in result ? itemsOf(id, result) : answerOf(id, result)
  }
}

async function answerOf(id: string, result: Promise<unknown>): Promise<unknown> {
  try {
    return await result
  } catch (error) {
    throw marked(error, id)
  }
}

async function* itemsOf(id: string, items: AsyncIterable<unknown>): AsyncGenerator {
  try {
    yield* itemsWithinCall(id, items)
  } catch (error) {
    throw marked(error, id)
  }
}

function marked(error: unknown, id: string): unknown {
  if (!(error instanceof StorageError) || error.failure.id !== undefined) return error
  return new StorageError({ ...error.failure, id }, { cause: error.cause })
}

function mapValues<T>(record: Readonly<Record<string, T>>, map: (value: T) => unknown): Record<string, unknown> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]))
}
