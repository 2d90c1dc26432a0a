import type { CSSProperties } from 'react'

/** Sets the colour of a mount for an element and everything inside it, as `--c`. */
export function placeStyle(color: string): CSSProperties {
  return { '--c': color } as CSSProperties
}
