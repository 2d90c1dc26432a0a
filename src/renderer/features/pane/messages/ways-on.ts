import type { Side } from '../pane-state.ts'

/**
 * Moves the focus to the first button of the message that is shown in place of rows. Returns false if there is no
 * button.
 */
export function focusWaysOn(side: Side): boolean {
  const button = document.querySelector<HTMLElement>(`[data-side=${side}] [data-ways-on] button`)
  button?.focus()
  return button !== null
}
