/**
 * Combines single calls into batches, for work that is cheaper in batches. In contrast to `worker-pool.ts`, several calls
 * become one piece of work, and each caller gets its own result.
 */
export interface Batcher<Request, Result> {
  /** Throws the error of the whole batch. */
  add(request: Request): Promise<Result>
}

export interface BatcherOptions<Request, Result> {
  readonly mostRequests: number
  readonly mostBytes: number
  /** The number of parallel batches. */
  readonly atOnce: number
  readonly bytesOf: (request: Request) => number
  /** Returns a result for each request, in any order. A missing result becomes `undefined`. */
  readonly run: (requests: readonly Request[]) => Promise<ReadonlyMap<Request, Result>>
}

interface Waiting<Request, Result> {
  readonly request: Request
  readonly resolve: (result: Result) => void
  readonly reject: (error: unknown) => void
}

export function createBatcher<Request, Result>(options: BatcherOptions<Request, Result>): Batcher<Request, Result> {
  const { mostRequests, mostBytes, atOnce, bytesOf } = options
  let waiting: Waiting<Request, Result>[] = []
  let running = 0
  let isDue = false

  function begin() {
    isDue = false
    while (running < atOnce && waiting.length > 0) void run(take())
  }
  /** Takes all waiting requests, up to the limits. */
  function take() {
    let bytes = 0
    let count = 0
    while (count < waiting.length && count < mostRequests && (count === 0 || bytes < mostBytes)) {
      bytes += bytesOf((waiting[count] as Waiting<Request, Result>).request)
      count += 1
    }
    const taken = waiting.slice(0, count)
    waiting = waiting.slice(count)
    return taken
  }
  async function run(batch: readonly Waiting<Request, Result>[]) {
    running += 1
    try {
      const results = await options.run(batch.map(({ request }) => request))
      for (const { request, resolve, reject } of batch) {
        const result = results.get(request)
        if (result === undefined) reject(new Error('a request of a batch has no result'))
        else resolve(result)
      }
    } catch (error) {
      for (const { reject } of batch) reject(error)
    } finally {
      running -= 1
      begin()
    }
  }
  return {
    add: (request) =>
      new Promise((resolve, reject) => {
        waiting.push({ request, resolve, reject })
        if (isDue) return
        isDue = true
        setImmediate(begin) // More requests may arrive in the same turn of the event loop.
      }),
  }
}
