/**
 * Yields what a sync would do: first the actions that can run at once, folder by folder. Then moves, deletions with the
 * deepest first, and the actions that wait for a deletion. Only new and deleted entries are held in memory.
 */
import type { Difference } from '../../../contract/sync/compare.ts'
import type { Waits } from '../../backends/backend.ts'
import { type BaseSource, loadBaseFolder } from '../base/base-folder.ts'
import { type Joined, joinFolder } from '../compare/join-folder.ts'
import type { PairJudge } from '../compare/judge-pair.ts'
import { type ListSide, type Visit, walkPair } from '../compare/walk-pair.ts'
import type { Filter } from '../filters/filters.ts'
import { archiveFolder, type SyncAction } from '../actions.ts'
import { type DecideOptions, type Decision, decidePair, needsDifference } from './decide-pair.ts'
import { createNote, type FolderNote, needFolders } from './doomed.ts'
import { type Guard, guardsOf, type PlanCounts, type SyncLimits } from './guards.ts'
import { addAction, createDraft, type Draft, restOf } from './draft.ts'
import type { IsSameContent } from './moves.ts'
import { type Place, placeOf, takesPart } from './place.ts'
import { isUntouched } from './untouched.ts'
import { stay, writeDown } from './write-down.ts'

export type PlanItem =
  | { readonly kind: 'actions'; readonly actions: readonly SyncAction[] }
  | { readonly kind: 'progress'; readonly path: string; readonly looked: number }
  | { readonly kind: 'end'; readonly counts: PlanCounts; readonly guards: readonly Guard[] }

export interface PlanOptions extends Waits, DecideOptions, SyncLimits {
  readonly keyOf?: ((name: string) => string) | undefined
  readonly judge: Pick<PairJudge, 'judge'>
  readonly filter?: Filter | undefined
  /** True if both sides are on this computer. */
  readonly isNear?: boolean
  /** Finds moves of files without comparable checksums. */
  readonly isSameContent?: IsSameContent
}

const actionsInBatch = 500
/** The number of names between two progress reports. */
const reportEvery = 5000

export async function* planSync(
  list: { readonly left: ListSide; readonly right: ListSide },
  base: BaseSource,
  options: PlanOptions,
): AsyncGenerator<PlanItem> {
  const { keyOf, isNear = false, signal } = options
  const draft = createDraft(options.mode)
  const top = createNote(undefined, { left: '', right: '', base: '' }, { doomed: undefined, isLate: false })
  let told = 0
  for await (const visit of walkPair<FolderNote>(list, { keyOf, note: top, isNear, signal })) {
    await planFolder(visit, base, draft, options)
    const looked = draft.tally.looked()
    if (looked >= told + reportEvery) {
      told = looked
      yield { kind: 'progress', path: visit.path, looked }
    }
    if (draft.ready.length >= actionsInBatch) yield { kind: 'actions', actions: draft.ready.splice(0) }
  }
  for await (const action of restOf(draft, options.isSameContent)) {
    draft.ready.push(action)
    if (draft.ready.length >= actionsInBatch) yield { kind: 'actions', actions: draft.ready.splice(0) }
  }
  if (draft.ready.length > 0) yield { kind: 'actions', actions: draft.ready.splice(0) }
  const counts = draft.tally.counts()
  yield { kind: 'end', counts, guards: guardsOf(counts, options) }
}

async function planFolder(
  visit: Visit<FolderNote>,
  base: BaseSource,
  draft: Draft,
  options: PlanOptions,
): Promise<void> {
  const { note, folders } = visit
  if (visit.failure) {
    // The contents of this folder are unknown, so nothing in it is changed.
    needFolders(note)
    const at = { left: visit.left, right: visit.right, base: note.path }
    addAction(draft, { do: 'keep', path: visit.path, why: 'failed', seen: {}, at, failure: visit.failure.failure })
    return
  }
  const isBased = options.mode === 'two-way'
  const agreed = loadBaseFolder(isBased ? base : noFolder, note.path, options.keyOf)
  for (const joined of joinFolder({ ...folders, base: agreed })) {
    if (isOfPortolan(joined, visit)) continue
    draft.tally.saw({ left: joined.left !== undefined, right: joined.right !== undefined })
    // Most names are unchanged or equal on both sides. No objects are created for them, not even paths.
    const isPlain = !options.filter && !note.doomed
    const judged = isPlain && !isBased && arePlainFiles(joined, visit) ? options.judge.judge(joined, visit) : undefined
    if (judged === 'same' || (isPlain && isBased && isUntouched(joined, folders, agreed))) {
      draft.tally.same()
      continue
    }
    const place = placeOf(joined, visit, agreed)
    if (!takesPart(place, options.filter, visit.path)) {
      stay({ visit }, place)
      continue
    }
    const difference = await differenceOf(
      place.triple,
      () => judged ?? options.judge.judge(joined, visit),
      options,
      joined.isClash,
    )
    const isOfFiles = options.filter?.isOfFiles ?? false
    const decision = decidePair(place.triple, difference, options)
    if (isSame(place, decision, difference, options)) draft.tally.same()
    writeDown(draft, place, decision, { visit, agreed, difference, isOfFiles })
  }
}

/** Tells whether both sides have a file that a one-way sync can compare by name and facts alone. */
function arePlainFiles({ left, right, isClash }: Joined, { folders }: Visit<FolderNote>): boolean {
  if (left === undefined || right === undefined || isClash) return false
  return folders.left.kindOf(left) === 'file' && folders.right.kindOf(right) === 'file'
}

function isSame(
  { triple: { left, right } }: Place,
  decision: Decision,
  difference: Difference | undefined,
  { mode }: DecideOptions,
): boolean {
  if (!left || !right || (decision.do !== 'nothing' && decision.do !== 'agree')) return false
  return mode === 'two-way' || difference === 'same'
}

/** Tells whether the entry is one of Portolan's own files or a staging file. */
function isOfPortolan({ left, right }: Joined, { folders }: Visit<FolderNote>): boolean {
  const [names, row] = left === undefined ? [folders.right.names, right] : [folders.left.names, left]
  if (row === undefined || !names.startsWith(row, ownBeginning)) return false
  const name = names.nameOf(row)
  return name === archiveFolder || name.endsWith('.part')
}

const ownBeginning = new TextEncoder().encode('.portolan-')

const noFolder: Pick<BaseSource, 'folder' | 'isEmpty'> = { isEmpty: () => true, folder: () => [] }

async function differenceOf(
  triple: ReturnType<typeof placeOf>['triple'],
  judge: () => ReturnType<PairJudge['judge']>,
  options: DecideOptions,
  isClash: boolean,
): Promise<Difference | undefined> {
  const kinds = [triple.left?.kind, triple.right?.kind]
  const isAlone = !triple.left !== !triple.right
  if (!isClash && !isAlone && !kinds.includes('special') && !needsDifference(triple, options)) return undefined
  if (!triple.left && !triple.right) return undefined
  const judged = await judge()
  return typeof judged === 'string' ? judged : judged.difference
}
