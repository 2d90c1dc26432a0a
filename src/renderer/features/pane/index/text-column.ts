/** Stores many short byte strings by row, one after the other. It grows by a quarter, and rows are only added. */
export interface TextColumn {
  bytes: Uint8Array
  /** The end position of each row's bytes. */
  ends: Uint32Array
  count: number
}

const growth = 1.25

export function createTextColumn(): TextColumn {
  return { bytes: new Uint8Array(1024), ends: new Uint32Array(64), count: 0 }
}

export function startOf(column: TextColumn, row: number): number {
  return row === 0 ? 0 : (column.ends[row - 1] ?? 0)
}

export function bytesUsed(column: TextColumn): number {
  return startOf(column, column.count)
}

/** Reserves room for more rows and bytes. */
export function reserveText(column: TextColumn, rows: number, bytes: number): void {
  const needBytes = bytesUsed(column) + bytes
  if (needBytes > column.bytes.length) column.bytes = grown(column.bytes, Uint8Array, needBytes)
  const needRows = column.count + rows
  if (needRows > column.ends.length) column.ends = grown(column.ends, Uint32Array, needRows)
}

/** Frees the room that is not used. */
export function trimText(column: TextColumn): void {
  const used = bytesUsed(column)
  if (column.bytes.length > used) column.bytes = column.bytes.slice(0, used)
  if (column.ends.length > column.count) column.ends = column.ends.slice(0, column.count)
}

/** Returns a larger copy of an array, with room for at least `need` items. */
export function grown<T extends Uint8Array | Uint16Array | Uint32Array | Float64Array>(
  array: T,
  type: new (length: number) => T,
  need: number,
): T {
  const larger = new type(Math.max(need, Math.ceil(array.length * growth)))
  larger.set(array)
  return larger
}

/** Compares two rows by their bytes. */
export function compareRows(column: TextColumn, a: number, b: number, skip = 0): number {
  const { bytes, ends } = column
  let atA = startOf(column, a) + skip
  let atB = startOf(column, b) + skip
  const endA = ends[a] ?? 0
  const endB = ends[b] ?? 0
  while (atA < endA && atB < endB) {
    const difference = (bytes[atA++] ?? 0) - (bytes[atB++] ?? 0)
    if (difference !== 0) return difference
  }
  return endA - atA - (endB - atB)
}
