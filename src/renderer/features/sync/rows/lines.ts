/** Decides which rows are shown and in which order: as a flat list, or grouped by folder. */
import { parentPath } from '../../../../contract/location.ts'
import type { PlanRow } from '../../../../contract/sync/plan.ts'

export type RowsTab = 'differences' | 'left' | 'right' | 'same'

export interface FolderLine {
  readonly path: string
  readonly rows: number
  readonly isOpen: boolean
}

/** The content of each line: the index of a row, or a negative number (-1, -2, …) for a folder. */
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

/**
 * Returns the indexes of the rows by path: the entries of a folder are together, before the entries of its subfolders.
 */
export function orderByPath(rows: readonly { readonly path: string }[]): Int32Array {
  const keys = rows.map(({ path }) => sortKey(path))
  return Int32Array.from(rows.keys()).toSorted((a, b) => compareText(keys[a] ?? '', keys[b] ?? ''))
}

/** Entries of the folder itself get the lowest character in front, and entries of subfolders the next one. */
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
  /** The paths of the collapsed folders. */
  readonly closed: ReadonlySet<string>
}

/** Returns the lines. `order` is the result of `orderByPath` or `orderAsCame`. */
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

/** Returns the arrival order: the numbers from 0 up to `count`. */
export function orderAsCame(count: number): Int32Array {
  return Int32Array.from({ length: count }, (_, at) => at)
}

/** Returns the folder of a line, or undefined if the line is a row. */
export function folderAt({ at, folders }: Lines, line: number): FolderLine | undefined {
  const what = at[line] ?? 0
  return what < 0 ? folders[-what - 1] : undefined
}

/** Returns the indexes of the rows between two lines, both included. */
export function rowsBetween({ at }: Lines, one: number, other: number): readonly number[] {
  const [from, until] = one < other ? [one, other] : [other, one]
  return Array.from(at.subarray(from, until + 1)).filter((row) => row >= 0)
}
