import type { Mark, SideName, SyncAction, SyncMode } from '../actions.ts'
import type { FolderNote } from './doomed.ts'
import { createFreeNames, type FreeNames } from './free-names.ts'
import { findMoves } from './moves.ts'
import { copyOf, keepBoth, type Spot } from './compose.ts'
import type { Place } from './place.ts'
import { createTally, type Tally } from './tally.ts'

/** A plan that is being made. */
export interface Draft {
  readonly mode: SyncMode
  /** Can be given out. */
  readonly ready: SyncAction[]
  /** Waits for deletions. */
  readonly late: Late[]
  /** May be where something was moved to. */
  readonly fresh: Fresh[]
  readonly gone: Gone[]
  readonly tally: Tally
  readonly freeNames: FreeNames
}

interface Fresh {
  readonly to: SideName
  readonly path: string
  readonly mark: Mark
  readonly action: SyncAction
}
interface Gone {
  readonly on: SideName
  readonly path: string
  /** What it holds. */
  readonly marks: readonly Mark[]
  /** Of a folder. */
  readonly note?: FolderNote
  readonly action: Extract<SyncAction, { do: 'delete' }>
}
interface Swap {
  readonly do: 'swap'
  readonly place: Place
  readonly to: SideName
  /** Of the folder that is to go first. */
  readonly note: FolderNote
  readonly spot: Spot
}
type Late = SyncAction | Swap

export function createDraft(mode: SyncMode): Draft {
  const tally = createTally()
  return { mode, ready: [], late: [], fresh: [], gone: [], tally, freeNames: createFreeNames() }
}

export function addAction({ tally, late, ready }: Draft, action: SyncAction, isLate = false): void {
  if (isLate) late.push(action)
  else {
    tally.count(action)
    ready.push(action)
  }
}

/** What comes after all folders were visited. */
export function* restOf(draft: Draft): Generator<SyncAction> {
  for (const action of laterActions(draft)) {
    draft.tally.count(action)
    yield action
  }
}

function* laterActions(draft: Draft): Generator<SyncAction> {
  const { fresh, gone, late } = draft
  const moves = movesIn(draft)
  const moved = new Set(moves.values())
  for (const each of fresh) if (!moves.has(each)) yield each.action
  for (const [to, from] of moves)
    yield { do: 'move', on: to.to, from: from.path, path: to.path, seen: from.action.seen }
  for (const each of gone.toReversed()) if (!moved.has(each) && !each.note?.isNeeded) yield each.action
  for (const each of late) {
    if (each.do === 'swap') yield* swapped(draft, each)
    else yield each
  }
}

function movesIn({ fresh, gone }: Draft): Map<Fresh, Gone> {
  const moves = new Map<Fresh, Gone>()
  for (const side of ['left', 'right'] as const) {
    const found = findMoves(
      gone.filter(({ on, note }) => on === side && !note),
      fresh.filter(({ to }) => to === side),
    )
    for (const [to, from] of found) moves.set(to, from)
  }
  return moves
}

/** The folder is gone, or something in it stays and the file goes beside it. */
function* swapped(draft: Draft, { place, to, note, spot }: Swap): Generator<SyncAction> {
  if (!note.isNeeded) yield copyOf(place, to)
  else if (draft.mode === 'two-way') yield* keepBoth(place, spot, draft.freeNames)
  else yield { do: 'keep', path: place.basePath, why: 'kind-differs' }
}
