import { useEffect } from 'react'

/**
 * Keeps the focus in the dock when the focused element is removed, as happens with pressed buttons. The focus stays in
 * the same row. If the row was removed too, it moves to the row that takes its place, or else to the header of the
 * dock.
 */
export function useKeptFocus(dock: HTMLElement | null): void {
  useEffect(() => {
    if (!dock) return undefined
    let held: { readonly element: Element; readonly row: Element | null; readonly position: number } | undefined

    function onFocusIn({ target }: FocusEvent) {
      if (!(target instanceof Element && dock?.contains(target))) {
        held = undefined
        return
      }
      const row = target.closest('[data-transfer]')
      held = { element: target, row, position: row ? rowsOf(dock).indexOf(row) : -1 }
    }

    const removals = new MutationObserver(() => {
      const isLost = document.activeElement === null || document.activeElement === document.body
      if (!held || held.element.isConnected || !isLost) return
      const rows = rowsOf(dock)
      const row = held.row?.isConnected ? held.row : held.row && rows[Math.min(held.position, rows.length - 1)]
      const next = (row ?? dock).querySelector('button')
      held = undefined
      next?.focus()
    })
    document.addEventListener('focusin', onFocusIn)
    removals.observe(dock, { childList: true, subtree: true })
    return () => {
      document.removeEventListener('focusin', onFocusIn)
      removals.disconnect()
    }
  }, [dock])
}

function rowsOf(dock: Element): readonly Element[] {
  return [...dock.querySelectorAll('[data-transfer]')]
}
