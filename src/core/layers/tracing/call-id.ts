/**
 * Which call of the contract work belongs to. It travels with the asynchronous context, so that operations need not hand
 * it on; every call of a backend is logged with it, and every failure carries it.
 */
import { AsyncLocalStorage } from 'node:async_hooks'

const calls = new AsyncLocalStorage<string>()

/** To find lines by, not to keep anything secret with. */
export function newCallId(): string {
  return Math.floor(Math.random() * 2 ** 32)
    .toString(16)
    .padStart(8, '0')
}

/** Runs work as part of a call. */
export function withinCall<T>(id: string, work: () => T): T {
  return calls.run(id, work)
}

/** That of the call this is part of; work of nobody's gets one of its own. */
export function currentCallId(): string {
  return calls.getStore() ?? newCallId()
}

/** Items that are made as part of a call, whoever asks for them. */
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
