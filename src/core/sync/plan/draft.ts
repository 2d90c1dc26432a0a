import type { SideName, SyncMode } from '../../../contract/sync/plan.ts'
import { type Mark, otherSide, type SyncAction } from '../actions.ts'
import type { FolderNote } from './doomed.ts'
import { createFreeNames, type FreeNames } from './free-names.ts'
import { findMoves, type IsSameContent } from './moves.ts'
import { copyOf, keepBoth, keepOf, type Spot } from './compose.ts'
import type { Place } from './place.ts'
import { createTally, type Tally } from './tally.ts'

/** A plan in progress. */
export interface Draft {
  readonly mode: SyncMode
  /** Actions that can be yielded. */
  readonly ready: SyncAction[]
  /** Actions that wait for deletions. */
  readonly late: Late[]
  /** New files that may be the target of a move. */
  readonly fresh: Fresh[]
  readonly gone: Gone[]
  readonly tally: Tally
  readonly freeNames: FreeNames
}

interface Fresh {
  readonly to: SideName
  readonly path: string
  readonly mark: Mark
  readonly action: Extract<SyncAction, { do: 'copy' }>
}
interface Gone {
  readonly on: SideName
  readonly path: string
  /** The marks of its content. */
  readonly marks: readonly Mark[]
  /** Present for a folder. */
  readonly note?: FolderNote
  readonly action: Extract<SyncAction, { do: 'delete' }>
}
interface Swap {
  readonly do: 'swap'
  readonly place: Place
  readonly to: SideName
  /** The folder that must be deleted first. */
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

/** Yields the actions that follow after all folders were visited. */
export async function* restOf(draft: Draft, isSameContent: IsSameContent | undefined): AsyncGenerator<SyncAction> {
  const moves = await movesIn(draft, isSameContent)
  for (const action of laterActions(draft, moves)) {
    draft.tally.count(action)
    yield action
  }
}

function* laterActions(draft: Draft, moves: ReadonlyMap<Fresh, Gone>): Generator<SyncAction> {
  const { fresh, gone, late } = draft
  const moved = new Set(moves.values())
  for (const each of fresh) if (!moves.has(each)) yield each.action
  for (const [to, from] of moves) yield moveOf(to, from)
  for (const each of gone.toReversed()) if (!moved.has(each) && !each.note?.isNeeded) yield each.action
  for (const each of late) {
    const action = each.do === 'swap' ? swapped(draft, each) : each
    const waits = action.do !== 'agree' && action.do !== 'forget'
    yield waits ? { ...action, isLate: true } : action
  }
}

function moveOf({ to: on, path, mark, action: { at } }: Fresh, { path: from, action }: Gone): SyncAction {
  const { [on]: own } = action.seen
  const seen = { ...(own && { [on]: own }), [otherSide(on)]: mark }
  return { do: 'move', on, from, fromBase: action.at.base, path, at, seen }
}

async function movesIn({ fresh, gone }: Draft, isSameContent: IsSameContent | undefined): Promise<Map<Fresh, Gone>> {
  const moves = new Map<Fresh, Gone>()
  for (const side of ['left', 'right'] as const) {
    const found = await findMoves(
      gone.filter(({ on, note }) => on === side && !note),
      fresh.filter(({ to }) => to === side),
      isSameContent && ((to, from) => isSameContent({ on: side, to, from })),
    )
    for (const [to, from] of found) moves.set(to, from)
  }
  return moves
}

/** If the folder is gone, copies the file. If something in the folder stays, the file is kept next to it. */
function swapped(draft: Draft, { place, to, note, spot }: Swap): SyncAction {
  if (!note.isNeeded) return copyOf(place, to)
  return draft.mode === 'two-way' ? keepBoth(place, spot, draft.freeNames) : keepOf(place, 'kind-differs')
}
