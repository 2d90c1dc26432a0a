/** An error in the command line itself. `hint` tells the correct usage. */
export class UsageError extends Error {
  readonly hint: string | undefined

  constructor(message: string, hint?: string) {
    super(message)
    this.name = 'UsageError'
    this.hint = hint
  }
}

/** Returns the known word that is most similar to a mistyped one, if it is similar enough. */
export function suggestWord(typed: string, known: readonly string[]): string | undefined {
  const limit = Math.max(1, Math.floor(typed.length / 3))
  const near = known.map((word) => ({ word, distance: editDistance(typed, word) }))
  const [best] = near.filter(({ distance }) => distance <= limit).toSorted((a, b) => a.distance - b.distance)
  return best?.word ?? known.find((word) => typed.length > 1 && word.startsWith(typed))
}

/** Returns the number of edits (change, insert, delete, swap of neighbours) between two words. */
function editDistance(left: string, right: string): number {
  let before: number[] = []
  let above = Array.from({ length: right.length + 1 }, (_, column) => column)
  for (let row = 1; row <= left.length; row++) {
    const current = [row]
    for (let column = 1; column <= right.length; column++) {
      const change = left[row - 1] === right[column - 1] ? 0 : 1
      const swapped = row > 1 && left[row - 1] === right[column - 2] && left[row - 2] === right[column - 1]
      current[column] = Math.min(
        at(above, column) + 1,
        at(current, column - 1) + 1,
        at(above, column - 1) + change,
        swapped ? at(before, column - 2) + 1 : Number.POSITIVE_INFINITY,
      )
    }
    before = above
    above = current
  }
  return at(above, right.length)
}

function at(row: readonly number[], column: number): number {
  return row[column] ?? Number.POSITIVE_INFINITY
}
