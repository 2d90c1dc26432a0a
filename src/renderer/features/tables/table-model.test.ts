import { expect, test, vi } from 'vitest'
import type { QueryItem, QueryRequest } from '../../../contract/api/tables.ts'
import type { Contract } from '../../../contract/contract.ts'
import { StorageError } from '../../../contract/failure.ts'
import type { Client } from '../../../rpc/client.ts'
import { createTableModel } from './table-model.ts'

const columns = [{ name: 'n', type: 'INTEGER', kind: 'number' }] as const

/** Answers queries with this number of pages, each with two hundred rows. */
function fakeClient(pages: number) {
  const asked: QueryRequest[] = []
  let left = 0
  async function* query(request: QueryRequest): AsyncGenerator<QueryItem> {
    asked.push(request)
    try {
      if (request.sql === 'bad') throw new StorageError({ kind: 'bad-input', message: 'No.', operation: 'test' })
      yield { kind: 'columns', columns: [...columns] }
      for (let at = 0; at < pages; at++)
        yield { kind: 'page', page: { rows: 200, columns: [Array.from({ length: 200 }, (_, row) => 200 * at + row)] } }
      yield { kind: 'end', rows: 200 * pages, readBytes: 7, elapsedMs: 1 }
    } finally {
      left += 1
    }
  }
  const client = { tables: { query } } as unknown as Client<Contract>
  const model = createTableModel(
    () => client,
    { mount: 'm', path: 'a.csv' },
    async () => 'none',
  )
  return { model, asked, ended: () => left }
}

test('fetches a result page by page, on demand', async () => {
  const { model, asked } = fakeClient(2)
  await model.run('select * from this')
  expect(model.state.getState()).toMatchObject({ rows: 200, hasMore: true, status: 'idle' })
  await model.more()
  expect(model.state.getState()).toMatchObject({ rows: 400, hasMore: true })
  await model.more()
  expect(model.state.getState()).toMatchObject({ rows: 400, hasMore: false, readBytes: 7 })
  expect(model.state.getState().cells[0]?.[399]).toBe(399)
  expect(asked[0]?.sources).toEqual([{ text: 'this', location: { mount: 'm', path: 'a.csv' } }])
})

test('passes the sort order to the engine', async () => {
  const { model, asked } = fakeClient(1)
  await model.run('select 1', { column: 0, descending: true })
  expect(asked[0]?.orderBy).toEqual({ column: 0, descending: true })
  expect(model.state.getState().sorting).toEqual({ column: 0, descending: true })
})

test('keeps the previous rows after a failure', async () => {
  const { model } = fakeClient(1)
  await model.run('select 1')
  await model.run('bad')
  expect(model.state.getState()).toMatchObject({ rows: 200, status: 'idle', failure: { message: 'No.' } })
})

test('stopping keeps the rows and ends the call', async () => {
  const { model, ended } = fakeClient(9)
  await model.run('select 1')
  model.stop()
  await vi.waitFor(() => expect(ended()).toBe(1))
  await model.more()
  expect(model.state.getState().rows).toBe(200)
})
