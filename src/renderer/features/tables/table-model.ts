import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Contract } from '../../../contract/contract.ts'
import type { QueryRequest } from '../../../contract/api/tables.ts'
import { failureOf } from '../../../contract/failure.ts'
import type { Location } from '../../../contract/location.ts'
import type { Client } from '../../../rpc/client.ts'
import { firstQuery, type Locate, sourcesOf, statisticsQuery } from './query-text.ts'
import { createResultReader, type ResultReader } from './result-reader.ts'
import { nothing, type Sorting, type Statistics, type TableState } from './table-state.ts'

export interface TableModel {
  readonly state: StoreApi<TableState>
  preview(): Promise<void>
  /** Runs a query and stops the one that is running. */
  run(sql: string, sorting?: Sorting): Promise<void>
  /** Fetches the next rows of the result. */
  more(): Promise<void>
  stop(): void
  count(column: string): Promise<void>
  closeStatistics(): void
  requestFor(sql: string): Promise<QueryRequest>
}

export function createTableModel(client: () => Client<Contract>, here: Location, locate: Locate): TableModel {
  const state = createStore<TableState>(() => nothing)
  let running = new AbortController()
  let reader: ResultReader | undefined

  function begin(): AbortSignal {
    running.abort(new DOMException('Something else is asked.', 'AbortError'))
    running = new AbortController()
    reader = undefined
    return running.signal
  }
  /** A failed request leaves the present rows unchanged. */
  async function attempt(signal: AbortSignal, work: () => Promise<void>) {
    try {
      await work()
    } catch (error) {
      if (!signal.aborted) state.setState({ status: 'idle', hasMore: false, failure: failureOf(error) })
    }
  }
  async function requestFor(sql: string): Promise<QueryRequest> {
    return { sql, sources: await sourcesOf(sql, here, locate) }
  }

  return {
    state,
    requestFor,
    async preview() {
      const signal = begin()
      state.setState({ ...nothing, status: 'previewing' }, true)
      await attempt(signal, async () => {
        const preview = await client().tables.preview({ location: here }, { signal })
        const { columns, page, readBytes } = preview
        if (signal.aborted) return
        state.setState({ columns, cells: page.columns, rows: page.rows, preview, readBytes, status: 'idle' })
      })
    },
    async run(sql, sorting) {
      const signal = begin()
      const { preview, columns, cells, rows, readBytes } = state.getState()
      const kept = { columns, cells, rows, readBytes, ...(preview && { preview }) }
      state.setState({ ...nothing, ...kept, status: 'running', ran: sql, ...(sorting && { sorting }) }, true)
      await attempt(signal, async () => {
        const request = { ...(await requestFor(sql)), ...(sorting && { orderBy: sorting }) }
        if (signal.aborted) return
        reader = createResultReader(state, client().tables.query(request, { signal }), signal)
        await reader.pull()
      })
    },
    async more() {
      const { status, hasMore } = state.getState()
      const now = reader
      if (status !== 'idle' || !hasMore || !now) return
      state.setState({ status: 'running' })
      await attempt(running.signal, async () => now.pull())
    },
    stop() {
      if (state.getState().status === 'running') state.setState({ status: 'stopped', hasMore: false })
      running.abort(new DOMException('Stopped by a person.', 'AbortError'))
      reader?.leave()
    },
    count: async (column) => countColumn(state, column, client, requestFor),
    closeStatistics: () => state.setState(withoutStatistics(state.getState()), true),
  }
}

async function countColumn(
  state: StoreApi<TableState>,
  column: string,
  client: () => Client<Contract>,
  requestFor: TableModel['requestFor'],
) {
  const wished: Statistics = { column }
  const isWished = () => state.getState().statistics === wished
  state.setState({ statistics: wished })
  try {
    const request = await requestFor(statisticsQuery(state.getState().ran ?? firstQuery, column))
    for await (const item of client().tables.query(request)) {
      if (item.kind !== 'page' || !isWished()) continue
      state.setState({ statistics: { column, cells: item.page.columns.map(([cell]) => cell ?? null) } })
    }
  } catch (error) {
    if (isWished()) state.setState({ ...withoutStatistics(state.getState()), failure: failureOf(error) }, true)
  }
}

function withoutStatistics(state: TableState): TableState {
  const rest: { statistics?: Statistics } & TableState = { ...state }
  delete rest.statistics
  return rest
}
