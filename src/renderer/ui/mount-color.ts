const palette = {
  grey: 'var(--m-home)',
  violet: 'var(--m-shelf)',
  orange: 'var(--m-cloud)',
  blue: 'var(--m-azure)',
  green: 'var(--m-server)',
} as const
type ColorName = keyof typeof palette
/** The colours a place can be given by name. */
export const colorNames = ['grey', 'violet', 'orange', 'blue', 'green'] as const satisfies readonly ColorName[]

/** The colours of a heading's places, one after the other. */
const byGroup: Readonly<Record<string, readonly ColorName[]>> = {
  computer: ['grey', 'violet', 'blue', 'green', 'orange'],
  cloud: ['orange', 'blue', 'violet', 'green', 'grey'],
  servers: ['green', 'blue', 'orange', 'violet', 'grey'],
  other: ['blue', 'orange', 'green', 'violet', 'grey'],
}

/** A CSS colour for the place at `index` under a heading; a name or `#rrggbb` of the user's own goes before it. */
export function placeColor(group: string, index: number, color: string | undefined): string {
  // whatever someone chose, it must be readable on either theme
  if (color !== undefined && /^#[0-9a-f]{6}$/i.test(color)) return `color-mix(in srgb, ${color} 55%, var(--ink))`
  if (color !== undefined && Object.hasOwn(palette, color)) return palette[color as ColorName]
  const names = byGroup[group] ?? ['grey']
  return palette[names[index % names.length] ?? 'grey']
}
