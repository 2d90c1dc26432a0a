/**
 * Refuses calls at once while their mount rests, and tells its health how each attempt went. Stands inside the retry layer:
 * every attempt counts, and once the mount rests the trying ends. Stands outside the permits: a refusal waits for nobody.
 */
import type { Backend } from '../../backends/backend.ts'
import { guarded, type Health } from './health.ts'
import { intercept, signalOf } from '../intercept.ts'

/** Stands behind the permits: who waited for one while the mount was given a rest is refused, too. */
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
        pass.answered() // it may have taken long in good health
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
