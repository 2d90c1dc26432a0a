import type { EntryTable } from '../table/entry-table.ts'

/**
 * Marks entries that claim bytes of another entry or bytes outside the archive. Otherwise an archive of a few kilobytes
 * could claim petabytes.
 */
export function markOverlaps(table: EntryTable, endOfEntries: number): void {
  const nodes: number[] = []
  const starts = new Float64Array(table.count())
  const ends = new Float64Array(table.count())
  for (let node = 1; node < table.count(); node += 1) {
    const { at, packedBytes, kind } = table.facts(node)
    // A local header has at least 30 bytes.
    starts[node] = at
    ends[node] = at + 30 + packedBytes
    if (kind !== 'folder') nodes.push(node)
  }
  nodes.sort((one, other) => (starts[one] ?? 0) - (starts[other] ?? 0))
  let furthest = -1
  for (const node of nodes) {
    const [start = 0, end = 0] = [starts[node], ends[node]]
    if (end > endOfEntries) table.markProblem(node, 'archive.entry-no-room')
    else if (furthest >= 0 && start < (ends[furthest] ?? 0)) {
      const shared = 'archive.entry-overlaps'
      table.markProblem(node, shared)
      table.markProblem(furthest, shared)
    }
    if (furthest < 0 || end > (ends[furthest] ?? 0)) furthest = node
  }
}
