/**
 * The circuit breaker layer: refuses calls at once while the circuit is open, and reports the result of each attempt to
 * the health. It is inside the retry layer, so that every attempt counts and an open circuit ends the retries. It is
 * outside the permits, so that a refusal does not wait.
 */
import type { Backend } from '../../backends/backend.ts'
import { guarded, type Health } from './health.ts'
import { intercept, signalOf } from '../intercept.ts'

/** Runs after a call has its permit. It refuses calls that waited for a permit while the circuit opened. */
export function withRestCheck(inner: Backend, health: Health): Backend {
  return intercept(inner, { before: ({ operation }) => health.recheck(`breaker.${operation}`) })
}

export function withBreaker(inner: Backend, health: Health): Backend {
  return intercept(inner, {
    async once(call, next) {
      if (call.shape.silence === 'brief') {
        return guarded(health, `breaker.${call.operation}`, signalOf(call), () => next())
      }
      const pass = health.admit(`breaker.${call.operation}`)
      try {
        const value = await next()
        pass.answered() // A healthy store may also take long for this.
        return value
      } catch (error) {
        if (signalOf(call).aborted) pass.left()
        else pass.failed(error)
        throw error
      }
    },
    stream: (call, next) => guarded(health, `breaker.${call.operation}`, signalOf(call), () => next()),
    async *items(call, next) {
      const iterator = next()[Symbol.asyncIterator]()
      let isOver = false
      try {
        const first = guarded(health, `breaker.${call.operation}`, signalOf(call), () => iterator.next())
        for (let step = await first; !step.done; step = await iterator.next()) yield step.value
        isOver = true
      } finally {
        if (!isOver) await iterator.return?.()
      }
    },
  })
}
