import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Contract } from '../../../contract/contract.ts'
import type { Client } from '../../../rpc/client.ts'
import { noPlaces, type Places, readPlaces } from './places.ts'

export interface PlacesStore {
  readonly state: StoreApi<Places>
  /** Reads the document again, because another window may have changed it. */
  readonly load: () => Promise<void>
  /**
   * Applies a change to the document and shows it at once. Changes of other windows are kept. Rejects if the document
   * cannot be written.
   */
  readonly change: (edit: (places: Places) => Places) => Promise<void>
}

type Written = Parameters<Client<Contract>['settings']['write']>[0]['value']

const name = 'places'

/** Creates the store of pinned folders, recent folders and workspaces. All windows of a host share it. */
export function createPlaces(client: () => Client<Contract>): PlacesStore {
  const state = createStore<Places>(() => noPlaces)
  let last: Promise<unknown> = Promise.resolve()

  async function read(): Promise<Places> {
    return readPlaces((await client().settings.read({ name })).value)
  }
  /** Runs the operations one after the other, so that none overwrites the result of another. */
  function inTurn(work: () => Promise<void>): Promise<void> {
    const turn = last.then(work)
    last = turn.catch(() => {})
    return turn
  }

  return {
    state,
    load: () => inTurn(async () => state.setState(await read(), true)),
    change(edit) {
      const before = state.getState()
      state.setState(edit, true)
      const turn = inTurn(async () => {
        const next = edit(await read())
        state.setState(next, true)
        await client().settings.write({ name, value: JSON.parse(JSON.stringify(next)) as Written })
      })
      // A change that could not be saved is no longer shown.
      turn.catch(() => state.setState(before, true))
      return turn
    },
  }
}
