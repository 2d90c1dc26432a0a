/** The names of one folder as bytes, in the order of their keys. A million names take about 40 MB. */
const decoder = new TextDecoder()
const encoder = new TextEncoder()

export interface SortedNames {
  readonly count: number
  /** Returns the row of the name at this position of the order. Rows are numbered in the order of insertion. */
  rowAt(place: number): number
  nameOf(row: number): string
  /** Negative if the key at `place` is before that of the other names at `otherPlace`. */
  compare(place: number, other: SortedNames, otherPlace: number): number
  /** Returns where the key at a position is stored. */
  keyAt(place: number): KeyBytes
  startsWith(row: number, beginning: Uint8Array): boolean
  /** True if no two names have the same key. */
  readonly areApart: boolean
}

interface KeyBytes {
  readonly bytes: Uint8Array
  readonly start: number
  readonly end: number
}

export interface NameColumn {
  add(name: Uint8Array): void
  /** Adds names that are stored one after the other. */
  addAll(names: Uint8Array, ends: Uint32Array): void
  sorted(): SortedNames
}

/** Names with the same key are the same name. Without `keyOf`, each name is its own key. */
export function createNameColumn(keyOf?: (name: string) => string, room: Room = { bytes: 1024, rows: 64 }): NameColumn {
  const names = createBytesColumn(room)
  const keys = keyOf ? createBytesColumn(room) : names
  return {
    add(name) {
      names.add(name)
      if (keyOf) keys.add(encoder.encode(keyOf(decoder.decode(name))))
    },
    addAll(all, ends) {
      names.addAll(all, ends)
      if (!keyOf) return
      for (let row = 0; row < ends.length; row++)
        keys.add(encoder.encode(keyOf(decoder.decode(all.subarray(row === 0 ? 0 : ends[row - 1], ends[row])))))
    },
    sorted: () => sortedBy(names.sealed(), keys.sealed()),
  }
}

interface Sealed {
  readonly bytes: Uint8Array
  readonly ends: Uint32Array
  readonly count: number
}

/** The space that is known to be needed. */
interface Room {
  readonly bytes: number
  readonly rows: number
}

function createBytesColumn(room: Room) {
  let bytes = new Uint8Array(room.bytes)
  let ends = new Uint32Array(room.rows)
  let count = 0
  let used = 0
  function makeRoom(more: number, rows: number) {
    if (used + more > bytes.length) bytes = grown(bytes, new Uint8Array(Math.ceil(1.5 * (used + more))))
    if (count + rows > ends.length) ends = grown(ends, new Uint32Array(Math.ceil(1.5 * (count + rows))))
  }
  return {
    add(value: Uint8Array) {
      makeRoom(value.length, 1)
      bytes.set(value, used)
      used += value.length
      ends[count] = used
      count += 1
    },
    addAll(values: Uint8Array, theirEnds: Uint32Array) {
      makeRoom(values.length, theirEnds.length)
      bytes.set(values, used)
      for (let row = 0; row < theirEnds.length; row++) ends[count + row] = used + (theirEnds[row] ?? 0)
      used += values.length
      count += theirEnds.length
    },
    sealed: (): Sealed => ({ bytes, ends, count }),
  }
}

function grown<Column extends Uint8Array | Uint32Array | Float64Array>(from: Column, to: Column): Column {
  to.set(from)
  return to
}

function startOf({ ends }: Sealed, row: number): number {
  return row === 0 ? 0 : (ends[row - 1] ?? 0)
}

function sortedBy(names: Sealed, keys: Sealed): SortedNames {
  const order = orderOf(keys)
  const rowAt = (place: number) => order?.[place] ?? place
  const keyAt = (place: number): KeyBytes => keyOfRow(keys, rowAt(place))
  const isAfterOneBefore = (place: number) => compareRows(keys, rowAt(place - 1), rowAt(place)) !== 0
  return {
    count: names.count,
    rowAt,
    keyAt,
    nameOf: (row) => decoder.decode(names.bytes.subarray(startOf(names, row), names.ends[row])),
    compare: (place, other, otherPlace) => compareBytes(keyAt(place), other.keyAt(otherPlace)),
    startsWith: (row, beginning) => startsWith(names, row, beginning),
    areApart: isForAll(1, names.count, isAfterOneBefore),
  }
}

function isForAll(from: number, until: number, holds: (place: number) => boolean): boolean {
  let place = from
  while (place < until && holds(place)) place += 1
  return place >= until
}

function keyOfRow(keys: Sealed, row: number): KeyBytes {
  return { bytes: keys.bytes, start: startOf(keys, row), end: keys.ends[row] ?? 0 }
}

function compareRows(keys: Sealed, a: number, b: number): number {
  return compareBytes(keyOfRow(keys, a), keyOfRow(keys, b))
}

function startsWith(names: Sealed, row: number, beginning: Uint8Array): boolean {
  const start = startOf(names, row)
  if ((names.ends[row] ?? 0) - start < beginning.length) return false
  for (let at = 0; at < beginning.length; at++) if (names.bytes[start + at] !== beginning[at]) return false
  return true
}

/** Undefined if the names arrived in order, as from object stores. */
function orderOf(keys: Sealed): Uint32Array | undefined {
  const { count } = keys
  if (isForAll(1, count, (row) => compareRows(keys, row - 1, row) <= 0)) return undefined
  // Most keys differ right after their common prefix. Compared as numbers, these bytes sort fast.
  const shared = sharedBytes(keys)
  const beginnings = Float64Array.from({ length: count }, (_, each) => beginningOf(keys, each, shared))
  // oxlint-disable-next-line unicorn/no-array-sort -- the column is new, and a second one is memory
  return Uint32Array.from({ length: count }, (_, each) => each).sort(
    (a, b) => (beginnings[a] ?? 0) - (beginnings[b] ?? 0) || compareRows(keys, a, b) || a - b,
  )
}

/** Returns the length of the prefix that all keys share. */
function sharedBytes(keys: Sealed): number {
  let shared = keys.ends[0] ?? 0
  for (let row = 1; row < keys.count && shared > 0; row++) {
    const start = startOf(keys, row)
    shared = Math.min(shared, (keys.ends[row] ?? 0) - start)
    let at = 0
    while (at < shared && keys.bytes[at] === keys.bytes[start + at]) at += 1
    shared = at
  }
  return shared
}

function beginningOf(keys: Sealed, row: number, skipped: number): number {
  const start = startOf(keys, row) + skipped
  const end = keys.ends[row] ?? 0
  let value = 0
  for (let at = start; at < start + 6; at++) value = value * 256 + (at < end ? (keys.bytes[at] ?? 0) : 0)
  return value
}

function compareBytes(a: KeyBytes, b: KeyBytes): number {
  const length = Math.min(a.end - a.start, b.end - b.start)
  for (let at = 0; at < length; at++) {
    const difference = (a.bytes[a.start + at] ?? 0) - (b.bytes[b.start + at] ?? 0)
    if (difference !== 0) return difference
  }
  return a.end - a.start - (b.end - b.start)
}
