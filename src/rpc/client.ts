import { StorageError } from '../contract/failure.ts'
import type { CallShape, ContractShape, StreamCalls } from '../lib/call-shape.ts'
import { createCredit, type Credit } from './credit.ts'
import { createItemQueue, type ItemQueue } from './item-queue.ts'
import { type Channel, wireVersion } from './wire.ts'

/** The number of items of an answer that may be in transit at once. */
const streamCredit = 4

export interface CallOptions {
  readonly signal?: AbortSignal
}
export interface UploadOptions extends CallOptions {
  readonly body: AsyncIterable<Uint8Array>
}

type ClientCall<Shape extends CallShape> =
  Shape extends CallShape<infer I, infer O, infer A, infer T>
    ? 'stream' extends A
      ? (input: I, options?: CallOptions) => AsyncIterable<O>
      : 'bytes' extends T
        ? (input: I, options: UploadOptions) => Promise<O>
        : (input: I, options?: CallOptions) => Promise<O>
    : never

/** The calls of a contract as functions, by domain. A call fails with a `StorageError`, or with its signal's reason. */
export type Client<C extends ContractShape> = {
  readonly [Domain in keyof C]: { readonly [Name in keyof C[Domain]]: ClientCall<C[Domain][Name]> }
}

/** The calling end of a channel. When the channel closes, open calls fail with `disconnected`. */
export interface Connection<C extends ContractShape> {
  readonly client: Client<C>
  close(): void
}

type Ending =
  | { readonly how: 'answered'; readonly value: unknown }
  | { readonly how: 'failed'; readonly error: unknown }
  | { readonly how: 'left'; readonly error: unknown }

interface OpenCall {
  readonly items: ItemQueue
  readonly bodyCredit: Credit
  end(ending: Ending): void
}

interface StartedCall {
  readonly items: ItemQueue
  /** For calls with a single answer. */
  readonly answer: Promise<unknown>
  /** Called when the caller does not wait for it any more. */
  leave(): void
}
type Start = (
  method: string,
  input: unknown,
  options: CallOptions & { readonly body?: AsyncIterable<Uint8Array> },
) => StartedCall

export function createConnection<C extends ContractShape>(streams: StreamCalls<C>, channel: Channel): Connection<C> {
  const open = new Map<number, OpenCall>()
  let lastId = 0
  let isClosed = false

  channel.onMessage((message) => {
    const call = open.get(message.id)
    if (message.type === 'item') call?.items.push(message.value)
    else if (message.type === 'credit') call?.bodyCredit.grant(message.count)
    else if (message.type === 'end') {
      call?.end(
        message.failure
          ? { how: 'failed', error: new StorageError(message.failure) }
          : { how: 'answered', value: message.value },
      )
    }
  })
  channel.onClose(() => {
    isClosed = true
    for (const call of open.values()) call.end({ how: 'failed', error: disconnected() })
  })

  const start: Start = (method, input, { signal, body }) => {
    signal?.throwIfAborted()
    if (isClosed) throw disconnected()
    const id = ++lastId
    const bodyCredit = createCredit()
    const items = createItemQueue(() => {
      if (open.has(id)) channel.send({ type: 'credit', id, count: 1 })
    })
    let settle: { resolve(value: unknown): void; reject(error: unknown): void } | undefined
    const answer = new Promise<unknown>((resolve, reject) => (settle = { resolve, reject }))
    answer.catch(() => {}) // The reader of a stream gets a failure from its items.

    function end(ending: Ending) {
      if (!open.delete(id)) return
      signal?.removeEventListener('abort', onAbort)
      bodyCredit.stop()
      if (ending.how === 'answered') {
        items.end()
        settle?.resolve(ending.value)
        return
      }
      if (ending.how === 'left') {
        if (!isClosed) channel.send({ type: 'cancel', id })
        items.abort(ending.error)
      } else items.fail(ending.error)
      settle?.reject(ending.error)
    }
    function onAbort() {
      end({ how: 'left', error: signal?.reason })
    }

    open.set(id, { items, bodyCredit, end })
    signal?.addEventListener('abort', onAbort)
    channel.send({ type: 'call', version: wireVersion, id, method, input, credit: streamCredit })
    if (body) void sendBody(id, body)
    return { items, answer, leave: () => end({ how: 'left', error: undefined }) }
  }

  async function sendBody(id: number, body: AsyncIterable<Uint8Array>) {
    try {
      for await (const chunk of body) {
        if (!(await open.get(id)?.bodyCredit.take()) || !open.has(id)) return
        channel.send({ type: 'item', id, value: chunk })
      }
      if (open.has(id)) channel.send({ type: 'end', id })
    } catch (error) {
      open.get(id)?.end({ how: 'left', error })
    }
  }

  return { client: clientOf(streams, start), close: () => channel.close() }
}

/** Creates calls without a list of them: any name becomes a call, and the other end refuses unknown ones. */
function clientOf<C extends ContractShape>(streams: StreamCalls<C>, start: Start): Client<C> {
  const byName = (make: (name: string) => unknown) => {
    const made = new Map<string, unknown>()
    const get = (_: object, name: string | symbol) => {
      if (typeof name === 'symbol' || name === 'then') return undefined // The client must not look like a promise.
      if (!made.has(name)) made.set(name, make(name))
      return made.get(name)
    }
    return new Proxy({}, { get })
  }
  const callFor = (method: string) =>
    Object.hasOwn(streams, method)
      ? (input: unknown, options: CallOptions = {}) => iterate(start, method, input, options)
      : async (input: unknown, options: CallOptions = {}) => start(method, input, options).answer
  return byName((domain) => byName((name) => callFor(`${domain}.${name}`))) as Client<C>
}

/** Yields the items of an answer. Leaving the loop cancels the call. */
async function* iterate(start: Start, method: string, input: unknown, options: CallOptions) {
  const call = start(method, input, options)
  try {
    for await (const item of call.items) {
      yield item
      options.signal?.throwIfAborted() // Also if everything has already arrived by then.
    }
  } finally {
    call.leave()
  }
}

function disconnected(): StorageError {
  return new StorageError({
    kind: 'disconnected',
    message: 'The connection to Portolan was lost.',
    operation: 'rpc',
    retry: 'later',
  })
}
