import type { Row } from './compare-texts.ts'

/** A run of unchanged lines. Only a few lines next to the differences are shown. */
export interface Fold {
  readonly kind: 'fold'
  readonly rows: readonly Row[]
}

const contextLines = 3
const shortestFold = 4

/** Folds unchanged lines that are far from any difference. */
export function foldRows(rows: readonly Row[]): readonly (Row | Fold)[] {
  const folded: (Row | Fold)[] = []
  for (let at = 0; at < rows.length;) {
    const start = at
    while (rows[at]?.kind === 'same') at += 1
    const from = start === 0 ? 0 : Math.min(at, start + contextLines)
    const to = at === rows.length ? at : Math.max(from, at - contextLines)
    if (to - from < shortestFold) folded.push(...rows.slice(start, at))
    else {
      folded.push(...rows.slice(start, from), { kind: 'fold', rows: rows.slice(from, to) }, ...rows.slice(to, at))
    }
    while (at < rows.length && rows[at]?.kind !== 'same') folded.push(rows[at++] as Row)
  }
  return folded
}
