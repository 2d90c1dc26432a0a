import { diffLines, diffWordsWithSpace } from 'diff'

/** A part of a line. */
export interface Piece {
  readonly text: string
  readonly isChanged: boolean
}

/** One line of a comparison. Its numbers start at 1 in each text that contains it. */
export type Row =
  | { readonly kind: 'same'; readonly left: number; readonly right: number; readonly text: string }
  | { readonly kind: 'removed'; readonly left: number; readonly pieces: readonly Piece[] }
  | { readonly kind: 'added'; readonly right: number; readonly pieces: readonly Piece[] }

export interface TextComparison {
  readonly rows: readonly Row[]
  readonly added: number
  readonly removed: number
  /** True if the lines are the same and only the line endings differ. */
  readonly hasOnlyOtherEndings: boolean
}

/** A comparison that takes longer is aborted: the texts differ too much, and the result would not be useful. */
const longestMs = 3000
/** In longer lines, words are not compared. */
const longestLine = 2000

/** Compares two texts by line, and changed lines by word. Returns undefined if the texts differ too much. */
export function compareTexts(left: string, right: string): TextComparison | undefined {
  const changes = diffLines(withoutEndings(left), withoutEndings(right), { timeout: longestMs })
  if (!changes) return undefined
  const rows: Row[] = []
  const line = { left: 1, right: 1 }
  let removed: string[] = []
  let added: string[] = []

  function endChange() {
    rows.push(...changedRows(removed, added, line))
    line.left += removed.length
    line.right += added.length
    removed = []
    added = []
  }
  for (const change of changes) {
    const lines = linesOf(change.value)
    if (change.removed) removed.push(...lines)
    else if (change.added) added.push(...lines)
    else {
      endChange()
      for (const text of lines) rows.push({ kind: 'same', left: line.left++, right: line.right++, text })
    }
  }
  endChange()
  const count = (kind: Row['kind']) => rows.filter((row) => row.kind === kind).length
  const counts = { added: count('added'), removed: count('removed') }
  return { rows, ...counts, hasOnlyOtherEndings: left !== right && counts.added + counts.removed === 0 }
}

/** Windows and Unix line endings, and a missing line break at the end, do not make a line different. */
function withoutEndings(text: string): string {
  const unix = text.replaceAll('\r\n', '\n')
  return unix === '' || unix.endsWith('\n') ? unix : `${unix}\n`
}

function linesOf(value: string): readonly string[] {
  return value.split('\n').slice(0, -1)
}

/**
 * Returns all removed lines, then all added ones. The first removed line is treated as an older form of the first added
 * line, and so on.
 */
function changedRows(
  removed: readonly string[],
  added: readonly string[],
  from: { readonly left: number; readonly right: number },
): readonly Row[] {
  const pairs = removed.map((line, at) => wordsOf(line, added[at]))
  return [
    ...removed.map((line, at): Row => {
      return { kind: 'removed', left: from.left + at, pieces: pairs[at]?.removed ?? [whole(line)] }
    }),
    ...added.map((line, at): Row => {
      return { kind: 'added', right: from.right + at, pieces: pairs[at]?.added ?? [whole(line)] }
    }),
  ]
}

const whole = (text: string): Piece => ({ text, isChanged: false })

/** Returns undefined if the two lines have too little in common for a comparison by word. */
function wordsOf(before: string, after: string | undefined) {
  if (after === undefined || before.length > longestLine || after.length > longestLine) return undefined
  const changes = diffWordsWithSpace(before, after)
  const common = changes.reduce(
    (sum, { added, removed, value }) => sum + (added || removed ? 0 : value.trim().length),
    0,
  )
  if (common * 3 < Math.max(before.trim().length, after.trim().length)) return undefined
  const piecesOf = (side: 'added' | 'removed'): readonly Piece[] =>
    changes
      .filter((change) => !(side === 'added' ? change.removed : change.added))
      .map((change) => ({ text: change.value, isChanged: change[side] }))
  return { removed: piecesOf('removed'), added: piecesOf('added') }
}
