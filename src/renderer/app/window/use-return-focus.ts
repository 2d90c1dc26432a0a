import { useEffect, useRef } from 'react'
import type { StoreApi } from 'zustand/vanilla'
import type { WindowState } from '../../commands/window-state.ts'

interface Opener {
  readonly element: HTMLElement
  /** What it is in: the row of a transfer, or the inspector. */
  readonly part: HTMLElement | null
}

/**
 * Where the focus goes when a dialog is closed: back to the transfers or the inspector if it was opened there, else to
 * the files. What a dialog opens in its place returns to the same.
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
    // an answer takes its own buttons away
    return (part?.isConnected && part.querySelector<HTMLElement>('[role=tab][aria-selected=true], button')) || files()
  }
}
