/** The difference of two texts in the format of `diff -u` and `patch`. */
import { structuredPatch } from 'diff'

type Hunk = ReturnType<typeof structuredPatch>['hunks'][number]

/** The number of context lines around a change. */
const context = 3
/**
 * Texts that differ in more lines are shown as one change, because finding the shortest difference would take too long.
 */
const mostChanges = 1500

/** Empty if the texts are the same. `names` are written into the header. */
export async function unifiedDiff(
  left: string,
  right: string,
  names: { readonly left: string; readonly right: string },
): Promise<string> {
  if (left === right) return ''
  const hunks = (await shortest(left, right)) ?? [asOneChange(left, right)]
  return [`--- ${inHead(names.left)}`, `+++ ${inHead(names.right)}`, ...hunks.flatMap(linesOf), ''].join('\n')
}

/** Runs without blocking other work. Undefined if the texts differ in too many lines. */
function shortest(left: string, right: string): Promise<readonly Hunk[] | undefined> {
  return new Promise((resolve) => {
    structuredPatch('', '', left, right, '', '', {
      context,
      maxEditLength: mostChanges,
      callback: (patch: { readonly hunks: Hunk[] } | undefined) => resolve(patch?.hunks),
    })
  })
}

/** Returns everything between the common beginning and the common end as one change. */
function asOneChange(left: string, right: string): Hunk {
  const [before, after] = [splitLines(left), splitLines(right)]
  const most = Math.min(before.length, after.length)
  let start = 0
  while (start < most && before[start] === after[start]) start += 1
  let end = 0
  while (end < most - start && before.at(-1 - end) === after.at(-1 - end)) end += 1
  const from = Math.max(0, start - context)
  const shownAfter = Math.min(end, context)
  const lines = [
    ...before.slice(from, start).map((line) => ` ${line}`),
    ...before.slice(start, before.length - end).map((line) => `-${line}`),
    ...after.slice(start, after.length - end).map((line) => `+${line}`),
    ...before.slice(before.length - end, before.length - end + shownAfter).map((line) => ` ${line}`),
  ]
  return {
    oldStart: from + 1,
    oldLines: before.length - end + shownAfter - from,
    newStart: from + 1,
    newLines: after.length - end + shownAfter - from,
    lines: lines.flatMap((line) => (line.endsWith('\n') ? [line.slice(0, -1)] : [line, noEnd])),
  }
}

const noEnd = '\\ No newline at end of file'

/** Splits into lines with their ends; the last line may have none. */
function splitLines(text: string): readonly string[] {
  return text.match(/[^\n]*\n|[^\n]+/g) ?? []
}

function linesOf({ oldStart, oldLines, newStart, newLines, lines }: Hunk): readonly string[] {
  // A side without lines is counted from the line before.
  const range = (start: number, count: number) =>
    count === 1 ? `${start}` : `${count === 0 ? start - 1 : start},${count}`
  return [`@@ -${range(oldStart, oldLines)} +${range(newStart, newLines)} @@`, ...lines]
}

/** A control character in a name would end the header line. */
function inHead(name: string): string {
  return /[\p{Cc}"]/u.test(name) ? JSON.stringify(name) : name
}
