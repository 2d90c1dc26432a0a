import { useEffect, useRef } from 'react'
import type { StoreApi } from 'zustand/vanilla'
import type { WindowState } from '../../commands/window-state.ts'

interface Opener {
  readonly element: HTMLElement
  /** The part that contains it: the row of a transfer, or the inspector. */
  readonly part: HTMLElement | null
}

/**
 * Returns the element that receives the focus when a dialog is closed: in the transfers or the inspector if the dialog
 * was opened there, or else the files. A dialog that replaces another one returns the focus to the same element.
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
        const isBesideFiles = element instanceof HTMLElement && element.closest('.dock, aside') !== null
        opener.current = isBesideFiles
          ? { element, part: element.closest<HTMLElement>('[data-transfer], aside') }
          : undefined
      }),
    [window],
  )
  return () => {
    const { element, part } = opener.current ?? {}
    if (element?.isConnected) return element
    // Answering a question removes its buttons.
    return (part?.isConnected && part.querySelector<HTMLElement>('[role=tab][aria-selected=true], button')) || files()
  }
}
