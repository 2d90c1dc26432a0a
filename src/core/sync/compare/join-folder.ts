import type { EntryKind } from '../../../contract/entry.ts'
import type { SortedNames } from './sorted-names.ts'

/** The names of a folder with their kinds, for joining. */
export interface Joinable {
  readonly names: SortedNames
  kindOf(row: number): EntryKind
}

/**
 * The rows of up to three folders that have one name. `isClash`: another name of the same side is the same name too.
 */
export interface Joined {
  readonly left: number | undefined
  readonly right: number | undefined
  readonly base: number | undefined
  readonly isClash: boolean
}

type SideName = 'left' | 'right' | 'base'

/** Joins the folders in the order of their keys. */
export function joinFolder(sides: Readonly<Record<SideName, Joinable>>): Generator<Joined> {
  const areApart = sides.left.names.areApart && sides.right.names.areApart && sides.base.names.areApart
  return areApart ? joinApart(sides) : joinGroups(sides)
}

/** Joins folders where each key occurs at most once on each side. */
function* joinApart({ left, right, base }: Readonly<Record<SideName, Joinable>>): Generator<Joined> {
  const [ours, theirs, agreed] = [left.names, right.names, base.names]
  let [l, r, b] = [0, 0, 0]
  while (l < ours.count || r < theirs.count || b < agreed.count) {
    const lr = r >= theirs.count ? -1 : l >= ours.count ? 1 : ours.compare(l, theirs, r)
    // Compares the first name of the two sides with the next name of the base: before, equal or after.
    const ofBase =
      b >= agreed.count
        ? -1
        : l >= ours.count && r >= theirs.count
          ? 1
          : lr <= 0
            ? ours.compare(l, agreed, b)
            : theirs.compare(r, agreed, b)
    const takes = { left: lr <= 0 && ofBase <= 0, right: lr >= 0 && ofBase <= 0, base: ofBase >= 0 }
    yield {
      left: takes.left ? ours.rowAt(l++) : undefined,
      right: takes.right ? theirs.rowAt(r++) : undefined,
      base: takes.base ? agreed.rowAt(b++) : undefined,
      isClash: false,
    }
  }
}

function* joinGroups(sides: Readonly<Record<SideName, Joinable>>): Generator<Joined> {
  const places = { left: 0, right: 0, base: 0 }
  const names = ['left', 'right', 'base'] as const
  const isOver = (side: SideName) => places[side] >= sides[side].names.count

  function first(): SideName | undefined {
    let found: SideName | undefined
    for (const side of names) {
      if (isOver(side)) continue
      if (found === undefined || compare(side, places[side], found, places[found]) < 0) found = side
    }
    return found
  }
  function compare(a: SideName, placeA: number, b: SideName, placeB: number): number {
    return sides[a].names.compare(placeA, sides[b].names, placeB)
  }
  /** Takes the rows of a side that have the same key as the given row. */
  function take(side: SideName, like: SideName, place: number): number[] {
    const rows: number[] = []
    while (!isOver(side) && compare(side, places[side], like, place) === 0) {
      rows.push(sides[side].names.rowAt(places[side]))
      places[side] += 1
    }
    return rows
  }

  for (let next = first(); next !== undefined; next = first()) {
    const place = places[next]
    const group = {
      left: take('left', next, place),
      right: take('right', next, place),
      base: take('base', next, place),
    }
    const isPlain = group.left.length <= 1 && group.right.length <= 1 && group.base.length <= 1
    if (isPlain) yield { left: group.left[0], right: group.right[0], base: group.base[0], isClash: false }
    else yield* matched(group, sides)
  }
}

/** Matches several names with one key: equal names belong together, and the remaining ones clash. */
function* matched(
  { left, right, base }: Readonly<Record<SideName, number[]>>,
  sides: Readonly<Record<SideName, Joinable>>,
): Generator<Joined> {
  const nameOf = (side: SideName, row: number) => sides[side].names.nameOf(row)
  /** Takes the row with this name out of a group, if possible of the same kind. */
  function pull(side: SideName, rows: number[], name: string, kind: EntryKind): number | undefined {
    const found =
      rows.find((row) => nameOf(side, row) === name && sides[side].kindOf(row) === kind) ??
      (rows.length === 1 ? rows.find((row) => nameOf(side, row) === name) : undefined)
    if (found !== undefined) rows.splice(rows.indexOf(found), 1)
    return found
  }
  const alone: number[] = []
  for (const row of left) {
    const [name, kind] = [nameOf('left', row), sides.left.kindOf(row)]
    const other = pull('right', right, name, kind)
    if (other === undefined) alone.push(row)
    else yield { left: row, right: other, base: pull('base', base, name, kind), isClash: false }
  }
  for (const row of alone) {
    const of = pull('base', base, nameOf('left', row), sides.left.kindOf(row))
    yield { left: row, right: undefined, base: of, isClash: true }
  }
  for (const row of right) {
    const of = pull('base', base, nameOf('right', row), sides.right.kindOf(row))
    yield { left: undefined, right: row, base: of, isClash: true }
  }
  for (const row of base) yield { left: undefined, right: undefined, base: row, isClash: false }
}
