import type { Side } from '../pane-state.ts'

/** Moves the focus to the first button of what a pane says in place of rows; tells whether there is one. */
export function focusWaysOn(side: Side): boolean {
  const button = document.querySelector<HTMLElement>(`[data-side=${side}] [data-ways-on] button`)
  button?.focus()
  return button !== null
}
