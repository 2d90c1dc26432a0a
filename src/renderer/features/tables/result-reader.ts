import type { StoreApi } from 'zustand/vanilla'
import type { QueryItem, TablePage } from '../../../contract/api/tables.ts'
import { mostRows, type TableState } from './table-state.ts'

/** Reads a result into the state, only as far as it is needed. */
export interface ResultReader {
  /** Reads more rows than fit on a screen, or all that remain. Throws the failure of the call. */
  pull(): Promise<void>
  /** Stops reading. */
  leave(): void
}

const screenRows = 200

export function createResultReader(
  state: StoreApi<TableState>,
  answer: AsyncIterable<QueryItem>,
  signal: AbortSignal,
): ResultReader {
  const beganMs = performance.now()
  const readBefore = state.getState().readBytes
  const items = answer[Symbol.asyncIterator]()
  let rows = 0
  let isOver = false

  function leave() {
    isOver = true
    void items.return?.().catch(() => {})
  }
  function add(page: TablePage) {
    const before = state.getState()
    const cells = page.columns.map((more, at) => [before.cells[at] ?? [], more].flat())
    rows += page.rows
    const isCut = rows >= mostRows
    if (isCut) leave()
    const elapsedMs = before.elapsedMs ?? performance.now() - beganMs
    state.setState({ cells, rows, status: 'idle', hasMore: !isCut, isCut, elapsedMs })
  }
  function take(item: QueryItem) {
    if (item.kind === 'columns') {
      state.setState({ columns: item.columns, cells: item.columns.map(() => []), rows: 0 })
    } else if (item.kind === 'page') add(item.page)
    else state.setState({ readBytes: readBefore + item.readBytes })
    if (item.kind !== 'end') return
    isOver = true
    state.setState({ status: 'idle', hasMore: false, elapsedMs: state.getState().elapsedMs ?? item.elapsedMs })
  }

  return {
    leave,
    async pull() {
      for (const enough = rows + screenRows; !isOver && rows < enough;) {
        const next = await items.next()
        if (signal.aborted || next.done === true) return
        take(next.value)
      }
    },
  }
}
