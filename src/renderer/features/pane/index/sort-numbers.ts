const digitBits = 16
const buckets = 1 << digitBits

/**
 * Sorts rows by a number for each, in place and stable, in linear time. Rows without a number (NaN) come last in both
 * directions.
 */
export function sortByNumber(
  rows: Uint32Array,
  values: Float64Array,
  { descending = false }: { readonly descending?: boolean } = {},
): void {
  if (rows.length < 2048) {
    rows.set(rows.toSorted((a, b) => compareValues(values[a], values[b], descending)))
    return
  }
  const { high, low } = sortableBits(rows, values, descending)
  let order: Uint32Array = new Uint32Array(rows.length)
  for (let at = 0; at < rows.length; at++) order[at] = at
  let spare: Uint32Array = new Uint32Array(rows.length)
  for (const [words, shift] of [
    [low, 0],
    [low, digitBits],
    [high, 0],
    [high, digitBits],
  ] as const) {
    if (distribute(order, spare, words, shift)) [order, spare] = [spare, order]
  }
  const before = rows.slice()
  for (let at = 0; at < rows.length; at++) rows[at] = before[order[at] ?? 0] ?? 0
}

function compareValues(a = Number.NaN, b = Number.NaN, descending: boolean): number {
  if (Number.isNaN(a) || Number.isNaN(b)) return Number(Number.isNaN(a)) - Number(Number.isNaN(b))
  return descending ? b - a : a - b
}

/** Converts doubles to two words each, whose order as unsigned integers is the required order. */
function sortableBits(rows: Uint32Array, values: Float64Array, descending: boolean) {
  const high = new Uint32Array(rows.length)
  const low = new Uint32Array(rows.length)
  const double = new Float64Array(1)
  const words = new Uint32Array(double.buffer)
  for (let at = 0; at < rows.length; at++) {
    const value = values[rows[at] ?? 0] ?? Number.NaN
    if (Number.isNaN(value)) {
      high[at] = 0xffffffff
      low[at] = 0xffffffff
      continue
    }
    double[0] = value
    const bits = words[1] ?? 0
    const isNegative = bits >>> 31 === 1
    const flip = isNegative !== descending
    high[at] = flip ? ~bits ^ (isNegative ? 0 : 0x80000000) : bits ^ (isNegative ? 0 : 0x80000000)
    low[at] = flip ? ~(words[0] ?? 0) : (words[0] ?? 0)
  }
  return { high, low }
}

/** Runs one counting pass. Returns false without a change if all rows have the same digit. */
function distribute(order: Uint32Array, target: Uint32Array, words: Uint32Array, shift: number): boolean {
  const starts = new Uint32Array(buckets + 1)
  for (let at = 0; at < words.length; at++) starts[(((words[at] ?? 0) >>> shift) & 0xffff) + 1]! += 1
  if (starts.includes(words.length)) return false
  for (let bucket = 1; bucket <= buckets; bucket++) starts[bucket]! += starts[bucket - 1] ?? 0
  for (let at = 0; at < order.length; at++) {
    const position = order[at] ?? 0
    const bucket = ((words[position] ?? 0) >>> shift) & 0xffff
    target[starts[bucket]!++] = position
  }
  return true
}
