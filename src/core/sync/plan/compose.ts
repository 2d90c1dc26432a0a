import type { Difference } from '../../../contract/sync/compare.ts'
import type { SideName, WhyKept } from '../../../contract/sync/plan.ts'
import type { Joinable } from '../compare/join-folder.ts'
import type { Visit } from '../compare/walk-pair.ts'
import { otherSide, type Seen, type Spelled, type SyncAction } from '../actions.ts'
import type { FolderNote } from './doomed.ts'
import type { FreeNames } from './free-names.ts'
import type { Place } from './place.ts'

/** The context of a decision. */
export interface Spot {
  readonly visit: Visit<FolderNote>
  /** The agreed state of this folder. */
  readonly agreed: Joinable
  readonly difference: Difference | undefined
  /** Folders then exist only for their files. */
  readonly isOfFiles: boolean
}

export function seenAt({ triple: { left, right } }: Place): Seen {
  return { ...(left && { left }), ...(right && { right }) }
}

export function spelledAt({ paths, basePath, triple: { left, right, base } }: Place): {
  readonly at: Spelled
  readonly wasThere?: true
} {
  const isLost = base !== undefined && (!left || !right)
  return { at: { ...paths, base: basePath }, ...(isLost && { wasThere: true }) }
}

export function copyOf(place: Place, to: SideName): Extract<SyncAction, { do: 'copy' }> {
  const { triple, paths } = place
  const over = triple[to] !== undefined && triple[to].kind !== 'folder'
  const from = paths[otherSide(to)]
  return { do: 'copy', to, from, path: paths[to], over, seen: seenAt(place), ...spelledAt(place) }
}

/** Keeps both entries on both sides. The right one is renamed, or the one that is not a folder. */
export function keepBoth(place: Place, spot: Spot, freeNames: FreeNames): Extract<SyncAction, { do: 'both' }> {
  const on = place.triple.right?.kind === 'folder' ? 'left' : 'right'
  const names = freeNames.next(place, on, spot)
  return { do: 'both', on, path: place.paths[on], names, seen: seenAt(place), ...spelledAt(place) }
}

export function keepOf(place: Place, why: WhyKept): Extract<SyncAction, { do: 'keep' }> {
  return { do: 'keep', path: place.basePath, why, seen: seenAt(place), ...spelledAt(place) }
}
