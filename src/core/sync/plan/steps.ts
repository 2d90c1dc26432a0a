import { assertNever } from '../../../lib/assert-never.ts'
import { otherSide, type SyncAction, type SyncStep } from '../actions.ts'

/**
 * The phases of a sync. Each phase starts when the previous one has ended. First come moves that make room, then
 * additions, then deletions of files, then of folders with the deepest first. The late phases repeat this for actions
 * that had to wait for a deletion.
 */
export const phases = { aside: 0, add: 1, deleteFiles: 2, deleteFolders: 3, lateAside: 4, lateAdd: 5 } as const
export type Phase = (typeof phases)[keyof typeof phases]
export const phaseCount = 6

export interface PhasedStep {
  readonly phase: Phase
  readonly step: SyncStep
}

/** Returns the steps of an action in order; empty if nothing is carried out. */
export function stepsOf(action: SyncAction): readonly PhasedStep[] {
  switch (action.do) {
    case 'copy':
    case 'make-folder':
    case 'move':
    case 'hand-over':
      return [{ phase: action.isLate ? phases.lateAdd : phases.add, step: action }]
    case 'delete':
      return [
        { phase: action.seen[action.on]?.kind === 'folder' ? phases.deleteFolders : phases.deleteFiles, step: action },
      ]
    case 'both':
      return stepsOfBoth(action)
    case 'agree':
    case 'forget':
    case 'keep':
    case 'ask':
      return []
    default:
      return assertNever(action)
  }
}

function stepsOfBoth({ on, at, names, seen, isLate }: Extract<SyncAction, { do: 'both' }>): readonly PhasedStep[] {
  const other = otherSide(on)
  const { [on]: moved, [other]: kept } = seen
  const [aside, add] = isLate ? [phases.lateAside, phases.lateAdd] : [phases.aside, phases.add]
  const from = at[on]
  const ofMoved = { ...(moved && { [on]: moved }) }
  const ofKept = { ...(kept && { [other]: kept }) }
  return [
    { phase: aside, step: { do: 'move', on, from, fromBase: at.base, path: names[on], at: names, seen: ofMoved } },
    {
      phase: add,
      step: { do: 'copy', to: other, from: names[on], path: names[other], over: false, at: names, seen: ofMoved },
    },
    kept?.kind === 'folder'
      ? { phase: add, step: { do: 'make-folder', to: on, path: from, at } }
      : { phase: add, step: { do: 'copy', to: on, from: at[other], path: from, over: false, at, seen: ofKept } },
  ]
}
