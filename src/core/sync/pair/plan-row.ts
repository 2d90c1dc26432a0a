import type { ComparedSide } from '../../../contract/sync/compare.ts'
import type { PlanRow, SideName } from '../../../contract/sync/plan.ts'
import { baseName } from '../../../contract/location.ts'
import { assertNever } from '../../../lib/assert-never.ts'
import { known } from '../../../lib/known.ts'
import { type Mark, otherSide, type SyncAction } from '../actions.ts'

/** An action that the user sees as a row. */
export type RowAction = Exclude<SyncAction, { do: 'agree' | 'forget' }>

export function isRowAction(action: SyncAction): action is RowAction {
  return action.do !== 'agree' && action.do !== 'forget'
}

export function planRow(number: number, action: RowAction): PlanRow {
  const { left, right } = marksOf(action)
  const shown = left ?? right
  const { at } = action
  return {
    number,
    path: left || !right ? at.left : at.right,
    kind: shown?.kind ?? 'folder',
    ...(left && { left: side(left, at.left) }),
    ...(right && { right: side(right, at.right) }),
    way: wayOf(action),
    ...(action.do === 'move' && { move: { on: action.on, from: action.from } }),
    ...(action.wasThere && { wasThere: true }),
    ...(action.do === 'keep' && known({ why: action.why, failure: action.failure })),
  }
}

function side({ kind, sizeBytes, modifiedMs }: Mark, path: string): ComparedSide {
  return { name: baseName(path), kind, ...known({ sizeBytes, modifiedMs }) }
}

/** Returns what each side has under the name. */
export function marksOf(action: RowAction): { readonly left?: Mark; readonly right?: Mark } {
  if (action.do === 'make-folder') return { [otherSide(action.to)]: { kind: 'folder' } }
  // Only the other side has the new name; `move` tells the old one.
  if (action.do === 'move') return known({ [otherSide(action.on)]: action.seen[otherSide(action.on)] })
  return action.seen
}

export function wayOf(action: RowAction): PlanRow['way'] {
  switch (action.do) {
    case 'copy':
    case 'make-folder':
      return action.to
    case 'move':
    case 'delete':
      return action.on
    case 'hand-over':
      return 'right'
    case 'both':
      return 'both'
    case 'keep':
      return 'nothing'
    case 'ask':
      return 'ask'
    default:
      return assertNever(action)
  }
}

/** Returns the side that is changed, if it is only one. */
export function changedSide(action: RowAction): SideName | undefined {
  const way = wayOf(action)
  return way === 'left' || way === 'right' ? way : undefined
}
