import { foldText } from '../../../../lib/text/fold-text.ts'
import { contains, matchesPattern } from '../../../../lib/text/match-text.ts'
import type { TextColumn } from './text-column.ts'

/** A parsed filter: every word must occur in the name, or the whole name must match a pattern such as `*.pdf`. */
export type Filter =
  | { readonly kind: 'all' }
  | { readonly kind: 'words'; readonly words: readonly Uint8Array[]; readonly text: readonly string[] }
  | { readonly kind: 'pattern'; readonly pattern: Uint8Array }

const encoder = new TextEncoder()

export function parseFilter(typed: string): Filter {
  const text = foldText(typed).trim()
  if (text === '') return { kind: 'all' }
  if (/[*?]/.test(text)) return parsePattern(text)
  const words = text.split(/\s+/)
  return { kind: 'words', text: words, words: words.map((word) => encoder.encode(word)) }
}

/** Parses a pattern in which `*` stands for any text and `?` for one character. The whole name must match. */
export function parsePattern(typed: string): Filter {
  return { kind: 'pattern', pattern: encoder.encode(foldText(typed)) }
}

/** Tells whether every match of `next` is also a match of `previous`. */
export function isNarrower(next: Filter, previous: Filter): boolean {
  if (previous.kind === 'all') return true
  if (next.kind !== 'words' || previous.kind !== 'words') return false
  return previous.text.every((word) => next.text.some((longer) => longer.includes(word)))
}

/**
 * Sets `matches[row]` for the rows from `from` on. With `within`, rows that are not set in it are skipped without being
 * read.
 */
export function matchRows(
  folded: TextColumn,
  filter: Filter,
  matches: Uint8Array,
  from: number,
  within?: Uint8Array,
): void {
  const { bytes, ends } = folded
  let start = from === 0 ? 0 : (ends[from - 1] ?? 0)
  for (let row = from; row < folded.count; row++) {
    const end = ends[row] ?? 0
    matches[row] = (!within || within[row] === 1) && matchesName(bytes, start, end, filter) ? 1 : 0
    start = end
  }
}

function matchesName(bytes: Uint8Array, start: number, end: number, filter: Filter): boolean {
  if (filter.kind === 'all') return true
  if (filter.kind === 'pattern') return matchesPattern(bytes, start, end, filter.pattern)
  for (const word of filter.words) if (!contains(bytes, start, end, word)) return false
  return true
}
