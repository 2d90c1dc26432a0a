/** Adds items to a transfer and records their results. */
import type { ItemState } from '../../../../contract/transfer.ts'
import type { DoneDetail, ItemDetail, ItemFacts, ItemStatus, NewItem } from '../item-record.ts'
import type { Statements } from '../../../files/statements.ts'
import { detailText, kindNumber, stateNumbers, walkNumber, walkNumbers } from './item-columns.ts'

/** Changes to an item. Absent fields stay as they are. */
export type ItemPatch = Pick<ItemFacts, 'number'> &
  Partial<Pick<ItemFacts, 'copiedBytes' | 'toName' | 'isToWalk'>> & {
    /** The facts of the item, if they were unknown before. */
    readonly facts?: Pick<NewItem, 'kind' | 'sizeBytes' | 'modifiedMs'>
  } & (ItemStatus | { readonly state?: undefined; readonly detail?: ItemDetail })

/** Consecutive items with the same end: done, each copied in full. */
export interface DoneRun {
  readonly first: number
  readonly last: number
  readonly detail: DoneDetail
}

export interface CopiedFile {
  readonly name: string
  readonly sizeBytes: number
  readonly modifiedMs: number | undefined
}

export interface ItemWrites {
  /** Adds items, numbered from `first`. */
  add(transfer: number, first: number, items: readonly NewItem[]): void
  /** Adds files of a folder that are already copied, all in the same way. */
  addCopied(transfer: number, first: number, parent: number, files: readonly CopiedFile[], detail: DoneDetail): void
  patch(transfer: number, patches: readonly (ItemPatch | DoneRun)[]): void
  /** Moves all items of one state to another state. Returns their number. */
  move(transfer: number, from: ItemState, to: ItemState): number
}

const { done } = stateNumbers
const file = kindNumber('file')

const insertAll = `insert into items
  select ?1, ?2 + key, value->>0, value->>1, value->>2, value->>3, value->>4, value->>5, value->>6, value->>7, 0, value->>8
  from json_each(?3)`

const insertCopied = `insert into items
  select ?1, ?2 + key, ?3, value->>0, null, ${file}, value->>1, value->>2, ${done}, ${walkNumbers.nothing}, value->>1, ?4
  from json_each(?5)`

/**
 * Most changes affect only these three columns, so one statement writes them all. An empty detail is stored as null.
 * `found.key` keeps SQLite from scanning all items of the transfer for each change.
 */
const updateAll = `update items set
    state = coalesce(found.value->>1, state),
    copied = coalesce(found.value->>2, copied),
    detail = case when found.value->>3 is null then detail else nullif(found.value->>3, '') end
  from json_each(?2) as found
  where items.transfer = ?1 + 0 * found.key and items.number = found.value->>0`

function isSimple(patch: ItemPatch | DoneRun): patch is ItemPatch {
  return !('first' in patch) && patch.toName === undefined && patch.isToWalk === undefined && patch.facts === undefined
}

type Values = readonly (string | number | null)[]

/** Values that this change lacks are taken from an earlier change of the same item. */
function valuesOf({ number, state, copiedBytes, detail }: ItemPatch, earlier: Values = []): Values {
  return [
    number,
    state === undefined ? (earlier[1] ?? null) : stateNumbers[state],
    copiedBytes ?? earlier[2] ?? null,
    detail === undefined ? (earlier[3] ?? null) : (detailText(detail) ?? ''),
  ]
}

function columnsOf(item: NewItem): Values {
  return [
    item.parent,
    item.name,
    item.toName ?? null,
    kindNumber(item.kind),
    item.sizeBytes ?? null,
    item.modifiedMs ?? null,
    stateNumbers[item.state ?? 'planned'],
    walkNumber(item),
    detailText(item.detail),
  ]
}

export function createItemWrites(statements: Statements): ItemWrites {
  const { run } = statements
  return {
    add(transfer, first, items) {
      // One statement for all takes half the time of one statement each.
      run(insertAll, transfer, first, JSON.stringify(items.map(columnsOf)))
    },
    addCopied(transfer, first, parent, files, detail) {
      const columns = files.map(({ name, sizeBytes, modifiedMs = null }) => [name, sizeBytes, modifiedMs])
      run(insertCopied, transfer, first, parent, detailText(detail), JSON.stringify(columns))
    },
    patch: (transfer, patches) => patchItems(statements, transfer, patches),
    move: (transfer, was, becomes) =>
      run(
        'update items set state = ? where transfer = ? and state = ?',
        stateNumbers[becomes],
        transfer,
        stateNumbers[was],
      ),
  }
}

/** Writes changes in order. Changes of the three usual columns are collected until another kind of change follows. */
function patchItems(statements: Statements, transfer: number, patches: readonly (ItemPatch | DoneRun)[]): void {
  const { run, atOnce } = statements
  atOnce(() => {
    let simple = new Map<number, Values>()
    const writeSimple = () => {
      if (simple.size > 0) run(updateAll, transfer, JSON.stringify([...simple.values()]))
      simple = new Map()
    }
    for (const patch of patches) {
      if (isSimple(patch)) {
        simple.set(patch.number, valuesOf(patch, simple.get(patch.number)))
        continue
      }
      writeSimple()
      if ('first' in patch) patchRun(statements, transfer, patch)
      else patchItem(statements, transfer, patch)
    }
    writeSimple()
  })
}

function patchRun({ run }: Statements, transfer: number, { first, last, detail }: DoneRun): void {
  run(
    `update items set state = ${done}, copied = size, detail = ? where transfer = ? and number >= ? and number <= ?`,
    detailText(detail),
    transfer,
    first,
    last,
  )
}

function patchItem({ run }: Statements, transfer: number, patch: ItemPatch): void {
  const { number, state, copiedBytes, toName, isToWalk, detail, facts } = patch
  const sets: string[] = []
  const values: unknown[] = []
  const set = (column: string, value: unknown) => {
    sets.push(`${column} = ?`)
    values.push(value)
  }
  if (state !== undefined) set('state', stateNumbers[state])
  if (copiedBytes !== undefined) set('copied', copiedBytes)
  if (toName !== undefined) set('to_name', toName)
  if (isToWalk !== undefined) set('walk', walkNumber({ isToWalk }))
  if (facts) {
    set('kind', kindNumber(facts.kind))
    set('size', facts.sizeBytes ?? null)
    set('modified', facts.modifiedMs ?? null)
  }
  if (detail !== undefined) set('detail', detailText(detail))
  if (sets.length > 0)
    run(`update items set ${sets.join(', ')} where transfer = ? and number = ?`, ...values, transfer, number)
}
