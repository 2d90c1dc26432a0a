/**
 * Shortens a name to a maximum number of characters. The middle is left out, because the end often distinguishes names.
 */
export function shortName(name: string, most: number): string {
  const letters = [...new Intl.Segmenter().segment(name)].map(({ segment }) => segment)
  if (letters.length <= most) return name
  const kept = most - 1
  const end = Math.floor(kept / 2)
  return `${letters.slice(0, kept - end).join('')}…${letters.slice(-end).join('')}`
}
