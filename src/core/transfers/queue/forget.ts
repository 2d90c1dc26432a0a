import { forgetTransfers, discardOwed } from '../stages/discard-stages.ts'
import type { RunDeps } from '../journal/run-deps.ts'

/** Removes ended transfers from the history and discards the stages they left. */
export interface Forgetting {
  /** Resolves when the stages are discarded, or after some seconds. The rest is tried again later. */
  forget(ids: readonly number[]): Promise<void>
  /** Removes the oldest transfers beyond the limit, without waiting. */
  prune(): void
  /** Tries to discard stages that earlier transfers left. */
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

  /** Calls run one after the other. */
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
