import type { TransfersEvent } from '../../../contract/api/transfers.ts'
import { pause } from '../../../lib/flow/pause.ts'
import type { Waits } from '../../backends/backend.ts'
import type { Queue } from './queue.ts'

/** Changes within this time are sent together. */
const leastMs = 10

/** Yields all transfers first, then the changed ones after each change. */
export async function* watchQueue(
  queue: Pick<Queue, 'list' | 'get' | 'changes'>,
  { notice, signal }: Waits & { readonly notice: string | undefined },
): AsyncGenerator<TransfersEvent> {
  const watcher = queue.changes.watch()
  try {
    const first = queue.list()
    let { order, limits } = first
    let shown = new Set(first.transfers.map(({ id }) => id))
    yield { kind: 'all', transfers: [...first.transfers], limits, ...(notice !== undefined && { notice }) }
    for (;;) {
      await watcher.next(signal)
      await pause(leastMs, signal)
      signal.throwIfAborted()
      const { ids, isList } = watcher.take()
      if (!isList) {
        const transfers = [...ids].filter((id) => shown.has(id)).flatMap((id) => queue.get(id) ?? [])
        if (transfers.length > 0) yield { kind: 'changed', transfers, removed: [] }
        continue
      }
      const next = queue.list()
      const transfers = next.transfers.filter(({ id }) => ids.has(id) || !shown.has(id))
      const there = new Set(next.transfers.map(({ id }) => id))
      const removed = [...shown].filter((id) => !there.has(id))
      const isOrder = next.order.length !== order.length || next.order.some((id, at) => id !== order[at])
      const isLimits = next.limits !== limits
      if (transfers.length > 0 || removed.length > 0 || isOrder || isLimits) {
        yield {
          kind: 'changed',
          transfers,
          removed,
          ...(isOrder && { order: [...next.order] }),
          ...(isLimits && { limits: next.limits }),
        }
      }
      ;[shown, order, limits] = [there, next.order, next.limits]
    }
  } finally {
    watcher.close()
  }
}
