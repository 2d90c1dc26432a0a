/** Something the palette can go to or run. */
export interface PaletteItem {
  readonly id: string
  readonly title: string
  /** What kind of thing it is, or its key. */
  readonly note: string
  /** The colour of its place; absent for commands. */
  readonly color?: string
  readonly run: () => void
}

/** The items that have every typed word in them; those where words begin something come first, then as they were. */
export function rankItems(items: readonly PaletteItem[], typed: string): readonly PaletteItem[] {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0) return items
  return items
    .map((item, at) => ({ item, at, score: scoreOf(item.title.toLowerCase(), words) }))
    .filter(({ score }) => score > 0)
    .toSorted((a, b) => b.score - a.score || a.at - b.at)
    .map(({ item }) => item)
}

function scoreOf(title: string, words: readonly string[]): number {
  let score = 0
  for (const word of words) {
    const at = title.indexOf(word)
    if (at < 0) return 0
    const isStart = at === 0 || !/[\p{L}\p{N}]/u.test(title[at - 1] ?? '')
    score += at === 0 ? 3 : isStart ? 2 : 1
  }
  return score
}
