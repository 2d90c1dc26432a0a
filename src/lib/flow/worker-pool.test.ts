import { describe, expect, it } from 'vitest'
import { createWorkerPool } from './worker-pool.ts'
import { nextTask } from './next-task.ts'

describe('a worker pool', () => {
  it('respects its concurrency limit and runs everything', async () => {
    const workers = createWorkerPool(3)
    let now = 0
    let most = 0
    let done = 0
    for (let piece = 0; piece < 10; piece += 1) {
      await workers.begin(async () => {
        most = Math.max(most, (now += 1))
        await nextTask()
        now -= 1
        done += 1
      })
    }
    await workers.finish()
    expect([most, done]).toEqual([3, 10])
  })

  it('throws the first error to the next caller, and still waits for running work', async () => {
    const workers = createWorkerPool(2)
    let isDone = false
    await workers.begin(async () => {
      await nextTask()
      isDone = true
    })
    await workers.begin(() => Promise.reject(new Error('first')))
    await expect(workers.begin(() => Promise.resolve())).rejects.toThrow('first')
    await workers.idle()
    expect(isDone).toBe(true)
    await expect(workers.finish()).rejects.toThrow('first')
  })

  it('does not start aborted work, and continues with the rest', async () => {
    const workers = createWorkerPool(1)
    const first = deferred()
    const ran: string[] = []
    await workers.begin(() => first.promise)
    const leaving = new AbortController()
    const waiting = workers.begin(async () => void ran.push('left'), leaving.signal)
    const behind = workers.begin(async () => void ran.push('behind'))
    leaving.abort(new Error('enough'))
    await expect(waiting).rejects.toThrow('enough')
    expect(ran).toEqual([])
    first.resolve()
    await behind
    await workers.finish()
    expect(ran).toEqual(['behind'])
  })

  it('starts work in the order of requests', async () => {
    const workers = createWorkerPool(2)
    const ran: number[] = []
    const all = Array.from({ length: 6 }, (_, number) =>
      workers.begin(async () => {
        ran.push(number)
        await nextTask()
      }),
    )
    await Promise.all(all)
    await workers.finish()
    expect(ran).toEqual([0, 1, 2, 3, 4, 5])
  })

  it('starts nothing while it shrinks, and more after it grows', async () => {
    const workers = createWorkerPool(2)
    const [first, second, third] = [deferred(), deferred(), deferred()]
    await workers.begin(() => first.promise)
    await workers.begin(() => second.promise)
    workers.setSize(1)
    let isBegun = false
    const next = workers.begin(() => {
      isBegun = true
      return third.promise
    })
    first.resolve()
    await nextTask()
    expect(isBegun).toBe(false)
    workers.setSize(2)
    await next
    expect([isBegun, workers.isIdle()]).toEqual([true, false])
    second.resolve()
    third.resolve()
    await workers.idle()
    expect(workers.isIdle()).toBe(true)
  })

  it('reports when another piece of work has ended', async () => {
    const workers = createWorkerPool(2)
    const first = deferred()
    await workers.begin(() => first.promise)
    let hasChanged = false
    const change = workers.change().then(() => (hasChanged = true))
    await nextTask()
    expect(hasChanged).toBe(false)
    first.resolve()
    await change
    expect(workers.isIdle()).toBe(true)
  })
})

function deferred() {
  let resolve: () => void = () => {}
  const promise = new Promise<void>((done) => (resolve = done))
  return { promise, resolve }
}
