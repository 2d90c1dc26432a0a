/** Sizes that follow the size of text, for what has to be laid out in pixels. */
import { useSyncExternalStore } from 'react'

/** How many pixels a rem is: the browser's own size of text times ours. */
export function rootFontPx(): number {
  return Number.parseFloat(getComputedStyle(document.documentElement).fontSize) || 16
}

/** How high a row of files is; the choice of row height sets it as `--row-rem`. */
function rowHeightPx(): number {
  const rem = Number.parseFloat(getComputedStyle(document.documentElement).getPropertyValue('--row-rem')) || 1.625
  return Math.round(rem * rootFontPx())
}

/** Whole pixels for a size in rem, kept up to date. */
export function useRootPx(rem: number): number {
  return useSyncExternalStore(onRootChange, () => Math.round(rem * rootFontPx()))
}

export function useRowHeightPx(): number {
  return useSyncExternalStore(onRootChange, rowHeightPx)
}

/** The look of the window is set as attributes of its root. */
function onRootChange(listener: () => void): () => void {
  const observer = new MutationObserver(listener)
  observer.observe(document.documentElement, { attributes: true })
  return () => observer.disconnect()
}

/** Calls back when the window or its text became larger or smaller. */
export function onRoomChange(listener: () => void): () => void {
  addEventListener('resize', listener)
  const stop = onRootChange(listener)
  return () => {
    removeEventListener('resize', listener)
    stop()
  }
}
