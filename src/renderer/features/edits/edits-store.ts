/** Follows the host's list of files that are being edited in other programs on this computer. */
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Edit } from '../../../contract/api/edits.ts'
import type { Contract } from '../../../contract/contract.ts'
import type { Client } from '../../../rpc/client.ts'

export type EditsState = StoreApi<{ readonly edits: readonly Edit[] }>

export type EditNews =
  | { readonly kind: 'stored'; readonly edit: Edit }
  /** The user must make a decision or know about a problem. */
  | { readonly kind: 'trouble'; readonly edit: Edit & { readonly state: Trouble } }
type Trouble = 'changed' | 'gone' | 'failed' | 'left'

export function createEditsState(): EditsState {
  return createStore(() => ({ edits: [] as readonly Edit[] }))
}

/** Compares two lists and returns what is new. Each problem is reported once until it is solved. */
export function newsOf(before: readonly Edit[], now: readonly Edit[]): readonly EditNews[] {
  return now.flatMap((edit): EditNews[] => {
    const old = before.find(({ id }) => id === edit.id)
    if (old && edit.stored > old.stored) return [{ kind: 'stored', edit }]
    if (!isTrouble(edit) || old?.state === edit.state) return []
    // The host retries the save repeatedly. Only the first failure is reported.
    const isRetried = edit.state === 'failed' && old?.state === 'storing' && old.failure !== undefined
    return isRetried ? [] : [{ kind: 'trouble', edit }]
  })
}

function isTrouble(edit: Edit): edit is Edit & { readonly state: Trouble } {
  return edit.state === 'changed' || edit.state === 'gone' || edit.state === 'failed' || edit.state === 'left'
}

/** Follows the list until the connection is lost. */
export async function followEdits(
  state: EditsState,
  client: Client<Contract>,
  onNews: (news: EditNews) => void,
): Promise<void> {
  for await (const { edits } of client.edits.watch({})) {
    const before = state.getState().edits
    state.setState({ edits })
    for (const news of newsOf(before, edits)) onNews(news)
  }
}
