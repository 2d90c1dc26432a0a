import { afterEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { StorageError } from '../../contract/failure.ts'
import { once, stream, streamCallsOf, upload } from '../../lib/call-shape.ts'
import { createConnection, type Connection } from '../client.ts'
import { type Handlers, serveChannel } from '../server.ts'
import type { Message } from '../wire.ts'
import { closePairs, openPair, transportNames } from './pairs.test-support.ts'

const nothing = z.object({})
const shapes = {
  test: {
    double: once(z.object({ n: z.number() }), z.number()),
    fail: once(nothing, nothing),
    break: once(nothing, nothing),
    wait: once(nothing, nothing),
    count: stream(z.object({ to: z.number(), failAt: z.number().exactOptional() }), z.number()),
    columns: stream(nothing, z.object({ names: z.instanceof(Uint8Array), sizes: z.instanceof(Float64Array) })),
    silent: stream(nothing, z.number()),
    store: upload(z.object({ failAt: z.number().exactOptional() }), z.object({ bytes: z.number() })),
  },
}

/** Records what the handlers received, for the tests. */
function createServerSide() {
  const seen = { produced: 0, finished: 0, aborted: 0, faults: [] as unknown[], bodyError: undefined as unknown }
  const handlers: Handlers<typeof shapes> = {
    test: {
      double: async ({ n }) => n * 2,
      fail: async () => {
        throw new StorageError({ kind: 'denied', message: 'You may not.', operation: 'test.fail', location: 'a:b' })
      },
      break: async () => {
        throw new TypeError('a secret of the server')
      },
      wait: (_, { signal }) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => {
            seen.aborted += 1
            reject(signal.reason)
          })
        }),
      async *count({ to, failAt }) {
        try {
          for (let n = 0; n < to; n += 1) {
            if (n === failAt) throw new StorageError({ kind: 'busy', message: 'Slow down.', operation: 'test.count' })
            seen.produced += 1
            yield n // Never waits, so only the server's own pauses let a cancel arrive.
          }
        } finally {
          seen.finished += 1
        }
      },
      async *columns() {
        yield { names: new TextEncoder().encode('naïve'), sizes: new Float64Array([1, Number.NaN, 3]) }
      },
      async *silent(_, { signal }) {
        try {
          await new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)))
        } finally {
          seen.finished += 1
        }
        yield 1
      },
      async store({ failAt }, { body }) {
        let bytes = 0
        try {
          for await (const chunk of body) {
            bytes += chunk.length
            seen.produced += 1
            if (failAt !== undefined && bytes > failAt) {
              throw new StorageError({ kind: 'no-space', message: 'The disk is full.', operation: 'test.store' })
            }
            await new Promise((resolve) => setTimeout(resolve, 1))
          }
        } catch (error) {
          seen.bodyError = error
          throw error
        } finally {
          seen.finished += 1
        }
        return { bytes }
      },
    },
  }
  return { seen, handlers }
}

afterEach(closePairs)

