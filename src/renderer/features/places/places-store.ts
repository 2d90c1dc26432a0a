import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Contract } from '../../../contract/contract.ts'
import type { Client } from '../../../rpc/client.ts'
import { noPlaces, type Places, readPlaces } from './places.ts'

export interface PlacesStore {
  readonly state: StoreApi<Places>
  /** Reads what is kept, as another window may have changed it. */
  readonly load: () => Promise<void>
  /** Changes what is kept, on top of what other windows keep; it is seen at once. Fails where it can't be written. */
  readonly change: (edit: (places: Places) => Places) => Promise<void>
}

type Written = Parameters<Client<Contract>['settings']['write']>[0]['value']

const name = 'places'

/** Pinned folders, recent ones and workspaces, which all windows of a host share. */
export function createPlaces(client: () => Client<Contract>): PlacesStore {
  const state = createStore<Places>(() => noPlaces)
  let last: Promise<unknown> = Promise.resolve()

  async function read(): Promise<Places> {
    return readPlaces((await client().settings.read({ name })).value)
  }
  /** One after the other, so that none is lost to the next. */
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
      // what could not be kept is not shown as kept
      turn.catch(() => state.setState(before, true))
      return turn
    },
  }
}
