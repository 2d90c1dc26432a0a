import { createStore, type StoreApi } from 'zustand/vanilla'
import type { ActivityEntry } from '../../../contract/api/activity.ts'
import type { Contract } from '../../../contract/contract.ts'
import { failureOf } from '../../../contract/failure.ts'
import type { Client } from '../../../rpc/client.ts'

export type ActivityState =
  { readonly kind: 'loading' } | { readonly kind: 'ready' | 'lost'; readonly entries: readonly ActivityEntry[] }

/** What was asked of the mounts lately. */
export interface Activity {
  readonly state: StoreApi<ActivityState>
  readonly client: () => Client<Contract>
}

/** So many are kept in the window. */
const mostEntries = 1000

export function createActivity(client: () => Client<Contract>): Activity {
  return { state: createStore<ActivityState>(() => ({ kind: 'loading' })), client }
}

/** Follows what happens, from what happened lately on, until the signal aborts. */
export async function followActivity({ state, client }: Activity, signal: AbortSignal): Promise<void> {
  state.setState({ kind: 'loading' }, true)
  let entries: readonly ActivityEntry[] = []
  try {
    for await (const batch of client().activity.watch({}, { signal })) {
      entries = [...batch.entries.toReversed(), ...entries].slice(0, mostEntries) // newest first
      state.setState({ kind: 'ready', entries }, true)
    }
  } catch (error) {
    if (signal.aborted) return
    if (failureOf(error).kind !== 'disconnected') throw error
    state.setState({ kind: 'lost', entries }, true)
  }
}
