import type { Cell, TableColumn } from '../../contract/api/tables.ts'

type Row = readonly Cell[]

const widest = 60

/** Formats rows as lines for a user. The widths come from the first rows, so that the output starts at once. */
export function createTableText(columns: readonly TableColumn[]) {
  let widths: readonly number[] | undefined

  return {
    columns,
    /** Returns the lines of each row. The first row is preceded by the heading. */
    lines(rows: readonly Row[]): readonly (readonly string[])[] {
      const isFirst = widths === undefined
      widths ??= columns.map(({ name }, at) => {
        const longest = rows.reduce((length, row) => Math.max(length, shown(row[at]).length), name.length)
        return Math.min(longest, widest)
      })
      const now = widths
      const line = (texts: readonly string[]) =>
        texts
          .map((text, at) => fit(text, now[at] ?? 0, columns[at]?.kind === 'number'))
          .join('  ')
          .trimEnd()
      const heading = [line(columns.map(({ name }) => name)), now.map((width) => '─'.repeat(width)).join('  ')]
      return rows.map((row, at) => [...(isFirst && at === 0 ? heading : []), line(row.map(shown))])
    },
  }
}

function shown(cell: Cell | undefined): string {
  if (cell === null || cell === undefined) return 'NULL'
  return String(cell).replaceAll('\n', ' ')
}

function fit(text: string, width: number, isNumber: boolean): string {
  if (text.length > width) return `${text.slice(0, width - 1)}…`
  return isNumber ? text.padStart(width) : text.padEnd(width)
}

/** Returns rows as values for a program, including lists and structures. */
export function rowObjects(columns: readonly TableColumn[], rows: readonly Row[]): Record<string, unknown>[] {
  return rows.map((row) =>
    Object.fromEntries(columns.map(({ name, kind }, at) => [name, valueOf(row[at] ?? null, kind)])),
  )
}

function valueOf(cell: Cell, kind: TableColumn['kind']): unknown {
  if (kind !== 'nested' || typeof cell !== 'string') return cell
  try {
    return JSON.parse(cell)
  } catch {
    return cell
  }
}

/** NULL is empty; an empty text is in quotes. */
export function csvLine(cells: Row): string {
  return `${cells.map(csvCell).join(',')}\n`
}

function csvCell(cell: Cell): string {
  if (cell === null) return ''
  const text = String(cell)
  return text === '' || /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
