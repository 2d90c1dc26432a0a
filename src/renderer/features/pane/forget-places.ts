import type { Pane } from './pane.ts'

/** Clears the back and forward history of a pane. The shown folder stays. */
export function forgetPlaces({ state }: Pane): void {
  state.setState(({ tabs }) => ({ tabs: tabs.map((tab) => Object.assign({}, tab, { back: [], forward: [] })) }))
}
