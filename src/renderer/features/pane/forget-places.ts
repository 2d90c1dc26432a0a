import type { Pane } from './pane.ts'

/** Forgets where a pane has been: what leads back and forward. What is shown stays. */
export function forgetPlaces({ state }: Pane): void {
  state.setState(({ tabs }) => ({ tabs: tabs.map((tab) => Object.assign({}, tab, { back: [], forward: [] })) }))
}
