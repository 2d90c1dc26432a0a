/** How two texts differ, as `diff -u` and `patch` write it. */
import { structuredPatch } from 'diff'

type Hunk = ReturnType<typeof structuredPatch>['hunks'][number]

/** Lines around a change. */
const context = 3
/** Texts that differ in more lines are told as one change: the shortest way from one to the other would take too long. */
const mostChanges = 1500

/** Empty when the texts are the same. `names` stand in its head. */
export async function unifiedDiff(
  left: string,
  right: string,
  names: { readonly left: string; readonly right: string },
): Promise<string> {
  if (left === right) return ''
  const hunks = (await shortest(left, right)) ?? [asOneChange(left, right)]
  return [`--- ${inHead(names.left)}`, `+++ ${inHead(names.right)}`, ...hunks.flatMap(linesOf), ''].join('\n')
}

/** Other work goes on meanwhile. Undefined when they differ in too much. */
function shortest(left: string, right: string): Promise<readonly Hunk[] | undefined> {
  return new Promise((resolve) => {
    structuredPatch('', '', left, right, '', '', {
      context,
      maxEditLength: mostChanges,
      callback: (patch: { readonly hunks: Hunk[] } | undefined) => resolve(patch?.hunks),
    })
  })
}

/** All between what is the same at the beginning and at the end. */
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

/** With their ends; the last may have none. */
function splitLines(text: string): readonly string[] {
  return text.match(/[^\n]*\n|[^\n]+/g) ?? []
}

function linesOf({ oldStart, oldLines, newStart, newLines, lines }: Hunk): readonly string[] {
  // a side without lines is counted from the line before
  const range = (start: number, count: number) =>
    count === 1 ? `${start}` : `${count === 0 ? start - 1 : start},${count}`
  return [`@@ -${range(oldStart, oldLines)} +${range(newStart, newLines)} @@`, ...lines]
}

/** A name with a control character would end the line of the head. */
function inHead(name: string): string {
  return /[\p{Cc}"]/u.test(name) ? JSON.stringify(name) : name
}
