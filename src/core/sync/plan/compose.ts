import type { Difference } from '../../../contract/sync/compare.ts'
import type { Joinable } from '../compare/join-folder.ts'
import type { Visit } from '../compare/walk-pair.ts'
import { otherSide, type Seen, type SideName, type SyncAction } from '../actions.ts'
import type { FolderNote } from './doomed.ts'
import type { FreeNames } from './free-names.ts'
import type { Place } from './place.ts'

/** Where a decision was made. */
export interface Spot {
  readonly visit: Visit<FolderNote>
  /** What was agreed on in this folder. */
  readonly agreed: Joinable
  readonly difference: Difference | undefined
  /** Folders come and go with their files. */
  readonly isOfFiles: boolean
}

export function seenAt({ triple: { left, right } }: Place): Seen {
  return { ...(left && { left }), ...(right && { right }) }
}

export function copyOf(place: Place, to: SideName): SyncAction {
  const { triple, paths } = place
  const over = triple[to] !== undefined && triple[to].kind !== 'folder'
  return { do: 'copy', to, from: paths[otherSide(to)], path: paths[to], over, seen: seenAt(place) }
}

/** The right one gets another name, or the one that is no folder; then each side has both. */
export function* keepBoth(place: Place, spot: Spot, freeNames: FreeNames): Generator<SyncAction> {
  const { triple, paths } = place
  const side = triple.right?.kind === 'folder' ? 'left' : 'right'
  const other = otherSide(side)
  const from = paths[side]
  const names = freeNames.next(place, side, spot)
  const seen = seenAt(place)
  yield { do: 'move', on: side, from, path: names[side], seen }
  yield { do: 'copy', to: other, from: names[side], path: names[other], over: false, seen }
  if (triple[other]?.kind === 'folder') yield { do: 'make-folder', to: side, path: from }
  else yield { do: 'copy', to: side, from: paths[other], path: from, over: false, seen }
}
