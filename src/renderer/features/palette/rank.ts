import { foldText } from '../../../lib/text/fold-text.ts'

/** An item that the palette can open or run. */
export interface PaletteItem {
  readonly id: string
  readonly kind: 'place' | 'file' | 'command' | 'setting'
  readonly title: string
  /** The kind and the place of the item, or its keyboard shortcut. */
  readonly note: string
  /** The colour of the mount. */
  readonly color?: string
  readonly run: () => void
  /** The action of Ctrl+Enter: the same action in the other pane, or switching a setting at once. */
  readonly runOtherwise?: () => void
  /** The text that Tab inserts: a location that the user can extend. */
  readonly completesTo?: string
}

/** Returns the search words, case-folded. */
export function wordsOf(typed: string): readonly string[] {
  return foldText(typed).split(/\s+/).filter(Boolean)
}

/**
 * Returns the items that contain every typed word. Items with a match at the start of a word come first; otherwise the
 * order is unchanged.
 */
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
