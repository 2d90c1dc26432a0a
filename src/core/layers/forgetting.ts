import type { Backend } from '../backends/backend.ts'
import type { Operation } from '../backends/methods.ts'
import { type Call, intercept } from './intercept.ts'

/** These operations change no named entry. */
const unseen: ReadonlySet<Operation> = new Set<Operation>([
  'staging.begin',
  'staging.pieces',
  'staging.writePiece',
  'staging.copyPiece',
  'staging.discard',
  'staging.tidy',
  'bulk.tidy',
])

/**
 * Reports every change or possible change, so that no outdated data is shown. It must be the innermost layer: an
 * abandoned attempt may still reach the store, and it is reported when it ends.
 */
export function withForgetting(inner: Backend, onChanged: (paths: readonly string[]) => void): Backend {
  const isSeen = ({ shape, operation }: Call) => shape.changes && !unseen.has(operation)
  return intercept(inner, {
    async once(call, next) {
      try {
        return await next()
      } finally {
        if (isSeen(call)) onChanged(call.paths)
      }
    },
    async *items(call, next) {
      try {
        yield* next()
      } finally {
        if (isSeen(call)) onChanged(call.paths)
      }
    },
  })
}
