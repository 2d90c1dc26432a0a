/** Replaces the planned action of a name by the user's choice. */
import { said } from '../../../contract/sentences/said.ts'
import type { PlanWay, SideName } from '../../../contract/sync/plan.ts'
import { baseName, childPath, parentPath } from '../../../contract/location.ts'
import { StorageError } from '../../../contract/failure.ts'
import { markedName } from '../../transfers/decide/free-name.ts'
import { otherSide, type Spelled, type SyncAction } from '../actions.ts'
import { marksOf, type RowAction, wayOf } from './plan-row.ts'

/**
 * Returns the new action; undefined means that nothing is done. `isFree` tells whether a path exists on neither side.
 * Throws `bad-input` for an impossible choice.
 */
export async function turnRow(
  action: RowAction,
  way: PlanWay,
  isFree: (at: Spelled) => Promise<boolean>,
): Promise<SyncAction | undefined> {
  if (way === 'nothing') return undefined
  if (wayOf(action) === way) return action
  if (action.do === 'move') throw refused(action, 'sync.move-or-nothing')
  if (action.do === 'keep' && ['case-clash', 'bad-name', 'failed'].includes(action.why))
    throw refused(action, 'sync.only-nothing')
  const { at, isLate } = action
  const seen = marksOf(action)
  const more = { at, seen, ...(isLate && { isLate }) }
  if (way === 'both') {
    if (!seen.left || !seen.right) return copyTo(action, seen.left ? 'right' : 'left')
    const on = seen.right.kind === 'folder' ? 'left' : 'right'
    return {
      do: 'both',
      on,
      path: at[on],
      names: await freeNames(at, on, seen[on]?.kind === 'folder', isFree),
      ...more,
    }
  }
  return copyTo(action, way)
}

/** Makes one side like the other. */
function copyTo(action: RowAction, to: SideName): SyncAction {
  const { at, isLate } = action
  const seen = marksOf(action)
  const from = otherSide(to)
  const more = { at, seen, ...(isLate && { isLate }) }
  const [given, there] = [seen[from], seen[to]]
  if (!given) return { do: 'delete', on: to, path: at[to], ...more }
  if (there && (there.kind === 'folder') !== (given.kind === 'folder')) throw refused(action, 'sync.both-or-nothing')
  if (given.kind === 'folder') return { do: 'make-folder', to, path: at[to], ...more }
  return { do: 'copy', to, from: at[from], path: at[to], over: there !== undefined, ...more }
}

async function freeNames(
  at: Spelled,
  on: SideName,
  isFolder: boolean,
  isFree: (at: Spelled) => Promise<boolean>,
): Promise<Spelled> {
  for (let number = 1; ; number++) {
    const mark = number === 1 ? on : `${on} ${number}`
    const name = markedName(baseName(at[on]), mark, isFolder ? 'folder' : 'file')
    const beside = (path: string) => childPath(parentPath(path), name)
    const names = { left: beside(at.left), right: beside(at.right), base: beside(at.base) }
    if (await isFree(names)) return names
  }
}

function refused(
  { at }: RowAction,
  code: 'sync.move-or-nothing' | 'sync.only-nothing' | 'sync.both-or-nothing',
): StorageError {
  return new StorageError({ kind: 'bad-input', ...said(code, { what: at.left }), operation: 'sync.start' })
}