describe.each(transportNames)('calls over %s', (name) => {
  async function connect() {
    const [near, far] = await openPair(name)
    const server = createServerSide()
    serveChannel(shapes, server.handlers, far, { onFault: (error) => server.seen.faults.push(error) })
    const connection: Connection<typeof shapes> = createConnection(streamCallsOf(shapes), near)
    return { ...server, far, connection, calls: connection.client.test }
  }

  test('return a result', async () => {
    const { calls } = await connect()
    expect(await calls.double({ n: 21 })).toBe(42)
  })

  test('keep the kind and location of a failure', async () => {
    const { calls } = await connect()
    const error = await calls.fail({}).catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(StorageError)
    expect((error as StorageError).failure).toMatchObject({ kind: 'denied', location: 'a:b', retry: 'never' })
  })

  test('report an error at the server, and return it as internal', async () => {
    const { calls, seen } = await connect()
    await expect(calls.break({})).rejects.toMatchObject({ failure: { kind: 'internal' } })
    expect(seen.faults).toHaveLength(1)
  })

  test('refuse invalid input before the handler runs', async () => {
    const { calls } = await connect()
    await expect(calls.double({ n: 'x' as unknown as number })).rejects.toMatchObject({
      failure: { kind: 'bad-input' },
    })
  })

  test('deliver all items of a stream in order', async () => {
    const { calls, seen } = await connect()
    const items: number[] = []
    for await (const n of calls.count({ to: 50 })) items.push(n)
    expect(items).toEqual(Array.from({ length: 50 }, (_, n) => n))
    expect(seen.finished).toBe(1)
  })

  test('deliver the items before a failure, then the failure', async () => {
    const { calls } = await connect()
    const items: number[] = []
    const read = async () => {
      for await (const n of calls.count({ to: 10, failAt: 3 })) items.push(n)
    }
    await expect(read()).rejects.toMatchObject({ failure: { kind: 'busy' } })
    expect(items).toEqual([0, 1, 2])
  })

  test('deliver columns as typed arrays', async () => {
    const { calls } = await connect()
    for await (const { names, sizes } of calls.columns({})) {
      expect(new TextDecoder().decode(names)).toBe('naïve')
      expect([...sizes]).toEqual([1, Number.NaN, 3])
    }
  })

  test('let a server produce no more than the credit of its reader', async () => {
    const { calls, seen } = await connect()
    const items = calls.count({ to: 1_000_000 })[Symbol.asyncIterator]()
    await items.next()
    await new Promise((resolve) => setTimeout(resolve, 100))
    expect(seen.produced).toBeLessThanOrEqual(7)
    await items.return?.()
  })

  test('stop a generator that never waits when the loop ends', async () => {
    const { calls, seen } = await connect()
    for await (const n of calls.count({ to: 5_000_000 })) if (n === 10) break
    await expect.poll(() => seen.finished).toBe(1)
    expect(seen.produced).toBeLessThan(30)
  })

  test('reject at once with the reason when aborted, and tell the server', async () => {
    const { calls, seen } = await connect()
    const abort = new AbortController()
    const waiting = calls.wait({}, { signal: abort.signal })
    setTimeout(() => abort.abort(new Error('enough')), 20)
    await expect(waiting).rejects.toThrow('enough')
    await expect.poll(() => seen.aborted).toBe(1)
  })

  test('end an idle stream when aborted', async () => {
    const { calls, seen } = await connect()
    const abort = new AbortController()
    setTimeout(() => abort.abort(new Error('enough')), 20)
    const read = async () => {
      for await (const _ of calls.silent({}, { signal: abort.signal })) expect.unreachable()
    }
    await expect(read()).rejects.toThrow('enough')
    await expect.poll(() => seen.finished).toBe(1)
  })

  test('fail as disconnected when the connection is lost, and are aborted at the server', async () => {
    const { calls, seen, far } = await connect()
    const waiting = calls.wait({})
    const items = calls.count({ to: 1000 })[Symbol.asyncIterator]()
    await items.next()
    far.close()
    await expect(waiting).rejects.toMatchObject({ failure: { kind: 'disconnected', retry: 'later' } })
    await expect.poll(() => [seen.aborted, seen.finished]).toEqual([1, 1])
    await expect(calls.double({ n: 1 })).rejects.toMatchObject({ failure: { kind: 'disconnected' } })
  })

  test('deliver an upload whole, no faster than it is consumed', async () => {
    const { calls, seen } = await connect()
    let sent = 0
    let lead = 0
    async function* body() {
      for (; sent < 100; sent += 1) {
        lead = Math.max(lead, sent - seen.produced)
        yield new Uint8Array(1000).fill(sent)
      }
    }
    expect(await calls.store({}, { body: body() })).toEqual({ bytes: 100_000 })
    expect(lead).toBeLessThanOrEqual(10)
  })

  test('stop an upload after a failure', async () => {
    const { calls } = await connect()
    let isFreed = false
    async function* body() {
      try {
        for (;;) yield new Uint8Array(1000)
      } finally {
        isFreed = true
      }
    }
    await expect(calls.store({ failAt: 5000 }, { body: body() })).rejects.toMatchObject({
      failure: { kind: 'no-space' },
    })
    await expect.poll(() => isFreed).toBe(true)
  })

  test('are aborted by a failing upload source, whose error the caller receives', async () => {
    const { calls, seen } = await connect()
    async function* body() {
      yield new Uint8Array(1000)
      throw new Error('the source broke')
    }
    await expect(calls.store({}, { body: body() })).rejects.toThrow('the source broke')
    await expect.poll(() => seen.finished).toBe(1)
    expect(seen.bodyError).toBeDefined()
  })

  test('refuse another protocol version, or an unknown method', async () => {
    const [near, far] = await openPair(name)
    serveChannel(shapes, createServerSide().handlers, far)
    const answers: Message[] = []
    near.onMessage((message) => answers.push(message))
    near.send({ type: 'call', version: 99, id: 1, method: 'test.double', input: { n: 1 }, credit: 1 })
    near.send({ type: 'call', version: 1, id: 2, method: 'constructor.name', input: {}, credit: 1 })
    await expect.poll(() => answers.length).toBe(2)
    expect(answers).toMatchObject([{ failure: { kind: 'unsupported' } }, { failure: { kind: 'unsupported' } }])
  })
})
