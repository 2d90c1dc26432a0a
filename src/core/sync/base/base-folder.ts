import { entryKinds } from '../../../contract/choices.ts'
import type { Sums } from '../../../contract/entry.ts'
import type { SideName } from '../../../contract/sync/plan.ts'
import type { Agreed, Mark } from '../actions.ts'
import type { Joinable } from '../compare/join-folder.ts'
import { createNameColumn, type SortedNames } from '../compare/sorted-names.ts'

/** What both sides last agreed on in one folder. */
export interface BaseFolder extends Joinable {
  agreedOf(row: number): Agreed
  /** The columns of one side. Size and time are NaN if unknown. */
  readonly sides: Readonly<Record<SideName, MarkColumn>>
}

/** Finds names by the path of their folder, as the left side wrote it. */
export interface BaseSource {
  /** Tells whether nothing was agreed on yet, so this is the first run. */
  isEmpty(): boolean
  folder(path: string): Iterable<{ readonly name: string; readonly agreed: Agreed }>
}

const encoder = new TextEncoder()

export function loadBaseFolder(
  base: Pick<BaseSource, 'folder'>,
  path: string,
  keyOf?: (name: string) => string,
): BaseFolder {
  const names = createNameColumn(keyOf)
  const left = createMarkColumn()
  let right: OwnColumn | undefined // Both sides share one column until a mark differs.
  for (const { name, agreed } of base.folder(path)) {
    names.add(encoder.encode(name))
    if (!right && !isSameMark(agreed.left, agreed.right)) right = copyOf(left)
    left.add(agreed.left)
    right?.add(agreed.right)
  }
  return baseFolderOf(names.sorted(), left, right ?? left)
}

type OwnColumn = ReturnType<typeof createMarkColumn>

function baseFolderOf(names: SortedNames, left: OwnColumn, right: OwnColumn): BaseFolder {
  return {
    names,
    sides: { left, right },
    agreedOf: (row) => ({ left: left.at(row), right: right.at(row) }),
    kindOf: (row) => left.kindAt(row),
  }
}

function isSameMark(a: Mark, b: Mark): boolean {
  if (a === b) return true
  const isPlain = !a.sums && !b.sums && a.target === undefined && b.target === undefined
  return isPlain && a.kind === b.kind && a.sizeBytes === b.sizeBytes && a.modifiedMs === b.modifiedMs
}

function copyOf(column: OwnColumn): OwnColumn {
  const copy = createMarkColumn()
  for (let row = 0; row < column.count(); row++) copy.add(column.at(row))
  return copy
}

interface Extra {
  readonly sums?: Sums
  readonly target?: string
}

interface MarkColumn {
  sizeAt(row: number): number
  modifiedAt(row: number): number
  /** Tells whether checksums or the target of a symbolic link are known. */
  hasMore(row: number): boolean
}

/** A million marks take about 20 MB as columns, and ten times as much as objects. */
function createMarkColumn() {
  let kinds = new Uint8Array(16)
  let sizes = new Float64Array(16)
  let times = new Float64Array(16)
  const extras = new Map<number, Extra>()
  let count = 0
  function grow() {
    const [oldKinds, oldSizes, oldTimes] = [kinds, sizes, times]
    kinds = new Uint8Array(Math.ceil(1.5 * count))
    sizes = new Float64Array(Math.ceil(1.5 * count))
    times = new Float64Array(Math.ceil(1.5 * count))
    kinds.set(oldKinds)
    sizes.set(oldSizes)
    times.set(oldTimes)
  }
  return {
    add({ kind, sizeBytes = Number.NaN, modifiedMs = Number.NaN, sums, target }: Mark) {
      if (count === kinds.length) grow()
      kinds[count] = entryKinds.indexOf(kind)
      sizes[count] = sizeBytes
      times[count] = modifiedMs
      if (sums || target !== undefined)
        extras.set(count, { ...(sums && { sums }), ...(target !== undefined && { target }) })
      count += 1
    },
    count: () => count,
    kindAt: (row: number) => entryKinds[kinds[row] ?? 0] ?? 'file',
    sizeAt: (row: number) => sizes[row] ?? Number.NaN,
    modifiedAt: (row: number) => times[row] ?? Number.NaN,
    hasMore: (row: number) => extras.has(row),
    at(row: number): Mark {
      const [sizeBytes = Number.NaN, modifiedMs = Number.NaN] = [sizes[row], times[row]]
      return {
        kind: entryKinds[kinds[row] ?? 0] ?? 'file',
        ...(!Number.isNaN(sizeBytes) && { sizeBytes }),
        ...(!Number.isNaN(modifiedMs) && { modifiedMs }),
        ...extras.get(row),
      }
    },
  }
}
