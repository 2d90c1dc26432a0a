import { afterEach, beforeEach, expect, it } from 'vitest'
import { createCacheRig, put } from '../../caches/caches.test-support.ts'
import { createTablesHarness, parquetOf } from '../tables.test-support.ts'

let rig: Awaited<ReturnType<typeof createCacheRig>>
beforeEach(async () => void (rig = await createCacheRig()))
afterEach(() => rig.close())

/** Runs a query in a new program: its fetched files are removed with it, but the mount's cache stays. */
async function ask(sql: string) {
  const cache = rig.caches.of({ ...rig.options, limits: { content: { ttlMs: 1e12, bytes: 1e9 } } })
  const program = createTablesHarness({ far: rig.mount }, { contentsOf: () => cache.contents })
  try {
    return await program.run(sql)
  } finally {
    await program.close()
  }
}

it('reuses what an earlier program fetched, and only checks whether it changed', async () => {
  await put(rig.store, 'n.csv', `n\n${'1\n'.repeat(100_000)}`)
  const sql = "select sum(n)::int from 'far:n.csv'"
  expect(await ask(sql)).toMatchObject({ rows: [[100_000]], readBytes: 200_002 })
  rig.state.asked = 0
  expect(await ask(sql)).toMatchObject({ rows: [[100_000]], readBytes: 1 })
  expect(rig.state.asked).toBe(1)
})

it('reads a file again that changed in the store, regardless of the time-to-live', async () => {
  await put(rig.store, 'n.csv', 'n\n1\n')
  expect((await ask("select n::int from 'far:n.csv'")).rows).toEqual([[1]])
  await put(rig.store, 'n.csv', 'n\n2\n')
  expect((await ask("select n::int from 'far:n.csv'")).rows).toEqual([[2]])
})

it('reads all parts of a Parquet file in one state', async () => {
  const table = (by: number) =>
    parquetOf(`select i * ${by} as a, hash(i) as b from range(60000) t(i)`, ', row_group_size 2048')
  await put(rig.store, 'p.parquet', await table(1))
  const sql = "select max(a)::int, count(b)::int from 'far:p.parquet'"
  expect((await ask(sql)).rows).toEqual([[59_999, 60_000]])
  rig.state.asked = 0
  rig.state.nowMs = Date.now() + 60_000 // A check that is made now is later than the start of the query.
  expect((await ask(sql)).readBytes).toBe(1)
  expect(rig.state.asked).toBe(1)
  rig.state.nowMs = Date.now()
  await put(rig.store, 'p.parquet', await table(2))
  expect((await ask(sql)).rows).toEqual([[119_998, 60_000]])
})
