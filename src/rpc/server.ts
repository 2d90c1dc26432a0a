import { type Failure, failureOf, StorageError } from '../contract/failure.ts'
import type { CallShape, ContractShape } from '../lib/call-shape.ts'
import { nextTask } from '../lib/flow/next-task.ts'
import { createCredit, type Credit } from './credit.ts'
import { createItemQueue, type ItemQueue } from './item-queue.ts'
import { type Channel, type Message, wireVersion } from './wire.ts'

/** The number of items of a body that may be in transit at once. */
const bodyCredit = 4

export interface CallContext {
  /** Aborted when the caller cancels or its connection is lost. */
  readonly signal: AbortSignal
}
export interface UploadContext extends CallContext {
  readonly body: AsyncIterable<Uint8Array>
}

type Handler<Shape extends CallShape> =
  Shape extends CallShape<infer I, infer O, infer A, infer T>
    ? 'stream' extends A
      ? (input: I, context: CallContext) => AsyncIterable<O>
      : 'bytes' extends T
        ? (input: I, context: UploadContext) => Promise<O>
        : (input: I, context: CallContext) => Promise<O>
    : never

/** The implementation of a contract: a function for every call. */
export type Handlers<C extends ContractShape> = {
  readonly [Domain in keyof C]: { readonly [Name in keyof C[Domain]]: Handler<C[Domain][Name]> }
}

export interface ServeOptions {
  /** Called for every failure that is a bug of Portolan (`internal`). */
  readonly onFault?: (error: unknown, method: string) => void
}

interface RunningCall {
  readonly abort: AbortController
  readonly credit: Credit
  readonly body: ItemQueue
}

const gone = new DOMException('The caller has left.', 'AbortError')

/** Answers the calls of a channel until it closes. Then all running calls are aborted. */
export function serveChannel<C extends ContractShape>(
  shapes: C,
  handlers: Handlers<C>,
  channel: Channel,
  options: ServeOptions = {},
): void {
  const running = new Map<number, RunningCall>()

  channel.onMessage((message) => {
    const call = running.get(message.id)
    if (message.type === 'call') void run(message)
    else if (message.type === 'credit') call?.credit.grant(message.count)
    else if (message.type === 'item') call?.body.push(message.value)
    else if (message.type === 'end') call?.body.end()
    else stop(message.id)
  })
  channel.onClose(() => {
    for (const id of running.keys()) stop(id)
  })

  function stop(id: number) {
    const call = running.get(id)
    running.delete(id)
    call?.abort.abort(gone)
    call?.credit.stop()
    call?.body.abort(gone)
  }

  async function run(message: Extract<Message, { type: 'call' }>) {
    const { id, method } = message
    const call: RunningCall = {
      abort: new AbortController(),
      credit: createCredit(message.credit),
      body: createItemQueue(() => running.has(id) && channel.send({ type: 'credit', id, count: 1 })),
    }
    running.set(id, call)
    try {
      const { shape, handler } = find(message)
      const input = parseInput(shape, message)
      if (shape.takes === 'bytes') channel.send({ type: 'credit', id, count: bodyCredit })
      const context = { signal: call.abort.signal, body: call.body as AsyncIterable<Uint8Array> }
      const result = handler(input, context)
      const value =
        shape.answers === 'stream' ? await sendItems(id, call, result as AsyncIterable<unknown>) : await result
      if (running.delete(id)) channel.send({ type: 'end', id, value })
    } catch (error) {
      const failure = failureOf(error, method)
      if (running.delete(id)) {
        if (failure.kind === 'internal') options.onFault?.(error, method)
        channel.send({ type: 'end', id, failure })
      }
    } finally {
      call.credit.stop()
    }
  }

  async function sendItems(id: number, call: RunningCall, items: AsyncIterable<unknown>) {
    for await (const value of items) {
      if (!(await call.credit.take())) return
      channel.send({ type: 'item', id, value })
      await nextTask() // Lets a cancel arrive, even if the items come without waiting.
    }
  }

  function find(message: Extract<Message, { type: 'call' }>) {
    const [domain = '', name = ''] = message.method.split('.')
    const shape = Object.hasOwn(shapes, domain) ? ownShape(shapes[domain], name) : undefined
    if (message.version !== wireVersion || !shape) {
      throw refusal('unsupported', `This host does not know the call ${message.method}.`, message.method)
    }
    const handler = handlers[domain]?.[name] as (input: unknown, context: UploadContext) => unknown
    return { shape, handler }
  }
}

function ownShape(calls: Readonly<Record<string, CallShape>> | undefined, name: string): CallShape | undefined {
  return calls && Object.hasOwn(calls, name) ? calls[name] : undefined
}

function parseInput(shape: CallShape, message: { method: string; input: unknown }): unknown {
  try {
    return shape.input.parse(message.input)
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error)
    throw refusal('bad-input', 'The request is not well formed.', message.method, detail)
  }
}

function refusal(kind: Failure['kind'], message: string, operation: string, detail?: string): StorageError {
  return new StorageError({ kind, message, operation, ...(detail !== undefined && { detail }) })
}
