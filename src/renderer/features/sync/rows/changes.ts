import type { PlanRow } from '../../../../contract/sync/plan.ts'
import { type Turned, type Way, wayOf } from './ways.ts'

/** The effect of a row, which decides its icon and how it is counted. */
export type Deed =
  /** `copy` means that the side does not have the entry yet. */
  | { readonly do: 'copy' | 'replace' | 'delete' | 'rename'; readonly on: 'left' | 'right' }
  | { readonly do: 'both' }
  | { readonly do: 'nothing' }
  | { readonly do: 'ask' }

export function deedOf(row: Pick<PlanRow, 'left' | 'right' | 'move'>, way: Way): Deed {
  if (way !== 'left' && way !== 'right') return { do: way }
  if (row.move) return { do: 'rename', on: row.move.on }
  const from = way === 'right' ? row.left : row.right
  const onto = way === 'right' ? row.right : row.left
  if (!from) return { do: 'delete', on: way }
  return { do: onto ? 'replace' : 'copy', on: way }
}

interface SideChanges {
  /** The number of entries copied to this side, and their bytes. */
  readonly copies: number
  readonly bytes: number
  readonly deletes: number
  /** All changes on this side. */
  readonly all: number
}

/** The planned changes, including the user's own choices. */
export interface Changes {
  readonly left: SideChanges
  readonly right: SideChanges
  readonly renames: number
  readonly both: number
  /** Rows that need a decision of the user; nothing is done for them. */
  readonly asks: number
  /** All changes together. */
  readonly all: number
}

const unchanged = () => ({ copies: 0, bytes: 0, deletes: 0, all: 0 })

export function changesOf(rows: readonly PlanRow[], turned: Turned): Changes {
  const sides = { left: unchanged(), right: unchanged() }
  let [renames, both, asks, all] = [0, 0, 0, 0]
  for (const row of rows) {
    const deed = deedOf(row, wayOf(row, turned))
    if (deed.do === 'ask') asks += 1
    if (deed.do === 'ask' || deed.do === 'nothing') continue
    all += 1
    if (deed.do === 'both') {
      both += 1
      sides.left.all += 1
      sides.right.all += 1
      continue
    }
    sides[deed.on].all += 1
    if (deed.do === 'rename') renames += 1
    else if (deed.do === 'delete') sides[deed.on].deletes += 1
    else {
      sides[deed.on].copies += 1
      sides[deed.on].bytes += (deed.on === 'right' ? row.left : row.right)?.sizeBytes ?? 0
    }
  }
  return { ...sides, renames, both, asks, all }
}
