/**
 * Makes batches of calls that are made one by one, for work that is cheaper in batches. No `crew.ts`: calls are gathered into
 * one piece of work, and each caller gets a result of its own.
 */
export interface Batcher<Order, Result> {
  /** Throws what the whole batch threw. */
  add(order: Order): Promise<Result>
}

export interface BatcherOptions<Order, Result> {
  readonly mostOrders: number
  readonly mostBytes: number
  /** Batches at a time. */
  readonly atOnce: number
  readonly bytesOf: (order: Order) => number
  /** Gives a result for each order, in any order; `undefined` for one that was left out. */
  readonly run: (orders: readonly Order[]) => Promise<ReadonlyMap<Order, Result>>
}

interface Waiting<Order, Result> {
  readonly order: Order
  readonly resolve: (result: Result) => void
  readonly reject: (error: unknown) => void
}

export function createBatcher<Order, Result>(options: BatcherOptions<Order, Result>): Batcher<Order, Result> {
  const { mostOrders, mostBytes, atOnce, bytesOf } = options
  let waiting: Waiting<Order, Result>[] = []
  let running = 0
  let isDue = false

  function begin() {
    isDue = false
    while (running < atOnce && waiting.length > 0) void run(take())
  }
  /** All that was asked for until now, as far as it is not too much. */
  function take() {
    let bytes = 0
    let count = 0
    while (count < waiting.length && count < mostOrders && (count === 0 || bytes < mostBytes)) {
      bytes += bytesOf((waiting[count] as Waiting<Order, Result>).order)
      count += 1
    }
    const taken = waiting.slice(0, count)
    waiting = waiting.slice(count)
    return taken
  }
  async function run(batch: readonly Waiting<Order, Result>[]) {
    running += 1
    try {
      const results = await options.run(batch.map(({ order }) => order))
      for (const { order, resolve, reject } of batch) {
        const result = results.get(order)
        if (result === undefined) reject(new Error('an order of a batch has no result'))
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
    add: (order) =>
      new Promise((resolve, reject) => {
        waiting.push({ order, resolve, reject })
        if (isDue) return
        isDue = true
        setImmediate(begin) // others come in the same turn
      }),
  }
}
