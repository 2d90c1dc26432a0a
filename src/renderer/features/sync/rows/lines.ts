/** Which rows are shown, and in which order: flat, or below the names of their folders. */
import { parentPath } from '../../../../contract/location.ts'
import type { PlanRow } from '../../../../contract/sync/plan.ts'

export type RowsTab = 'differences' | 'left' | 'right' | 'same'

export interface FolderLine {
  readonly path: string
  readonly rows: number
  readonly isOpen: boolean
}

/** What each line shows: a row by its place among all, or (-1, -2, …) one of the folders. */
export interface Lines {
  readonly at: Int32Array
  readonly folders: readonly FolderLine[]
}

export function isInTab({ left, right }: Pick<PlanRow, 'left' | 'right'>, tab: RowsTab): boolean {
  if (tab === 'left') return left !== undefined && right === undefined
  if (tab === 'right') return right !== undefined && left === undefined
  return true
}

export function countTabs(rows: readonly PlanRow[]): { readonly left: number; readonly right: number } {
  let [left, right] = [0, 0]
  for (const row of rows) {
    if (isInTab(row, 'left')) left += 1
    else if (isInTab(row, 'right')) right += 1
  }
  return { left, right }
}

/** The places of the rows, a folder's names together and before what is in the folders below. */
export function orderByPath(rows: readonly { readonly path: string }[]): Int32Array {
  const keys = rows.map(({ path }) => sortKey(path))
  return Int32Array.from(rows.keys()).toSorted((a, b) => compareText(keys[a] ?? '', keys[b] ?? ''))
}

/** A folder's own names have the least sign before them, what is below it the next one. */
function sortKey(path: string): string {
  const folder = parentPath(path)
  return folder === '' ? `\0${path}` : `\u0001${folder.replaceAll('/', '\u0001')}\0${path.slice(folder.length + 1)}`
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

export interface LinesOptions {
  readonly tab: RowsTab
  readonly isByFolder: boolean
  /** Paths of the folders that are closed. */
  readonly closed: ReadonlySet<string>
}

/** `order`: as `orderByPath` gives it, or as the rows came. */
export function linesOf(rows: readonly PlanRow[], order: Int32Array, { tab, isByFolder, closed }: LinesOptions): Lines {
  const shown = order.filter((at) => rows[at] && isInTab(rows[at], tab))
  if (!isByFolder) return { at: shown, folders: [] }
  const lines: number[] = []
  const folders: { path: string; rows: number; isOpen: boolean }[] = []
  let folder: (typeof folders)[number] | undefined
  for (const at of shown) {
    const path = parentPath(rows[at]?.path ?? '')
    if (path !== (folder?.path ?? '')) {
      folder = { path, rows: 0, isOpen: !closed.has(path) }
      folders.push(folder)
      lines.push(-folders.length)
    }
    if (folder) folder.rows += 1
    if (folder?.isOpen ?? true) lines.push(at)
  }
  return { at: Int32Array.from(lines), folders }
}

/** As many numbers as there are rows, in turn: the order they came in. */
export function orderAsCame(count: number): Int32Array {
  return Int32Array.from({ length: count }, (_, at) => at)
}

/** The folder a line is of, or undefined for a row. */
export function folderAt({ at, folders }: Lines, line: number): FolderLine | undefined {
  const what = at[line] ?? 0
  return what < 0 ? folders[-what - 1] : undefined
}

/** The places of the rows between two lines, both included. */
export function rowsBetween({ at }: Lines, one: number, other: number): readonly number[] {
  const [from, until] = one < other ? [one, other] : [other, one]
  return Array.from(at.subarray(from, until + 1)).filter((row) => row >= 0)
}
