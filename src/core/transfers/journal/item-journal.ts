import type { ItemState } from '../../../contract/transfer.ts'
import {
  detailText,
  itemColumns,
  itemOf,
  kindNumber,
  type RawItem,
  stateNumbers,
  walkNumber,
  walkNumbers,
} from './item-columns.ts'
import type { DoneDetail, ItemDetail, ItemFacts, ItemRecord, ItemStatus, NewItem, OpenItem } from './item-record.ts'
import { isOpen } from './item-record.ts'
import type { Statements } from './statements.ts'

/** What changes of an item. Fields that are absent stay. */
export type ItemPatch = Pick<ItemFacts, 'number'> &
  Partial<Pick<ItemFacts, 'copiedBytes' | 'toName' | 'isToWalk'>> & {
    /** What it is, where that was not known before. */
    readonly facts?: Pick<NewItem, 'kind' | 'sizeBytes' | 'modifiedMs'>
  } & (ItemStatus | { readonly state?: undefined; readonly detail?: ItemDetail })

/** Items that follow one another and ended alike: done, each copied whole. */
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

export interface ItemPageWish {
  readonly states?: readonly ItemState[]
  readonly after?: number
  readonly limit: number
  readonly from?: 'first' | 'last'
}

export interface ItemJournal {
  /** Adds items, numbered from `first` on. */
  add(transfer: number, first: number, items: readonly NewItem[]): void
  /** Adds files of a folder that are copied already, all in the same way. */
  addCopied(transfer: number, first: number, parent: number, files: readonly CopiedFile[], detail: DoneDetail): void
  get(transfer: number, number: number): ItemRecord | undefined
  /** The folders to look into next, in the order they were found. */
  toWalk(transfer: number, limit: number): readonly OpenItem[]
  /** Planned ones after a number, folders among them only where they are wanted. */
  planned(transfer: number, after: number, limit: number, options?: { readonly folders?: boolean }): readonly OpenItem[]
  /** The last ones before a number, the last first. */
  folders(transfer: number, before: number, limit: number): readonly ItemRecord[]
  /** Are there any in a run of numbers that are not done? */
  hasUndone(transfer: number, first: number, last: number): boolean
  page(transfer: number, wish: ItemPageWish): readonly ItemRecord[]
  inRange(transfer: number, first: number, last: number, after: number, limit: number): readonly ItemRecord[]
  patch(transfer: number, patches: readonly (ItemPatch | DoneRun)[]): void
  /** Gives all of one state another one; tells how many. */
  move(transfer: number, from: ItemState, to: ItemState): number
  /** Sources that could not be looked at, and are to be again. */
  lostSources(transfer: number): readonly OpenItem[]
  /** Makes all that failed planned again; tells how many of them need the plan to go on. */
  retryFailed(transfer: number): number
  /**
   * Has folders that are done walked once more; tells how many there were of those that were made, and of those that were
   * there before.
   */
  walkAgain(transfer: number): { readonly done: number; readonly existing: number }
  count(transfer: number, state: ItemState): number
  sumOfBytes(transfer: number, state: ItemState): number
  /** Of what is in the stages of such items. */
  sumOfStaged(transfer: number, state: ItemState): number
}

const { planned, failed, done } = stateNumbers
const { nothing, toWalk, lostSource } = walkNumbers
const [file, folder] = [kindNumber('file'), kindNumber('folder')]

const from = 'from items where transfer = ?'
const notFolder = `and kind <> ${folder}`
/** A detail that was spoilt is none. */
const readable = `iif(json_valid(detail), detail, '{}')`
const insertAll = `insert into items
  select ?1, ?2 + key, value->>0, value->>1, value->>2, value->>3, value->>4, value->>5, value->>6, value->>7, 0, value->>8
  from json_each(?3)`

const insertCopied = `insert into items
  select ?1, ?2 + key, ?3, value->>0, null, ${file}, value->>1, value->>2, ${done}, ${nothing}, value->>1, ?4
  from json_each(?5)`

/**
 * Most changes are of these three columns: all of them in one statement. A detail that is empty is none. `found.key` keeps
 * SQLite from looking through all items of the transfer, each time for each change.
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

/** What an earlier change of the same item says holds where this one says nothing. */
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

