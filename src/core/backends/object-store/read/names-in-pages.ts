interface NamedRow {
  readonly name: string
}

/**
 * Groups the rows of a listing by name, page by page. Rows of one name are adjacent. Those of the last name of a page
 * may continue on the next page, so they are returned with that page.
 */
export function createNameReader<Row extends NamedRow>(): (page: {
  readonly rows: readonly Row[]
  readonly isLast: boolean
}) => [name: string, rows: Row[]][] {
  let open: readonly Row[] = []
  return ({ rows, isLast }) => {
    const byName = new Map<string, Row[]>()
    for (const row of [...open, ...rows]) {
      const known = byName.get(row.name)
      if (known) known.push(row)
      else byName.set(row.name, [row])
    }
    open = []
    const last = [...byName.keys()].at(-1)
    if (!isLast && last !== undefined) {
      open = byName.get(last) ?? []
      byName.delete(last)
    }
    return [...byName]
  }
}
