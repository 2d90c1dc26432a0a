import { mkdirSync, readdirSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Backend } from '../../backends/backend.ts'
import { createMemoryBackend } from '../../backends/memory/index.ts'
import { createTablesHarness, parquetOf, put, signal, type TablesHarness } from '../tables.test-support.ts'

let backend: Backend
let harness: TablesHarness
beforeEach(() => {
  backend = createMemoryBackend()
  harness = createTablesHarness({ mem: backend })
})
afterEach(() => harness.close())

/** 40 columns of about equal size. */
const columns = Array.from({ length: 40 }, (_, at) => `(hash(i * 40 + ${at}) % 1000000007)::bigint as c${at}`).join(
  ', ',
)
const wide = `select ${columns} from range(20000) t(i)`

describe('partitions of remote Parquet files', () => {
  const table = (year: number, month: number) =>
    `select ${year * 100 + month} * 1000 + i as v, hash(i * ${month + year})::ubigint as h from range(20000) t(i)`
  let bytes = 0
  beforeEach(async () => {
    bytes = 0
    for (const [year, month] of [2024, 2025, 2026].flatMap((one) => [1, 2].map((two) => [one, two] as const))) {
      const body = await parquetOf(table(year, month))
      bytes += body.length
      await put(backend, `sales/year=${year}/month=0${month}/it's%20a.parquet`, body)
    }
  })

  it.each([
    ['year = 2026', 2],
    ["year >= 2025 and month = '01' and h > 3", 2],
    ['year in (2024, 2026)', 4],
    ['year = 2026 or month = 2', 4],
    ['v > 0', 6],
  ])('are fetched only if the condition selects them: %s', async (condition, files) => {
    const all = [2024, 2025, 2026].flatMap((year) =>
      [1, 2].map((month) => `select *, ${year} as year, '0${month}' as month from (${table(year, month)})`),
    )
    const { rows, readBytes } = await harness.run(`select sum(h)::varchar from 'mem:sales' where ${condition}`)
    const direct = await harness.run(`select sum(h)::varchar from (${all.join(' union all ')}) where ${condition}`)
    expect(rows).toEqual(direct.rows)
    // At least the end of each file is read.
    expect(readBytes).toBeLessThan((bytes / 6) * files + 6 * 66_000)
  })
})

describe('a remote Parquet file', () => {
  it('is read only at the columns of the query', async () => {
    const bytes = await parquetOf(wide)
    await put(backend, 'wide.parquet', bytes)
    const direct = await harness.run(`select sum(c7)::varchar from (${wide})`)
    const one = await harness.run("select sum(c7)::varchar from 'mem:wide.parquet'")
    expect(one.rows).toEqual(direct.rows)
    expect(one.readBytes).toBeLessThan(bytes.length / 8)
    const two = await harness.run("select max(c8)::varchar from 'mem:wide.parquet' where c9 > 5")
    expect(two.rows).toEqual((await harness.run(`select max(c8)::varchar from (${wide}) where c9 > 5`)).rows)
    expect(two.readBytes).toBeLessThan(bytes.length / 8)
    const count = await harness.run("select count(*)::int from 'mem:wide.parquet'")
    expect(count).toMatchObject({ rows: [[20_000]], readBytes: 1 })
    const all = await harness.run("select * from 'mem:wide.parquet' order by c0 limit 3")
    expect(all.rows).toEqual((await harness.run(`select * from (${wide}) order by c0 limit 3`)).rows)
  })

  it.each([
    "select h.x::int as x from 'mem:n.parquet' where l[1] = 3",
    "select count(*)::int from 'mem:n.parquet' where s = 'a7'",
    'select "odd, ""name"".x"::int from \'mem:n.parquet\' where s like \'a1%\' order by 1 limit 4',
    "select s, sum(i)::int from 'mem:n.parquet' group by s order by all limit 3",
    "select a.i::int from 'mem:n.parquet' a join 'mem:n.parquet' b on a.i = b.j where b.s = 'a3' order by 1 limit 5",
    "select * from 'mem:n.parquet' order by i desc limit 2",
    "select i::int from 'mem:n.parquet' where s in (select max(s) from 'mem:n.parquet') order by 1 limit 2",
  ])('gives the same result as the whole file: %s', async (sql) => {
    const nested = `select i, 2 * i as j, 'a' || i % 10 as s, [i, i + 1] as l, {'x': i, 'y': md5(i::text)} as h, i as "odd, ""name"".x"
      from range(30000) t(i)`
    await put(backend, 'n.parquet', await parquetOf(nested, ', row_group_size 5000'))
    const direct = await harness.run(sql.replaceAll("'mem:n.parquet'", `(${nested})`))
    expect((await harness.run(sql)).rows).toEqual(direct.rows)
  })

  it('is read again if it changed between two queries', async () => {
    await put(backend, 'a.parquet', await parquetOf('select 1 as a, 2 as b'))
    expect((await harness.run("select a from 'mem:a.parquet'")).rows).toEqual([[1]])
    await put(backend, 'a.parquet', await parquetOf('select 3 as a, 4 as b'))
    expect((await harness.run("select b from 'mem:a.parquet'")).rows).toEqual([[4]])
  })

  it('is reported as corrupt if it is not Parquet', async () => {
    await put(backend, 'a.parquet', 'not a table')
    await expect(harness.run("select a from 'mem:a.parquet'")).rejects.toMatchObject({ failure: { kind: 'corrupt' } })
    await put(backend, 'b.parquet', '')
    await expect(harness.run("select a from 'mem:b.parquet'")).rejects.toMatchObject({ failure: { kind: 'corrupt' } })
  })
})

it('removes the files of a killed program, and keeps those of a running one', async () => {
  mkdirSync(`${harness.folder}/999999999-dead/f1`, { recursive: true })
  mkdirSync(`${harness.folder}/${process.ppid}-alive`)
  await put(backend, 'a.csv', 'n\n1\n')
  await harness.run("select * from 'mem:a.csv'")
  const left = readdirSync(harness.folder)
  expect(left.filter((name) => name.endsWith('-dead'))).toEqual([])
  expect(left).toContain(`${process.ppid}-alive`)
})

it('lets a query finish that reads a file which changed meanwhile', async () => {
  await put(backend, 'a.csv', `n\n${'1\n'.repeat(500_000)}`)
  const slow = harness.tables.query({ sql: "select n::int as n from 'mem:a.csv'" }, { signal })
  let sum = 0
  for await (const item of slow) {
    if (item.kind !== 'page') continue
    if (sum === 0) {
      await put(backend, 'a.csv', 'n\n5\n')
      expect((await harness.run("select n::int from 'mem:a.csv'")).rows).toEqual([[5]])
    }
    sum += item.page.columns[0]?.length ?? 0
  }
  expect(sum).toBe(500_000)
})

it('stays within its size limit, and leaves nothing behind', async () => {
  const small = createTablesHarness({ mem: backend }, { fetchedBytes: 25_000 })
  for (const name of ['a', 'b', 'c']) await put(backend, `${name}.csv`, `n\n${'1\n'.repeat(5000)}`)
  for (const name of ['a', 'b', 'c']) await small.run(`select sum(n) from 'mem:${name}.csv'`)
  const [own = ''] = readdirSync(small.folder)
  expect(readdirSync(`${small.folder}/${own}`)).toHaveLength(2)
  await expect(small.run("select * from 'mem:*.csv'")).rejects.toMatchObject({ failure: { kind: 'too-large' } })
  await small.tables.close()
  expect(readdirSync(small.folder)).toEqual([])
  await small.close()
})
