const palette = {
  grey: 'var(--m-home)',
  violet: 'var(--m-shelf)',
  orange: 'var(--m-cloud)',
  blue: 'var(--m-azure)',
  green: 'var(--m-server)',
} as const
type ColorName = keyof typeof palette
/** The names of the colours for mounts. */
export const colorNames = ['grey', 'violet', 'orange', 'blue', 'green'] as const satisfies readonly ColorName[]

/** The default colours of the mounts under each heading, in order. */
const byGroup: Readonly<Record<string, readonly ColorName[]>> = {
  computer: ['grey', 'violet', 'blue', 'green', 'orange'],
  cloud: ['orange', 'blue', 'violet', 'green', 'grey'],
  servers: ['green', 'blue', 'orange', 'violet', 'grey'],
  other: ['blue', 'orange', 'green', 'violet', 'grey'],
}

/**
 * Returns the CSS colour of the mount at `index` under a heading. The user's own colour, a name or `#rrggbb`, takes
 * precedence.
 */
export function placeColor(group: string, index: number, color: string | undefined): string {
  // Any chosen colour must be readable in both themes.
  if (color !== undefined && /^#[0-9a-f]{6}$/i.test(color)) return `color-mix(in srgb, ${color} 55%, var(--ink))`
  if (color !== undefined && Object.hasOwn(palette, color)) return palette[color as ColorName]
  const names = byGroup[group] ?? ['grey']
  return palette[names[index % names.length] ?? 'grey']
}
