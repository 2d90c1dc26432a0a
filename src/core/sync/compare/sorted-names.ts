/** The names of one folder as bytes, in the order of their keys; a million of them take some 40 MB. */
const decoder = new TextDecoder()
const encoder = new TextEncoder()

export interface SortedNames {
  readonly count: number
  /** The number of the name, as it was added, that is at this place of the order. */
  rowAt(place: number): number
  nameOf(row: number): string
  /** Below 0 when the key at `place` is before that of the other names at `otherPlace`. */
  compare(place: number, other: SortedNames, otherPlace: number): number
  /** Where the key at a place lies. */
  keyAt(place: number): KeyBytes
}

interface KeyBytes {
  readonly bytes: Uint8Array
  readonly start: number
  readonly end: number
}

export interface NameColumn {
  add(name: Uint8Array): void
  sorted(): SortedNames
}

/** Two names with one key are one name; without `keyOf` each name is its own key. */
export function createNameColumn(keyOf?: (name: string) => string): NameColumn {
  const names = createBytesColumn()
  const keys = keyOf ? createBytesColumn() : names
  return {
    add(name) {
      names.add(name)
      if (keyOf) keys.add(encoder.encode(keyOf(decoder.decode(name))))
    },
    sorted: () => sortedBy(names.sealed(), keys.sealed()),
  }
}

interface Sealed {
  readonly bytes: Uint8Array
  readonly ends: Uint32Array
  readonly count: number
}

function createBytesColumn() {
  let bytes = new Uint8Array(1024)
  let ends = new Uint32Array(64)
  let count = 0
  let used = 0
  return {
    add(value: Uint8Array) {
      if (used + value.length > bytes.length)
        bytes = grown(bytes, new Uint8Array(Math.ceil(1.5 * (used + value.length))))
      if (count === ends.length) ends = grown(ends, new Uint32Array(Math.ceil(1.5 * count)))
      bytes.set(value, used)
      used += value.length
      ends[count] = used
      count += 1
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
  const keyAt = (place: number): KeyBytes => {
    const row = rowAt(place)
    return { bytes: keys.bytes, start: startOf(keys, row), end: keys.ends[row] ?? 0 }
  }
  return {
    count: names.count,
    rowAt,
    keyAt,
    nameOf: (row) => decoder.decode(names.bytes.subarray(startOf(names, row), names.ends[row])),
    compare: (place, other, otherPlace) => compareBytes(keyAt(place), other.keyAt(otherPlace)),
  }
}

/** Undefined where the names came in order, as those of object stores do. */
function orderOf(keys: Sealed): Uint32Array | undefined {
  const { count } = keys
  const at = (row: number) => ({ bytes: keys.bytes, start: startOf(keys, row), end: keys.ends[row] ?? 0 })
  let row = 1
  while (row < count && compareBytes(at(row - 1), at(row)) <= 0) row += 1
  if (row >= count) return undefined
  // most pairs are told apart by their beginnings, which as numbers compare fast
  const beginnings = Float64Array.from({ length: count }, (_, each) => beginningOf(keys, each))
  // oxlint-disable-next-line unicorn/no-array-sort -- the column is new, and a second one is memory
  return Uint32Array.from({ length: count }, (_, each) => each).sort(
    (a, b) => (beginnings[a] ?? 0) - (beginnings[b] ?? 0) || compareBytes(at(a), at(b)) || a - b,
  )
}

function beginningOf(keys: Sealed, row: number): number {
  const start = startOf(keys, row)
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
