/** Sizes in pixels that follow the text size, for layouts computed in pixels. */
import { useSyncExternalStore } from 'react'

/** Returns the pixels of one rem: the browser's own text size multiplied by ours. */
export function rootFontPx(): number {
  return Number.parseFloat(getComputedStyle(document.documentElement).fontSize) || 16
}

/** Returns the height of a file row. The setting for the row height is in `--row-rem`. */
function rowHeightPx(): number {
  const rem = Number.parseFloat(getComputedStyle(document.documentElement).getPropertyValue('--row-rem')) || 1.625
  return Math.round(rem * rootFontPx())
}

/** Returns a size in rem as whole pixels, and updates it when the text size changes. */
export function useRootPx(rem: number): number {
  return useSyncExternalStore(onRootChange, () => Math.round(rem * rootFontPx()))
}

export function useRowHeightPx(): number {
  return useSyncExternalStore(onRootChange, rowHeightPx)
}

/** The appearance of the window is set as attributes of the root element. */
function onRootChange(listener: () => void): () => void {
  const observer = new MutationObserver(listener)
  observer.observe(document.documentElement, { attributes: true })
  return () => observer.disconnect()
}

/** Calls the listener when the size of the window or of its text changes. */
export function onRoomChange(listener: () => void): () => void {
  addEventListener('resize', listener)
  const stop = onRootChange(listener)
  return () => {
    removeEventListener('resize', listener)
    stop()
  }
}
