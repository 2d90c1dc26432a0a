import { createStore, type StoreApi } from 'zustand/vanilla'
import type { ActivityEntry } from '../../../contract/api/activity.ts'
import type { Contract } from '../../../contract/contract.ts'
import { failureOf } from '../../../contract/failure.ts'
import type { Client } from '../../../rpc/client.ts'

export type ActivityState =
  { readonly kind: 'loading' } | { readonly kind: 'ready' | 'lost'; readonly entries: readonly ActivityEntry[] }

/** The recent calls to mounts. */
export interface Activity {
  readonly state: StoreApi<ActivityState>
  readonly client: () => Client<Contract>
}

/** The window keeps at most this number of entries. */
const mostEntries = 1000

export function createActivity(client: () => Client<Contract>): Activity {
  return { state: createStore<ActivityState>(() => ({ kind: 'loading' })), client }
}

/** Loads the recent calls and then follows new ones until the signal aborts. */
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
