import { foldText } from '../../../lib/text/fold-text.ts'

/** Something the palette can go to or run. */
export interface PaletteItem {
  readonly id: string
  readonly kind: 'place' | 'file' | 'command' | 'setting'
  readonly title: string
  /** What kind of thing it is and where, or its key. */
  readonly note: string
  /** The colour of its place. */
  readonly color?: string
  readonly run: () => void
  /** With Ctrl+Enter: the same in the other pane, or a switch turned at once. */
  readonly runOtherwise?: () => void
  /** What Tab makes of what was typed: a location to be typed on. */
  readonly completesTo?: string
}

/** The words to look for, folded. */
export function wordsOf(typed: string): readonly string[] {
  return foldText(typed).split(/\s+/).filter(Boolean)
}

/** The items that have every typed word in them; those where words begin something come first, then as they were. */
export function rankItems(items: readonly PaletteItem[], typed: string): readonly PaletteItem[] {
  const words = wordsOf(typed)
  if (words.length === 0) return items
  return items
    .map((item, at) => ({ item, at, score: scoreOf(foldText(item.title), words) }))
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
