import { describe, expect, it } from 'vitest'
import { type FailureKind } from '../../../contract/failure.ts'
import type { Backend } from '../../backends/backend.ts'
import { createMemoryBackend } from '../../backends/memory/index.ts'
import { withConcurrency } from './concurrency.ts'
import { type Fault, withFaults } from './faults.ts'
import { createPermits, type Permit, type Permits } from './permits.ts'

const { signal } = new AbortController()
const bodyOf = (text: string) => new Blob([text]).stream() as ReadableStream<Uint8Array>

/** Completes a full round of successful calls. */
async function fullRound(permits: Permits): Promise<void> {
  const held = await Promise.all(Array.from({ length: permits.limit() }, () => permits.take('brief', { signal })))
  for (const permit of held) {
    permit.release('well')
    // Keeps the lane full.
    held.push(await permits.take('brief', { signal }))
    if (held.length >= permits.limit() * 3) break
  }
  for (const permit of held) permit.release('otherwise')
}

describe('permits', () => {
  it('are halved if the store is busy, once for all calls that started before', async () => {
    const permits = createPermits({ first: 16, most: 64 })
    const held = await Promise.all(Array.from({ length: 16 }, () => permits.take('brief', { signal })))
    for (const permit of held) permit.release('busy')
    expect(permits.limit()).toBe(8)
    const next = await permits.take('brief', { signal })
    next.release('busy')
    expect(permits.limit()).toBe(4)
    for (let round = 0; round < 9; round += 1) (await permits.take('brief', { signal })).release('busy')
    expect(permits.limit()).toBe(1)
  })

  it('grow by one for each full round of successes, up to a maximum', async () => {
    const permits = createPermits({ first: 2, most: 3 })
    await fullRound(permits)
    expect(permits.limit()).toBe(3)
    await fullRound(permits)
    expect(permits.limit()).toBe(3)
  })

  it('do not grow from calls in sequence', async () => {
    const permits = createPermits({ first: 2, most: 64 })
    for (let round = 0; round < 20; round += 1) (await permits.take('brief', { signal })).release('well')
    expect(permits.limit()).toBe(2)
  })

  it('are granted in the order of the requests', async () => {
    const permits = createPermits({ first: 1, most: 1 })
    const order: number[] = []
    const first = await permits.take('brief', { signal })
    const others = [1, 2, 3].map(async (number) => {
      const permit = await permits.take('brief', { signal })
      order.push(number)
      permit.release('well')
    })
    first.release('well')
    await Promise.all(others)
    expect(order).toEqual([1, 2, 3])
  })

  it('are not granted to an aborted caller, and not lost by it', async () => {
    const permits = createPermits({ first: 1, most: 1 })
    const held = await permits.take('brief', { signal })
    const abort = new AbortController()
    const waiting = permits.take('brief', { signal: abort.signal })
    const behind = permits.take('brief', { signal })
    abort.abort(new Error('enough'))
    await expect(waiting).rejects.toThrow('enough')
    held.release('well')
    held.release('well')
    const next: Permit = await behind
    next.release('well')
  })
})

describe('calls with few permits', () => {
  const one = () => createPermits({ first: 1, most: 1 })
  const stack = (permits: Permits, ...faults: readonly Fault[]): Backend =>
    withConcurrency(withFaults(createMemoryBackend(), faults), permits)

  it('copy several files within one mount while a listing is being read', async () => {
    const backend = stack(one())
    await Promise.all(['a', 'b', 'c'].map((name) => backend.write(name, bodyOf(name), { ifExists: 'fail', signal })))
    const copies: Promise<unknown>[] = []
    for await (const page of backend.list('', { signal })) {
      expect(page.count).toBe(3)
      await backend.stat('a', { signal })
      for (const name of ['a', 'b', 'c']) {
        copies.push(
          backend.read(name, { signal }).then((body) => backend.write(`${name}2`, body, { ifExists: 'fail', signal })),
        )
      }
      await Promise.all(copies)
    }
    expect(copies).toHaveLength(3)
  })

  it('resume a read without a wait, because a write may depend on it', async () => {
    const backend = stack(one())
    await backend.write('a', bodyOf('0123456789'), { ifExists: 'fail', signal })
    let mark = ''
    const first = await backend.read('a', { signal, onOpened: (given) => (mark = given) })
    const again = await backend.read('a', { signal, offset: 5, ifUnchanged: mark })
    expect(await new Response(again).text()).toBe('56789')
    await first.cancel()
  })

  it('hold the permit of a read until its stream ends, is cancelled or aborted', async () => {
    const permits = one()
    const backend = stack(permits)
    await backend.write('a', bodyOf('x'), { ifExists: 'fail', signal })
    const abort = new AbortController()
    const ways: ((bytes: ReadableStream<Uint8Array>) => Promise<unknown>)[] = [
      (bytes) => new Response(bytes).text(),
      (bytes) => bytes.cancel(),
      async () => abort.abort(new Error('enough')),
    ]
    for (const end of ways) {
      const bytes = await backend.read('a', { signal: abort.signal })
      let isBehindThrough = false
      const waitBehind = async () => {
        const permit = await permits.take('read', { signal })
        isBehindThrough = true
        permit.release('otherwise')
      }
      const behind = waitBehind()
      await new Promise((resolve) => setImmediate(resolve))
      expect(isBehindThrough).toBe(false)
      await end(bytes)
      await behind
    }
  })

  it.each<[FailureKind, number]>([
    ['busy', 8],
    ['denied', 16],
  ])('that fail with %s leave %i permits', async (failure, limit) => {
    const permits = createPermits({ first: 16, most: 64 })
    await stack(permits, { operation: 'stat', failure })
      .stat('', { signal })
      .catch(() => {})
    expect(permits.limit()).toBe(limit)
  })
})
