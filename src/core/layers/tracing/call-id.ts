/**
 * The id of the contract call that work belongs to. It travels with the asynchronous context, so operations need not
 * pass it on. Every backend call is logged with it, and every failure carries it.
 */
import { AsyncLocalStorage } from 'node:async_hooks'

const calls = new AsyncLocalStorage<string>()

/** Returns an id for finding log lines. It is not meant to be secret. */
export function newCallId(): string {
  return Math.floor(Math.random() * 2 ** 32)
    .toString(16)
    .padStart(8, '0')
}

/** Runs work as part of a call. */
export function withinCall<T>(id: string, work: () => T): T {
  return calls.run(id, work)
}

/** Returns the id of the current call, or a new id for work without a call. */
export function currentCallId(): string {
  return calls.getStore() ?? newCallId()
}

/** Yields items that are produced as part of a call, regardless of the context of the reader. */
export async function* itemsWithinCall<T>(id: string, items: AsyncIterable<T>): AsyncGenerator<T> {
  const iterator = withinCall(id, () => items[Symbol.asyncIterator]())
  let isOver = false
  try {
    for (;;) {
      const step = await withinCall(id, () => iterator.next())
      if (step.done) break
      yield step.value
    }
    isOver = true
  } finally {
    if (!isOver) await withinCall(id, async () => iterator.return?.())
  }
}
