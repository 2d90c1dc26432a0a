/** Turns decisions into actions, and queues the folders that must be visited. */
import { assertNever } from '../../../lib/assert-never.ts'
import type { SideName } from '../../../contract/sync/plan.ts'
import { otherSide } from '../actions.ts'
import { copyOf, keepBoth, keepOf, seenAt, spelledAt, type Spot } from './compose.ts'
import type { Decision } from './decide-pair.ts'
import { createNote, type FolderNote, needFolders, remadeFolders } from './doomed.ts'
import { addAction, type Draft } from './draft.ts'
import { contentKeys, mayMatch } from './moves.ts'
import type { Place } from './place.ts'

/**
 * The number of new files without checksums that are held until the end, because each may turn out to be moved. Beyond
 * this, files count as new.
 */
const mostHeld = 20_000

export function writeDown(draft: Draft, place: Place, decision: Decision, spot: Spot): void {
  const isLate = spot.visit.note.isLate
  switch (decision.do) {
    case 'put':
      return put(draft, place, decision, spot)
    case 'hand-over':
      return handOver(draft, place, decision, spot)
    case 'delete':
      return drop(draft, place, decision.on, spot)
    case 'forget':
      return addAction(draft, { do: 'forget', path: place.basePath })
    case 'ask':
      stay(spot, place)
      return addAction(draft, { do: 'ask', path: place.basePath, seen: seenAt(place), ...spelledAt(place) })
    case 'keep':
      stay(spot, place)
      return addAction(draft, keepOf(place, decision.why))
    case 'agree': {
      const { left, right } = place.triple
      if (left && right) addAction(draft, { do: 'agree', path: place.basePath, agreed: { left, right } }, isLate)
      return goOn(draft, place, spot)
    }
    case 'keep-both':
      addAction(draft, keepBoth(place, spot, draft.freeNames), isLate)
      remake(draft, spot)
      return goOn(draft, place, spot)
    case 'nothing':
      return goOn(draft, place, spot)
    default:
      return assertNever(decision)
  }
}

/** An entry at this place stays where it is. */
export function stay({ visit: { note } }: Pick<Spot, 'visit'>, place: Place): void {
  if (note.doomed && place[note.doomed]) needFolders(note)
}

/** Like `stay`, but a folder that is moved from the left stays only if something in it stays. */
function stayUnlessLeft({ mode }: Draft, spot: Spot, place: Place): void {
  if (mode !== 'move-into' || place.left?.kind !== 'folder') stay(spot, place)
}

/** The parent folders are needed on the side where they were deleted. */
function remake(draft: Draft, { visit: { note } }: Spot): void {
  for (const { to, at } of remadeFolders(note))
    addAction(draft, { do: 'make-folder', to, path: at[to], at }, note.isLate)
}

function goOn(draft: Draft, place: Place, spot: Spot): void {
  stayUnlessLeft(draft, spot, place)
  const isLeft = place.left?.kind === 'folder'
  // A folder that only the right side has is visited only in two-way mode.
  if (isLeft || (draft.mode === 'two-way' && place.right?.kind === 'folder')) enterOrLeave(draft, place, spot)
}

function enterOrLeave(draft: Draft, place: Place, spot: Spot, isLate = spot.visit.note.isLate): void {
  if (draft.mode !== 'move-into') {
    enter(place, spot, { doomed: undefined, isLate })
    return
  }
  // The folder is removed from the left when all its contents are on the right.
  const note = enter(place, spot, { doomed: 'left', isLate: false })
  note.isRemade = true
  if (!spot.isOfFiles) recordGone(draft, place, 'left', note)
}

function enter(place: Place, { visit }: Spot, more: Pick<FolderNote, 'doomed' | 'isLate'>): FolderNote {
  const note = createNote(visit.note, spelledAt(place).at, more)
  const nameOf = (side: SideName) => (place[side]?.kind === 'folder' ? place[side].name : undefined)
  visit.enter({ left: nameOf('left'), right: nameOf('right') }, note)
  return note
}

function recordGone({ gone }: Draft, place: Place, on: SideName, note?: FolderNote): void {
  const { base, [on]: own } = place.triple
  const marks = [...(own ? [own] : []), ...(base ? [base[otherSide(on)]] : [])]
  const path = place.paths[on]
  gone.push({
    on,
    path,
    marks,
    action: { do: 'delete', on, path, seen: seenAt(place), ...spelledAt(place) },
    ...(note && { note }),
  })
}

function drop(draft: Draft, place: Place, on: SideName, spot: Spot): void {
  if (place[on]?.kind !== 'folder') return recordGone(draft, place, on)
  const note = enter(place, spot, { doomed: spot.isOfFiles ? undefined : on, isLate: spot.visit.note.isLate })
  if (!spot.isOfFiles) recordGone(draft, place, on, note)
}

function put(draft: Draft, place: Place, decision: Extract<Decision, { do: 'put' }>, spot: Spot): void {
  const { to, swap } = decision
  stayUnlessLeft(draft, spot, place)
  remake(draft, spot)
  if (place.triple[otherSide(to)]?.kind === 'folder') return putFolder(draft, place, decision, spot)
  if (!swap) return putFile(draft, place, to, spot)
  const note = enter(place, spot, { doomed: to, isLate: true })
  recordGone(draft, place, to, note)
  draft.late.push({ do: 'swap', place, to, note, spot })
}

function putFolder(draft: Draft, place: Place, { to, swap }: Extract<Decision, { do: 'put' }>, spot: Spot): void {
  const isLate = spot.visit.note.isLate || swap
  if (swap) recordGone(draft, place, to)
  if (!spot.isOfFiles || swap)
    addAction(draft, { do: 'make-folder', to, path: place.paths[to], ...spelledAt(place) }, isLate)
  enterOrLeave(draft, place, spot, isLate)
}

function putFile(draft: Draft, place: Place, to: SideName, spot: Spot): void {
  const { mode, fresh, tally } = draft
  const isLate = spot.visit.note.isLate
  const mark = place.triple[otherSide(to)]
  const action = copyOf(place, to)
  if (mode === 'mirror' && spot.difference === 'newer-right') tally.replacesNewer()
  const findsMoves = (mode === 'mirror' || mode === 'two-way') && !place.triple[to] && !isLate
  const isHeld = mark && findsMoves && (contentKeys(mark).length > 0 || (mayMatch(mark) && fresh.length < mostHeld))
  if (isHeld) fresh.push({ to, path: place.paths[to], mark, action })
  else addAction(draft, action, isLate)
}

function handOver(draft: Draft, place: Place, { isRenamed }: Extract<Decision, { do: 'hand-over' }>, spot: Spot): void {
  const at = { ...spelledAt(place).at, ...(isRenamed && { right: draft.freeNames.next(place, 'left', spot).right }) }
  const over = !isRenamed && place.triple.right !== undefined
  const { left, right } = seenAt(place)
  const seen = { ...(left && { left }), ...(over && right && { right }) }
  addAction(draft, { do: 'hand-over', from: at.left, path: at.right, over, seen, at })
}
