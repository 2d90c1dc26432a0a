/** Decides which columns a pane shows beside the names, with their widths and order. */
import type { ExtraColumn } from './extra-columns.ts'

export type ColumnId = 'size' | 'modified' | ExtraColumn

export const columnIds: readonly ColumnId[] = [
  'size',
  'modified',
  'folder',
  'since',
  'storageClass',
  'mode',
  'owner',
  'kind',
]

/** The user's choice, which applies to all panes. */
export interface ColumnChoice {
  readonly hidden: readonly ColumnId[]
  /** Widths in rem; a missing column has its standard width. */
  readonly widths: Readonly<Partial<Record<ColumnId, number>>>
  /** The columns that the user moved, in their order. The others follow in the standard order. */
  readonly order: readonly ColumnId[]
}

export const standardChoice: ColumnChoice = { hidden: [], widths: {}, order: [] }

/** The content of the first extra column, where it needs more width than others. */
export type RowMarks = 'since' | 'deleted' | 'folder' | 'text' | undefined

export interface ColumnRoom {
  /** The width of the pane. */
  readonly paneRem: number
  /** The standard width of a date, which depends on the date format. */
  readonly dateRem: number
  readonly marks: RowMarks
}

const gapRem = 0.5
const edgesRem = 1.5
const nameRem = 9
const leastRem = 2.5
const mostRem = 40

/** Returns the offered columns in the chosen order, without the hidden ones. */
export function chosenColumns(offered: readonly ColumnId[], { hidden, order }: ColumnChoice): readonly ColumnId[] {
  const place = (id: ColumnId) => {
    const at = order.indexOf(id)
    return at < 0 ? order.length + offered.indexOf(id) : at
  }
  return offered.filter((id) => !hidden.includes(id)).toSorted((a, b) => place(a) - place(b))
}

/**
 * Returns the columns that fit beside the names. In a narrow pane the last ones are removed first, then the time, then
 * the size; a column that marks the rows is removed last.
 */
export function fittingColumns(
  columns: readonly ColumnId[],
  choice: ColumnChoice,
  room: ColumnRoom,
): readonly ColumnId[] {
  let kept = columns.filter((id) => room.marks !== 'text' || id === 'size' || id === 'folder')
  const mark = markColumn(room.marks)
  const least = (ids: readonly ColumnId[]) =>
    ids.reduce((sum, id) => sum + gapRem + widthOf(id, choice, room), edgesRem + nameRem)
  while (kept.length > 0 && least(kept) > room.paneRem) {
    const extra = kept.findLast((id) => id !== 'size' && id !== 'modified' && id !== mark)
    const drop = extra ?? (kept.includes('modified') ? 'modified' : kept.includes('size') ? 'size' : kept.at(-1))
    kept = kept.filter((id) => id !== drop)
  }
  return kept
}

function markColumn(marks: RowMarks): ColumnId | undefined {
  return marks === 'since' || marks === 'deleted' ? 'since' : marks === undefined ? undefined : 'folder'
}

/** Returns the width of a column in rem. */
export function widthOf(id: ColumnId, { widths }: ColumnChoice, { dateRem, marks }: ColumnRoom): number {
  const standard = { size: 4.25, modified: dateRem, folder: 5, since: marks === 'deleted' ? 9 : 6 } as const
  return widths[id] ?? (id in standard ? standard[id as keyof typeof standard] : 5)
}

/** Returns the CSS grid template; the names take the remaining width. */
export function columnTemplate(columns: readonly ColumnId[], choice: ColumnChoice, room: ColumnRoom): string {
  const widths = columns.map((id) =>
    // The folder of a search result is as important as its name, so it grows with the pane.
    id === 'folder' && choice.widths.folder === undefined ? 'minmax(5rem, 0.6fr)' : `${widthOf(id, choice, room)}rem`,
  )
  return [room.marks === 'text' ? 'minmax(0, 1.6fr)' : 'minmax(0, 1fr)', ...widths].join(' ')
}

export function withWidth(choice: ColumnChoice, id: ColumnId, rem: number): ColumnChoice {
  return { ...choice, widths: { ...choice.widths, [id]: Math.min(mostRem, Math.max(leastRem, rem)) } }
}

export function toggleColumn(choice: ColumnChoice, id: ColumnId): ColumnChoice {
  const others = choice.hidden.filter((each) => each !== id)
  return { ...choice, hidden: others.length < choice.hidden.length ? others : [...others, id] }
}

/** Moves a column to the position of another one, or by one position. */
export function moveColumn(
  choice: ColumnChoice,
  shown: readonly ColumnId[],
  id: ColumnId,
  to: ColumnId | 1 | -1,
): ColumnChoice {
  const from = shown.indexOf(id)
  const target = typeof to === 'number' ? from + to : shown.indexOf(to)
  if (from < 0 || target < 0 || target >= shown.length) return choice
  const moved = shown.toSpliced(from, 1).toSpliced(target, 0, id)
  // Columns of other mounts keep their order after these.
  return { ...choice, order: [...moved, ...choice.order.filter((each) => !moved.includes(each))] }
}
