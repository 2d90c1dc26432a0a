/**
 * Limits the number of concurrent calls. A read holds its permit until its stream ends. A listing holds it only while a
 * page is loading, because its reader may make other calls between pages. The layer is inside the retry layer, so that
 * no permit is held during a wait before a retry. It is outside the timeout, so that the time of a call that was not
 * sent yet does not count.
 */
import { StorageError } from '../../../contract/failure.ts'
import { watchBytes } from '../../../lib/flow/byte-stream.ts'
import type { Backend } from '../../backends/backend.ts'
import { type Call, intercept, signalOf } from '../intercept.ts'
import type { Permit, Permits } from './permits.ts'

export function withConcurrency(inner: Backend, permits: Permits): Backend {
  return intercept(inner, {
    async once(call, next) {
      return held(await permits.take(laneOf(call), { signal: signalOf(call) }), () => next())
    },
    async stream(call, next) {
      const signal = signalOf(call)
      // A resumed read must not wait for a permit: a write that holds a permit waits for it.
      const permit = await permits.take('read', { signal, isUrgent: call.options['ifUnchanged'] !== undefined })
      try {
        const onEnd = (how: 'done' | 'failed' | 'left', error?: unknown) =>
          permit.release(how === 'done' ? 'well' : outcomeOf(error))
        return watchBytes(await next(), signal, { onEnd })
      } catch (error) {
        permit.release(outcomeOf(error))
        throw error
      }
    },
    async *items(call, next) {
      const iterator = next()[Symbol.asyncIterator]()
      const isEndless = call.shape.silence === 'endless'
      let isOver = false
      try {
        for (;;) {
          const step = isEndless
            ? await iterator.next()
            : await held(await permits.take(laneOf(call), { signal: signalOf(call) }), () => iterator.next())
          if (step.done) break
          yield step.value
        }
        isOver = true
      } finally {
        if (!isOver) await iterator.return?.()
      }
    },
  })
}

function laneOf({ shape }: Call): 'brief' | 'long' {
  return shape.silence === 'long' ? 'long' : 'brief'
}

async function held<T>(permit: Permit, work: () => Promise<T>): Promise<T> {
  try {
    const value = await work()
    permit.release('well')
    return value
  } catch (error) {
    permit.release(outcomeOf(error))
    throw error
  }
}

function outcomeOf(error: unknown): 'busy' | 'otherwise' {
  return error instanceof StorageError && error.failure.kind === 'busy' ? 'busy' : 'otherwise'
}
