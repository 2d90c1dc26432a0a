import { compareRows, type TextColumn } from './text-column.ts'

const smallRange = 12

/**
 * Sorts rows by their keys, in place. A three-way radix quicksort looks at one byte of each key at a time and never at
 * a byte twice, so a long common prefix costs little.
 */
export function sortRows(rows: Uint32Array, keys: TextColumn): void {
  const { bytes, ends } = keys
  const pending: number[] = [0, rows.length, 0]

  function byteAt(row: number, depth: number): number {
    const at = (row === 0 ? 0 : (ends[row - 1] ?? 0)) + depth
    return at < (ends[row] ?? 0) ? (bytes[at] ?? 0) : -1
  }

  while (pending.length > 0) {
    const depth = pending.pop() ?? 0
    const end = pending.pop() ?? 0
    const start = pending.pop() ?? 0
    if (end - start < smallRange) {
      insertionSort(rows, start, end, keys, depth)
      continue
    }
    const pivot = middleOf(
      byteAt(rows[start] ?? 0, depth),
      byteAt(rows[(start + end) >>> 1] ?? 0, depth),
      byteAt(rows[end - 1] ?? 0, depth),
    )
    let less = start
    let greater = end
    let at = start
    while (at < greater) {
      const row = rows[at] ?? 0
      const byte = byteAt(row, depth)
      if (byte < pivot) {
        rows[at++] = rows[less] ?? 0
        rows[less++] = row
      } else if (byte > pivot) {
        rows[at] = rows[--greater] ?? 0
        rows[greater] = row
      } else {
        at++
      }
    }
    pending.push(start, less, depth, greater, end, depth)
    if (pivot >= 0) pending.push(less, greater, depth + 1)
  }
}

/** Merges two arrays of rows, both sorted by the same keys without their first `skip` bytes. */
export function mergeRows(a: Uint32Array, b: Uint32Array, keys: TextColumn, skip = 0): Uint32Array<ArrayBuffer> {
  const merged = new Uint32Array(a.length + b.length)
  let fromA = 0
  let fromB = 0
  let to = 0
  while (fromA < a.length && fromB < b.length) {
    const rowA = a[fromA] ?? 0
    const rowB = b[fromB] ?? 0
    if (compareRows(keys, rowA, rowB, skip) <= 0) {
      merged[to++] = rowA
      fromA++
    } else {
      merged[to++] = rowB
      fromB++
    }
  }
  merged.set(fromA < a.length ? a.subarray(fromA) : b.subarray(fromB), to)
  return merged
}

function insertionSort(rows: Uint32Array, start: number, end: number, keys: TextColumn, depth: number): void {
  for (let at = start + 1; at < end; at++) {
    const row = rows[at] ?? 0
    let to = at
    while (to > start && compareRows(keys, rows[to - 1] ?? 0, row, depth) > 0) {
      rows[to] = rows[to - 1] ?? 0
      to--
    }
    rows[to] = row
  }
}

function middleOf(a: number, b: number, c: number): number {
  return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c))
}
