/**
 * Faults that are the same each time a seed is run. The outcome of each call does not depend on calls that run in
 * parallel.
 */
import { StorageError } from '../../../contract/failure.ts'
import type { SideName } from '../../../contract/sync/plan.ts'
import type { Backend } from '../../backends/backend.ts'
import { methodShapes } from '../../backends/methods.ts'
import { type Call, intercept } from '../../layers/intercept.ts'

export interface Faults {
  readonly seed?: number
  /** The share of all calls that fail, from 0 to 1. In half of them, only the answer is lost. */
  readonly share?: number
  /** This side can't be reached from the call of this number on. */
  readonly down?: { readonly side: SideName; readonly from: number }
  /** The program is killed at the change of this number. */
  readonly crashAt?: number
  /** Runs after planning and before the plan is carried out. */
  readonly afterPlan?: () => Promise<void>
  /** Another client acts before this share of the calls that look, read or write. */
  readonly meddle?: { readonly share: number; readonly act: (side: SideName, luck: number) => Promise<void> }
}

/** Shared by all places of one program. */
export interface Shared {
  isDead: boolean
  changes: number
  calls?: number
}

export function withRandomFaults(
  inner: Backend,
  side: SideName,
  { seed = 0, share = 0, down, crashAt, meddle }: Faults,
  shared: Shared,
  crash: () => void,
): Backend {
  const counts = new Map<string, number>()
  const isShare = (call: Call, what: string, of: number) => of > 0 && luckOf(call, what) < of
  function luckOf({ operation, paths }: Call, what: string): number {
    const key = `${seed} ${side} ${what} ${operation} ${paths.join(' ')}`
    const count = (counts.get(key) ?? 0) + 1
    counts.set(key, count)
    return hashed(`${key} ${count}`)
  }
  function check(call: Call): void {
    if (shared.isDead) throw failure('internal', call)
    shared.calls = (shared.calls ?? 0) + 1
    if (down?.side === side && shared.calls >= down.from) throw failure('unreachable', call)
    if (!methodShapes[call.operation].changes) return
    shared.changes += 1
    if (shared.changes !== crashAt) return
    shared.isDead = true
    crash()
    throw failure('internal', call)
  }
  const after = (call: Call) => {
    if (shared.isDead) throw failure('internal', call)
    if (methodShapes[call.operation].changes && isShare(call, 'after', share / 2)) throw failure('timeout', call)
  }
  return intercept(inner, {
    async before(call) {
      check(call)
      if (meddle && meddled.has(call.operation) && isShare(call, 'meddle', meddle.share))
        await meddle.act(side, luckOf(call, 'how'))
      if (isShare(call, 'before', share / 2)) throw failure('denied', call)
    },
    async once(call, next) {
      const value = await next()
      after(call)
      return value
    },
    async *items(call, next) {
      for await (const page of next()) {
        if (shared.isDead) throw failure('internal', call)
        yield page
        after(call)
      }
    },
  })
}

/** An edit between a check and the removal right after it can't be detected. */
const meddled: ReadonlySet<string> = new Set(['list', 'stat', 'read', 'write', 'bulk.read', 'bulk.write'])

function failure(kind: 'internal' | 'unreachable' | 'timeout' | 'denied', { operation, paths }: Call): StorageError {
  const message = `A fault was put at “${paths[0]}” on purpose.`
  const retry = kind === 'timeout' || kind === 'unreachable' ? 'later' : 'never'
  return new StorageError({ kind, message, operation: `faults.${operation}`, retry })
}

/** Returns a number from 0 to 1. */
function hashed(text: string): number {
  let hash = 2_166_136_261
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 16_777_619)
  hash = Math.imul(hash ^ (hash >>> 15), 2_246_822_507)
  hash = Math.imul(hash ^ (hash >>> 13), 3_266_489_909)
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32
}
