/** A name of at most so many characters: of a longer one its middle is left out, as its end tells it from others. */
export function shortName(name: string, most: number): string {
  const letters = [...new Intl.Segmenter().segment(name)].map(({ segment }) => segment)
  if (letters.length <= most) return name
  const kept = most - 1
  const end = Math.floor(kept / 2)
  return `${letters.slice(0, kept - end).join('')}…${letters.slice(-end).join('')}`
}
