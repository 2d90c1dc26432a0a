import { describe, expect, it } from 'vitest'
import { createAsyncQueue } from './async-queue.ts'

async function take<T>(queue: AsyncIterable<T>): Promise<T[]> {
  const items: T[] = []
  for await (const item of queue) items.push(item)
  return items
}

describe('a queue between a producer and a reader', () => {
  it('delivers everything in order, then ends', async () => {
    const queue = createAsyncQueue<number>(10)
    const reading = take(queue)
    for (const item of [1, 2, 3]) await queue.push(item)
    queue.end()
    expect(await reading).toEqual([1, 2, 3])
  })

  it('makes the producer wait for a slow reader', async () => {
    const queue = createAsyncQueue<number>(2)
    let pushed = 0
    const working = (async () => {
      for (; pushed < 5; pushed += 1) await queue.push(pushed)
      queue.end()
    })()
    await new Promise((resolve) => setTimeout(resolve, 10))
    expect(pushed).toBe(1)
    expect(await take(queue)).toEqual([0, 1, 2, 3, 4])
    await working
  })

  it('drops offered items when it is full', async () => {
    const queue = createAsyncQueue<number>(2)
    for (const item of [1, 2, 3]) queue.offer(item)
    queue.end()
    expect(await take(queue)).toEqual([1, 2])
  })

  it('fails after the items before the failure', async () => {
    const queue = createAsyncQueue<number>(5)
    await queue.push(1)
    queue.fail(new Error('broken'))
    const items = queue[Symbol.asyncIterator]()
    expect((await items.next()).value).toBe(1)
    await expect(items.next()).rejects.toThrow('broken')
  })

  it('lets the producer finish when the reader has left', async () => {
    const queue = createAsyncQueue<number>(1)
    const working = (async () => {
      for (let item = 0; item < 5; item += 1) await queue.push(item)
      return 'done'
    })()
    for await (const item of queue) if (item === 1) break
    expect(await working).toBe('done')
  })
})
