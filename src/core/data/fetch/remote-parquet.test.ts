import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeWithService } from '../../backends/s3/testing/service.ts'
import { createTestBucket, type TestBucket } from '../../backends/s3/testing/test-bucket.ts'
import { s3Descriptor } from '../../backends/s3/index.ts'
import type { Backend } from '../../backends/backend.ts'
import { createTablesHarness, parquetOf, signal, type TablesHarness } from '../tables.test-support.ts'

await describeWithService('tables in a bucket', (service) => {
  let bucket: TestBucket
  let backend: Backend & { close?(): Promise<void> }
  let harness: TablesHarness
  beforeAll(async () => {
    bucket = await createTestBucket(service)
    backend = await s3Descriptor.open({ bucket: bucket.name, ...service }, {}, { signal })
    harness = createTablesHarness({ reports: backend })
  })
  afterAll(async () => {
    await harness.close()
    await backend.close?.()
    await bucket.remove()
  })

  it('are read with little traffic for one of a hundred columns', async () => {
    const columns = Array.from({ length: 100 }, (_, at) => `(hash(i * 100 + ${at}) % 1000000007)::bigint as c${at}`)
    const table = `select ${columns.join(', ')} from range(25000) t(i)`
    const bytes = await parquetOf(table)
    await bucket.put('2026/wide.parquet', bytes)
    const one = await harness.run("select sum(c50)::varchar from 'reports:2026/*.parquet'")
    expect(one.rows).toEqual((await harness.run(`select sum(c50)::varchar from (${table})`)).rows)
    expect(one.readBytes).toBeLessThan(bytes.length / 20)
  })

  it('are read again if the ETag changed', async () => {
    await bucket.put('a.parquet', await parquetOf('select 1 as a, 2 as b'))
    expect((await harness.run("select a from 'reports:a.parquet'")).rows).toEqual([[1]])
    await bucket.put('a.parquet', await parquetOf('select 3 as a, 4 as b'))
    expect((await harness.run("select a from 'reports:a.parquet'")).rows).toEqual([[3]])
  })

  it('are stored in one step', async () => {
    await bucket.put('n.csv', 'n\n1\n2\n')
    const to = { mount: 'reports', path: 'out.parquet' }
    const wish = { sql: "select n * 2 as m from 'reports:n.csv'", to, format: 'parquet', ifExists: 'fail' } as const
    for await (const item of harness.tables.save(wish, { signal })) {
      if (item.kind === 'end') expect(item).toMatchObject({ rows: 2 })
    }
    expect((await harness.run("select sum(m)::int from 'reports:out.parquet'")).rows).toEqual([[6]])
    const again = harness.tables.save(wish, { signal })[Symbol.asyncIterator]()
    await expect(
      (async () => {
        while (!(await again.next()).done);
      })(),
    ).rejects.toMatchObject({ failure: { kind: 'exists' } })
  })
})
