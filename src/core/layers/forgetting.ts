import type { Backend } from '../backends/backend.ts'
import type { Operation } from '../backends/methods.ts'
import { type Call, intercept } from './intercept.ts'

/** They change nothing that has a name. */
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
 * Tells of all that was changed, or may have been, so that nothing older is shown of it. Innermost: an attempt that was given up on may
 * still reach the store, and is told of when it ends.
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
