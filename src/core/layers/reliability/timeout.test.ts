import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { failureOf } from '../../../contract/failure.ts'
import type { Backend } from '../../backends/backend.ts'
import { createMemoryBackend } from '../../backends/memory/index.ts'
import { type Fault, withFaults } from './faults.ts'
import { withTimeout } from './timeout.ts'

const limits = { briefMs: 1000, longMs: 10_000, graceMs: 100 }

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance', 'Date'] })
})
afterEach(() => {
  vi.useRealTimers()
})

function stack(...faults: readonly Fault[]): Backend {
  return withTimeout(withFaults(createMemoryBackend(), faults), limits)
}

/** Returns how the work ends, and after how much time. */
async function timed(work: Promise<unknown>): Promise<{ afterMs: number; how: string; message: string }> {
  const began = Date.now()
  let ended: { afterMs: number; how: string; message: string } | undefined
  const note = (how: string, message: string) => (ended = { afterMs: Date.now() - began, how, message })
  work.then(
    () => note('done', ''),
    (error: unknown) => note(failureOf(error).kind, (error as Error).message),
  )
  while (!ended) {
    await new Promise((resolve) => setImmediate(resolve))
    await vi.advanceTimersByTimeAsync(50)
  }
  return ended
}

describe('a timeout', () => {
  const { signal } = new AbortController()

  it('ends a call without a response, reports the wait, and aborts the backend', async () => {
    const { afterMs, how, message } = await timed(
      stack({ operation: 'stat', hangs: 'until-told' }).stat('', { signal }),
    )
    expect({ how, message }).toEqual({ how: 'timeout', message: 'The server did not answer for 1 s.' })
    expect(afterMs).toBeLessThan(limits.briefMs + limits.graceMs)
  })

  it('does not hang if the backend ignores the abort', async () => {
    const { afterMs, how } = await timed(stack({ operation: 'stat', hangs: 'deaf' }).stat('', { signal }))
    expect(how).toBe('timeout')
    expect(afterMs).toBeGreaterThanOrEqual(limits.briefMs + limits.graceMs)
  })

  it('ends with the caller’s reason, even if the backend ignores the abort', async () => {
    const abort = new AbortController()
    const work = stack({ operation: 'stat', hangs: 'deaf' }).stat('', { signal: abort.signal })
    abort.abort(new Error('enough'))
    expect(await timed(work)).toMatchObject({ message: 'enough' })
  })

  it('restarts for each page of a listing', async () => {
    const store = createMemoryBackend()
    async function* slowPages() {
      for (let page = 0; page < 5; page += 1) {
        await new Promise((resolve) => setTimeout(resolve, 800))
        yield* store.list('', { signal })
      }
    }
    await store.makeFolder('a', { signal })
    const backend = withTimeout({ ...store, list: () => slowPages() }, limits)
    const listing = async () => {
      for await (const page of backend.list('', { signal })) expect(page.count).toBe(1)
    }
    expect(await timed(listing())).toMatchObject({ how: 'done' })
  })

  it('ends a listing that stalls midway', async () => {
    const store = createMemoryBackend()
    await store.makeFolder('a', { signal })
    const faulty = withFaults(store, [{ operation: 'list', afterPages: 1, hangs: 'deaf' }])
    const listing = async () => {
      for await (const page of withTimeout(faulty, limits).list('', { signal })) expect(page.count).toBe(1)
    }
    const { how, message } = await timed(listing())
    expect(how).toBe('timeout')
    expect(message).toContain('next part of the listing')
  })

  it('does not count the time of the reader', async () => {
    const store = createMemoryBackend()
    await store.makeFolder('a', { signal })
    const pages = withTimeout(store, limits).list('', { signal })[Symbol.asyncIterator]()
    await pages.next()
    await vi.advanceTimersByTimeAsync(60_000)
    expect(await pages.next()).toMatchObject({ done: true })
  })

  it('ends a read whose bytes stop arriving', async () => {
    const store = createMemoryBackend()
    await store.write('file', new Blob(['0123456789']).stream(), { ifExists: 'fail', signal })
    const faulty = withFaults(store, [{ operation: 'read', afterBytes: 4, hangs: 'deaf' }])
    const bytes = await withTimeout(faulty, limits).read('file', { signal })
    expect(await timed(new Response(bytes).text())).toMatchObject({ how: 'timeout' })
  })

  it('does not count the time of a slow source of a write', async () => {
    let chunks = 0
    const slow = new ReadableStream<Uint8Array>(
      {
        async pull(controller) {
          await new Promise((resolve) => setTimeout(resolve, 30_000))
          if ((chunks += 1) > 3) controller.close()
          else controller.enqueue(new Uint8Array(10))
        },
      },
      { highWaterMark: 0 },
    )
    const write = withTimeout(createMemoryBackend(), limits).write('file', slow, { ifExists: 'fail', signal })
    expect(await timed(write)).toMatchObject({ how: 'done' })
  })

  it('ends a stalled write, and sooner if no byte was consumed', async () => {
    const body = () => new Blob(['x']).stream() as ReadableStream<Uint8Array>
    const never = stack({ operation: 'write', hangs: 'deaf' }).write('file', body(), { ifExists: 'fail', signal })
    const early = await timed(never)
    expect(early).toMatchObject({ how: 'timeout' })
    expect(early.afterMs).toBeLessThan(limits.longMs)
    const store = createMemoryBackend()
    const stuck: Backend = {
      ...store,
      async write(path, bytes, options) {
        await store.write(path, bytes, options)
        return new Promise<never>(() => {})
      },
    }
    const late = await timed(withTimeout(stuck, limits).write('file', body(), { ifExists: 'fail', signal }))
    expect(late).toMatchObject({ how: 'timeout' })
    expect(late.afterMs).toBeGreaterThanOrEqual(limits.longMs)
  })

  it('lets a watched folder be silent without a limit', async () => {
    const store = createMemoryBackend()
    const abort = new AbortController()
    const changes = withTimeout(store, limits).watch?.watch('', { signal: abort.signal })[Symbol.asyncIterator]()
    expect(await changes?.next()).toMatchObject({ value: { kind: 'changed' } })
    const next = changes?.next()
    await vi.advanceTimersByTimeAsync(1_000_000)
    await store.makeFolder('a', { signal })
    await vi.advanceTimersByTimeAsync(1000)
    expect(await next).toMatchObject({ value: { kind: 'changed' } })
    await changes?.return?.()
  })
})
