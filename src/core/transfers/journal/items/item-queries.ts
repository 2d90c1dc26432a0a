/** Finds and counts the items of a transfer. */
import type { ItemState } from '../../../../contract/transfer.ts'
import { isOpen, type ItemRecord, type OpenItem } from '../item-record.ts'
import type { Statements } from '../../../files/statements.ts'
import {
  itemColumns,
  itemOf,
  kindNumber,
  type RawItem,
  readableDetail,
  stateNumbers,
  walkNumbers,
} from './item-columns.ts'

export interface ItemPageWish {
  readonly states?: readonly ItemState[]
  readonly after?: number
  readonly limit: number
  readonly from?: 'first' | 'last'
}

export interface ItemQueries {
  get(transfer: number, number: number): ItemRecord | undefined
  /** Returns the next folders to list, in the order in which they were found. */
  toWalk(transfer: number, limit: number): readonly OpenItem[]
  /** Returns sources that could not be read and must be read again. */
  lostSources(transfer: number): readonly OpenItem[]
  /** Returns planned items after a number. Folders are included only with `folders`. */
  planned(transfer: number, after: number, limit: number, options?: { readonly folders?: boolean }): readonly OpenItem[]
  /** Returns the last items before a number, the last first. */
  folders(transfer: number, before: number, limit: number): readonly ItemRecord[]
  /** Tells whether any item in a range of numbers is not done. */
  hasUndone(transfer: number, first: number, last: number): boolean
  page(transfer: number, wish: ItemPageWish): readonly ItemRecord[]
  inRange(transfer: number, first: number, last: number, after: number, limit: number): readonly ItemRecord[]
  count(transfer: number, state: ItemState): number
  sumOfBytes(transfer: number, state: ItemState): number
  /** Returns the bytes in the stages of such items. */
  sumOfStaged(transfer: number, state: ItemState): number
}

const { planned, done } = stateNumbers
const { toWalk, lostSource } = walkNumbers
const folder = kindNumber('folder')

const from = 'from items where transfer = ?'
const notFolder = `and kind <> ${folder}`

export function createItemQueries({ one, rows }: Statements): ItemQueries {
  const select = (rest: string, ...values: readonly unknown[]) =>
    (rows(itemColumns, `${from} ${rest}`, ...values) as readonly RawItem[]).map(itemOf)
  const selectOpen = (rest: string, ...values: readonly unknown[]) => select(rest, ...values).filter(isOpen)
  const numberIn = (sql: string, ...values: readonly unknown[]) =>
    (one(sql, ...values) as { n: number | null } | undefined)?.n ?? 0
  return {
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
    count: (transfer, state) =>
      numberIn('select count(*) as n from items where transfer = ? and state = ?', transfer, stateNumbers[state]),
    sumOfStaged: (transfer, state) =>
      numberIn(
        `select sum(piece.value->>'sizeBytes') as n from items, json_each(${readableDetail}, '$.stage.pieces') piece
         where transfer = ? and state = ? and detail is not null`,
        transfer,
        stateNumbers[state],
      ),
    sumOfBytes: (transfer, state) =>
      numberIn('select sum(size) as n from items where transfer = ? and state = ?', transfer, stateNumbers[state]),
  }
}
