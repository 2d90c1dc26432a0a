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

  it('ends a call without an answer, says after how long, and tells the backend to stop', async () => {
    const { afterMs, how, message } = await timed(
      stack({ operation: 'stat', hangs: 'until-told' }).stat('', { signal }),
    )
    expect({ how, message }).toEqual({ how: 'timeout', message: 'The server did not answer for 1 s.' })
    expect(afterMs).toBeLessThan(limits.briefMs + limits.graceMs)
  })

  it('does not hang with a backend that does not stop', async () => {
    const { afterMs, how } = await timed(stack({ operation: 'stat', hangs: 'deaf' }).stat('', { signal }))
    expect(how).toBe('timeout')
    expect(afterMs).toBeGreaterThanOrEqual(limits.briefMs + limits.graceMs)
  })

  it('gives the caller who leaves their own reason, from a deaf backend too', async () => {
    const abort = new AbortController()
    const work = stack({ operation: 'stat', hangs: 'deaf' }).stat('', { signal: abort.signal })
    abort.abort(new Error('enough'))
    expect(await timed(work)).toMatchObject({ message: 'enough' })
  })

  it('runs anew for each page of a listing', async () => {
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

  it('ends a listing that stops in the middle', async () => {
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

  it('does not count the time a reader takes', async () => {
    const store = createMemoryBackend()
    await store.makeFolder('a', { signal })
    const pages = withTimeout(store, limits).list('', { signal })[Symbol.asyncIterator]()
    await pages.next()
    await vi.advanceTimersByTimeAsync(60_000)
    expect(await pages.next()).toMatchObject({ done: true })
  })

  it('ends a read whose bytes stop coming', async () => {
    const store = createMemoryBackend()
    await store.write('file', new Blob(['0123456789']).stream(), { ifExists: 'fail', signal })
    const faulty = withFaults(store, [{ operation: 'read', afterBytes: 4, hangs: 'deaf' }])
    const bytes = await withTimeout(faulty, limits).read('file', { signal })
    expect(await timed(new Response(bytes).text())).toMatchObject({ how: 'timeout' })
  })

  it('does not blame a store for a slow source of what it writes', async () => {
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

  it('ends a write whose bytes are not taken, sooner when none was', async () => {
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

  it('lets a watched folder be quiet for ever', async () => {
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