export function createItemJournal({ run, one, rows, atOnce }: Statements): ItemJournal {
  const select = (rest: string, ...values: readonly unknown[]) =>
    (rows(itemColumns, `${from} ${rest}`, ...values) as readonly RawItem[]).map(itemOf)
  const selectOpen = (rest: string, ...values: readonly unknown[]) => select(rest, ...values).filter(isOpen)
  const numberIn = (sql: string, ...values: readonly unknown[]) =>
    (one(sql, ...values) as { n: number | null } | undefined)?.n
  return {
    add(transfer, first, items) {
      // one statement for all: half the time that one each takes
      run(insertAll, transfer, first, JSON.stringify(items.map(columnsOf)))
    },
    addCopied(transfer, first, parent, files, detail) {
      const columns = files.map(({ name, sizeBytes, modifiedMs = null }) => [name, sizeBytes, modifiedMs])
      run(insertCopied, transfer, first, parent, detailText(detail), JSON.stringify(columns))
    },
    get: (transfer, number) => select('and number = ?', transfer, number)[0],
    toWalk: (transfer, limit) => selectOpen(`and walk = ${toWalk} order by number limit ?`, transfer, limit),
    lostSources: (transfer) => selectOpen(`and parent = 0 and walk = ${lostSource}`, transfer),
    planned: (transfer, after, limit, { folders = false } = {}) =>
      selectOpen(
        `and number > ? and state = ${planned} and walk <> ${lostSource} ${folders ? '' : notFolder} order by number limit ?`,
        transfer,
        after,
        limit,
      ),
    folders: (transfer, before, limit) =>
      select(`and number < ? and kind = ${folder} order by number desc limit ?`, transfer, before, limit),
    hasUndone: (transfer, first, last) =>
      one(
        `select 1 from items where transfer = ? and number >= ? and number <= ? and state <> ${done} limit 1`,
        transfer,
        first,
        last,
      ) !== undefined,
    page(transfer, { states, after, limit, from: end = 'first' }) {
      const numbers = states?.map((state) => stateNumbers[state]).join(', ')
      const isFirst = end === 'first'
      const edge = after ?? (isFirst ? 0 : Number.MAX_SAFE_INTEGER)
      const within = numbers === undefined ? '' : `and state in (${numbers})`
      const past = isFirst ? 'and number > ? order by number' : 'and number < ? order by number desc'
      return select(`${within} ${past} limit ?`, transfer, edge, limit)
    },
    inRange: (transfer, first, last, after, limit) =>
      select(
        'and number >= ? and number <= ? and number > ? order by number limit ?',
        transfer,
        first,
        last,
        after,
        limit,
      ),
    patch(transfer, patches) {
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
          if ('first' in patch) patchRun(transfer, patch)
          else patchItem(transfer, patch)
        }
        writeSimple()
      })
    },
    move: (transfer, was, becomes) =>
      run(
        'update items set state = ? where transfer = ? and state = ?',
        stateNumbers[becomes],
        transfer,
        stateNumbers[was],
      ),
    retryFailed: (transfer) =>
      atOnce(() => {
        const ofFailed = `where transfer = ? and state = ${failed}`
        const folders = run(
          `update items set walk = ${toWalk}, state = ${planned} ${ofFailed} and kind = ${folder}`,
          transfer,
        )
        const lost = run(
          `update items set walk = ${lostSource}, state = ${planned} ${ofFailed} and parent = 0 and size is null
           and modified is null and kind = ${file}`,
          transfer,
        )
        run(`update items set state = ${planned} ${ofFailed}`, transfer)
        return folders + lost
      }),
    walkAgain: (transfer) =>
      atOnce(() => {
        const walked = `transfer = ? and kind = ${folder} and json_extract(${readable}, '$.children') is not null`
        const ofDone = `${walked} and state = ${done}`
        const existing =
          numberIn(`select count(*) as n from items where ${ofDone} and not detail->>'isMade'`, transfer) ?? 0
        const all = run(`update items set walk = ${toWalk}, state = ${planned} where ${ofDone}`, transfer)
        run(`update items set walk = ${toWalk} where ${walked} and state = ${planned}`, transfer) // of a move
        return { done: all - existing, existing }
      }),
    count: (transfer, state) =>
      numberIn('select count(*) as n from items where transfer = ? and state = ?', transfer, stateNumbers[state]) ?? 0,
    sumOfStaged: (transfer, state) =>
      numberIn(
        `select sum(piece.value->>'sizeBytes') as n from items, json_each(${readable}, '$.stage.pieces') piece
         where transfer = ? and state = ? and detail is not null`,
        transfer,
        stateNumbers[state],
      ) ?? 0,
    sumOfBytes: (transfer, state) =>
      numberIn('select sum(size) as n from items where transfer = ? and state = ?', transfer, stateNumbers[state]) ?? 0,
  }

  function patchRun(transfer: number, { first, last, detail }: DoneRun) {
    run(
      `update items set state = ${done}, copied = size, detail = ? where transfer = ? and number >= ? and number <= ?`,
      detailText(detail),
      transfer,
      first,
      last,
    )
  }
  function patchItem(transfer: number, patch: ItemPatch) {
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
}
