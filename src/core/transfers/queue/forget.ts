import { forgetTransfers, discardOwed } from '../stages/discard-stages.ts'
import type { RunDeps } from '../journal/run-deps.ts'

/** Forgets transfers that ended, and sees to what they left staged. */
export interface Forgetting {
  /** Resolves when that is discarded, or after some seconds: the rest is tried another time. */
  forget(ids: readonly number[]): Promise<void>
  /** Forgets the oldest of more than are kept, and waits for nothing. */
  prune(): void
  /** Tries to discard what earlier ones still owe. */
  settle(): Promise<void>
  close(): Promise<void>
}

const settlingMs = 5000
const prunedAtOnce = 50

export function createForgetting(
  deps: Pick<RunDeps, 'mounts' | 'journal' | 'now'>,
  { mostKept }: { readonly mostKept: number },
): Forgetting {
  const { journal } = deps
  const closing = new AbortController()
  let owing = Promise.resolve()

  /** One after the other. */
  async function settle() {
    const signal = AbortSignal.any([closing.signal, AbortSignal.timeout(settlingMs)])
    owing = owing.then(() => discardOwed(deps, { signal })).catch(() => {})
    await owing
  }
  return {
    async forget(ids) {
      forgetTransfers(
        deps,
        ids.filter((id) => journal.get(id)?.state === 'ended'),
      )
      await settle()
    },
    prune() {
      const kept = journal.ended({ limit: mostKept })
      const last = kept.at(-1)
      if (kept.length < mostKept || !last) return
      const old = journal.ended({ before: last.id, limit: prunedAtOnce }).map(({ id }) => id)
      if (old.length === 0) return
      forgetTransfers(deps, old)
      void settle()
    },
    settle,
    async close() {
      closing.abort()
      await owing
    },
  }
}
