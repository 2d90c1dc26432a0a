/** The sync pairs that the host reports, and the news that the user should see. */
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Contract } from '../../../../contract/contract.ts'
import type { FailureKind } from '../../../../contract/failure.ts'
import type { Pair, PairRun } from '../../../../contract/sync/pairs.ts'
import type { Client } from '../../../../rpc/client.ts'

export type PairsState = StoreApi<{
  /** Undefined until the host has sent the list. */
  readonly pairs: readonly Pair[] | undefined
  /** A message about the list itself. */
  readonly notice: string | undefined
}>

/** A run that needs an action of the user. */
export interface PairNews {
  readonly pair: string
  readonly run: PairRun & { readonly outcome: 'stopped' | 'needs-you' | 'failed' }
}

export function createPairsState(): PairsState {
  return createStore(() => ({ pairs: undefined, notice: undefined }))
}

/** After these failures, the run is repeated automatically, and the next run gives a new result. */
const passing: ReadonlySet<FailureKind> = new Set(['unreachable', 'timeout', 'disconnected', 'busy'])

/** Reports each run once. From the first list, only runs that still need the user are reported. */
export function newsOf(before: readonly Pair[] | undefined, now: readonly Pair[]): readonly PairNews[] {
  return now.flatMap(({ name, last }) => {
    if (!last || !needsPerson(last)) return []
    if (!before) return last.outcome === 'stopped' ? [{ pair: name, run: last }] : []
    const old = before.find((pair) => pair.last?.id === last.id)?.last
    return old?.outcome === last.outcome ? [] : [{ pair: name, run: last }]
  })
}

function needsPerson(run: PairRun): run is PairNews['run'] {
  if (run.outcome === 'stopped' || run.outcome === 'needs-you') return true
  if (run.outcome !== 'failed') return false
  return run.begunBy === 'person' || !run.failure || !passing.has(run.failure.kind)
}

/** Follows the list until the connection is lost. */
export async function followPairs(
  state: PairsState,
  client: Client<Contract>,
  onNews: (news: PairNews) => void,
): Promise<void> {
  for await (const { pairs, notice } of client.pairs.watch({})) {
    const { pairs: before } = state.getState()
    state.setState({ pairs, notice })
    for (const news of newsOf(before, pairs)) onNews(news)
  }
}
