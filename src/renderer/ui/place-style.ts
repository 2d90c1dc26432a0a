import type { CSSProperties } from 'react'

/** Gives an element and all in it the colour of the place it belongs to, as `--c`. */
export function placeStyle(color: string): CSSProperties {
  return { '--c': color } as CSSProperties
}
