/** The selected rows of a list, as one bit for each row number. A selection is immutable. */
export interface Selection {
  readonly bits: Uint32Array
  readonly count: number
}

export const noSelection: Selection = { bits: new Uint32Array(0), count: 0 }

export function isSelected({ bits }: Selection, row: number): boolean {
  return (((bits[row >>> 5] ?? 0) >>> (row & 31)) & 1) === 1
}

/** Selects only these rows. */
export function selectRows(rows: Iterable<number>): Selection {
  return withRows(noSelection, rows, { selected: true })
}

/** Returns the selection with some rows added or removed. */
export function withRows(
  selection: Selection,
  rows: Iterable<number>,
  { selected }: { readonly selected: boolean },
): Selection {
  let bits = Uint32Array.from(selection.bits)
  let { count } = selection
  for (const row of rows) {
    const word = row >>> 5
    if (word >= bits.length) {
      if (!selected) continue
      const larger = new Uint32Array(Math.max(word + 1, Math.ceil(bits.length * 1.5)))
      larger.set(bits)
      bits = larger
    }
    const mask = 1 << (row & 31)
    const was = ((bits[word] ?? 0) & mask) !== 0
    if (was === selected) continue
    bits[word]! ^= mask
    count += selected ? 1 : -1
  }
  return { bits, count }
}

export function toggleRow(selection: Selection, row: number): Selection {
  return withRows(selection, [row], { selected: !isSelected(selection, row) })
}

/** Selects the rows of the order that are not selected, and unselects those that are. Other rows do not change. */
export function invertRows(selection: Selection, order: Uint32Array): Selection {
  const off: number[] = []
  const on: number[] = []
  for (const row of order) (isSelected(selection, row) ? off : on).push(row)
  return withRows(withRows(selection, off, { selected: false }), on, { selected: true })
}

/** Selects a range from the anchor's position to the cursor's, in place of the previous range. */
export function selectRange(order: Uint32Array, anchor: number, cursor: number): Selection {
  return selectRows(order.subarray(Math.max(0, Math.min(anchor, cursor)), Math.max(anchor, cursor) + 1))
}

/** Yields all selected rows by number. */
export function* selectedRows({ bits }: Selection): Generator<number> {
  for (const [word, value] of bits.entries()) {
    for (let left = value; left !== 0; left &= left - 1) yield word * 32 + (31 - Math.clz32(left & -left))
  }
}

/** Converts a selection to a newer listing, in which each row has another number or no longer exists (`noRow`). */
export function mapSelection(selection: Selection, mapping: Uint32Array, noRow: number): Selection {
  if (selection.count === 0) return noSelection
  return selectRows(mapped(selection, mapping, noRow))
}

function* mapped(selection: Selection, mapping: Uint32Array, noRow: number): Generator<number> {
  for (const row of selectedRows(selection)) {
    const next = mapping[row] ?? noRow
    if (next !== noRow) yield next
  }
}
