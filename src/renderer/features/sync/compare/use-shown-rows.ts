import { useMemo, useState } from 'react'
import type { PlanRow } from '../../../../contract/sync/plan.ts'
import { type Lines, linesOf, orderAsCame, orderByPath, type RowsTab } from '../rows/lines.ts'

export interface ShownRows {
  readonly lines: Lines
  readonly isByFolder: boolean
  readonly setByFolder: (isByFolder: boolean) => void
  readonly fold: (path: string, how: { readonly isOpen: boolean }) => void
}

/** Returns the lines to show. While more rows arrive, they are in arrival order. */
export function useShownRows(
  rows: readonly PlanRow[],
  { tab, isArriving }: { readonly tab: RowsTab; readonly isArriving: boolean },
): ShownRows {
  const [isByFolder, setByFolder] = useState(false)
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set())
  const order = useMemo(() => (isArriving ? orderAsCame(rows.length) : orderByPath(rows)), [rows, isArriving])
  const isGrouped = isByFolder && !isArriving
  const lines = useMemo(
    () => linesOf(rows, order, { tab, isByFolder: isGrouped, closed }),
    [rows, order, tab, isGrouped, closed],
  )

  function fold(path: string, { isOpen }: { readonly isOpen: boolean }) {
    const next = new Set(closed)
    if (isOpen) next.delete(path)
    else next.add(path)
    setClosed(next)
  }
  return { lines, isByFolder, setByFolder, fold }
}
