/** How items are written to the database and read from it. */
import { entryKinds } from '../../../../contract/choices.ts'
import type { EntryKind } from '../../../../contract/entry.ts'
import type { ItemState } from '../../../../contract/transfer.ts'
import type { ItemDetail, ItemFacts, ItemRecord, ItemStatus } from '../item-record.ts'

/** The numbers of states in the database; never reorder. */
export const stateNumbers: Readonly<Record<ItemState, number>> = {
  planned: 0,
  running: 1,
  asking: 2,
  failed: 3,
  done: 4,
  skipped: 5,
  waiting: 6,
  cancelled: 7,
}
const stateNames = Object.fromEntries(Object.entries(stateNumbers).map(([name, number]) => [number, name])) as Readonly<
  Record<number, ItemState>
>
function stateOf(number: number): ItemState {
  return stateNames[number] ?? 'planned'
}
export function kindNumber(kind: EntryKind): number {
  return entryKinds.indexOf(kind)
}

/** The values of the column `walk`; never reorder. */
export const walkNumbers = {
  /** Nothing more has to be found out. */
  nothing: 0,
  /** For a folder: its contents still have to be listed. */
  toWalk: 1,
  /** The name was free when its folder was listed. */
  isFree: 2,
  /** A source that could not be read and must be read again. */
  lostSource: 3,
} as const

export function walkNumber({ isToWalk, isFree }: Partial<Pick<ItemFacts, 'isToWalk' | 'isFree'>>): number {
  if (isToWalk) return walkNumbers.toWalk
  return isFree ? walkNumbers.isFree : walkNumbers.nothing
}

export type RawItem = readonly [
  number: number,
  parent: number,
  name: string,
  toName: string | null,
  kind: number,
  size: number | null,
  modified: number | null,
  state: number,
  walk: number,
  copied: number,
  detail: string | null,
]
/** A damaged detail is treated as empty. */
export const readableDetail = `iif(json_valid(detail), detail, '{}')`
export const itemColumns = 'number, parent, name, to_name, kind, size, modified, state, walk, copied, detail'

export function itemOf(raw: RawItem): ItemRecord {
  const [number, parent, name, toName, kind, size, modified, state, walk, copied, detail] = raw
  return {
    number,
    parent,
    name,
    ...(toName !== null && { toName }),
    kind: entryKinds[kind] ?? 'special',
    ...(size !== null && { sizeBytes: size }),
    ...(modified !== null && { modifiedMs: modified }),
    isToWalk: walk === walkNumbers.toWalk,
    isFree: walk === walkNumbers.isFree,
    copiedBytes: copied,
    ...statusOf(stateOf(state), detail),
  }
}

/** A record that can't be read becomes an item without details, so the queue still starts. */
function statusOf(state: ItemState, text: string | null): ItemStatus {
  if (text === null) return { state, detail: {} }
  try {
    return { state, detail: JSON.parse(text) as object }
  } catch {
    return { state, detail: {} }
  }
}

export function detailText(detail: ItemDetail | undefined): string | null {
  if (!detail) return null
  for (const _ in detail) return JSON.stringify(detail)
  return null
}
