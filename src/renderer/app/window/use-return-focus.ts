import { useEffect, useRef } from 'react'
import type { StoreApi } from 'zustand/vanilla'
import type { WindowState } from '../../commands/window-state.ts'

interface Opener {
  readonly element: HTMLElement
  /** The row of the transfer it is in. */
  readonly row: HTMLElement | null
}

/**
 * Where the focus goes when a dialog is closed: back to the transfers if it was opened there, else to the files. What a
 * dialog opens in its place returns to the same.
 */
export function useReturnFocus(
  window: StoreApi<WindowState>,
  files: () => HTMLElement | null,
): () => HTMLElement | null {
  const opener = useRef<Opener>(undefined)
  useEffect(
    () =>
      window.subscribe(({ dialog }, before) => {
        const { activeElement: element } = document
        if (dialog.kind === 'none' || before.dialog.kind !== 'none' || element?.closest('[role=dialog]')) return
        const isInDock = element instanceof HTMLElement && element.closest('.dock') !== null
        opener.current = isInDock ? { element, row: element.closest<HTMLElement>('[data-transfer]') } : undefined
      }),
    [window],
  )
  return () => {
    const { element, row } = opener.current ?? {}
    if (element?.isConnected) return element
    // an answer takes its own buttons away
    return (row?.isConnected && row.querySelector('button')) || files()
  }
}
