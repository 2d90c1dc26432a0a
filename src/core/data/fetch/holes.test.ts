import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parquetMetadata } from 'hyparquet'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startEngine } from '../engine/engine.ts'
import { rangesOf } from './parquet-parts.ts'
import { parquetOf, signal } from '../tables.test-support.ts'

/**
 * Partial reads depend on this: a column that was not fetched consists of zeros, and the engine rejects it for every
 * type, encoding and compression. A page header of zeros is invalid.
 */
const table = `select i::int as whole, i::double as real, i % 3 as few, 'x' || i % 5 as word, md5(i::text) as long, i % 2 = 0 as flag,
  [i] as list, {'a': i} as struct, null::int as nothing, case when i % 4 = 0 then i end as sparse, date '2026-01-01' + i::int as day,
  i::decimal(20, 2) as decimal, 7 as same from range(6000) t(i)`
const names = 'whole real few word long flag list struct nothing sparse day decimal same'.split(' ')

let folder: string
beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), 'portolan-holes-'))))
afterAll(() => rmSync(folder, { recursive: true }))

async function ask(path: string, sql: string): Promise<string> {
  const limits = { memoryBytes: 500_000_000, temporaryBytes: 100_000_000 }
  const engine = await startEngine({ kind: 'start', sql, files: [path], folder, limits }, { signal })
  try {
    await engine.ask({ kind: 'run' })
    const answer = await engine.ask({ kind: 'next' })
    return answer.kind === 'page' ? JSON.stringify(answer.page.columns) : answer.kind
  } catch (error) {
    return `failed: ${(error as Error).message}`
  } finally {
    await engine.end()
  }
}

it('allows queries of columns without a hole', async () => {
  const path = join(folder, 'others.parquet')
  const bytes = Buffer.from(await parquetOf(table))
  const footer = parquetMetadata(new Uint8Array(bytes).buffer)
  for (const { start, end } of rangesOf(footer, (one) => one === 'long')) bytes.fill(0, start, end)
  writeFileSync(path, bytes)
  const others = names.filter((one) => one !== 'long' && one !== 'nothing' && one !== 'sparse')
  const sql = `select ${others.map((one) => `count(${one})::int`).join(', ')} from read_parquet('${path}')`
  expect(JSON.parse(await ask(path, sql))).toEqual(others.map(() => [6000]))
})

describe.each([
  ['snappy', ', row_group_size 2048'],
  ['zstd of one group', ', compression zstd'],
  ['uncompressed version 2', ', compression uncompressed, parquet_version v2, row_group_size 2048'],
])('a hole in a Parquet file: %s', (name, options) => {
  it.each(names)('is an error and never a result: %s', async (column) => {
    const path = join(folder, `${name}-${column}.parquet`)
    const bytes = Buffer.from(await parquetOf(table, options))
    const footer = parquetMetadata(new Uint8Array(bytes).buffer)
    for (const { start, end } of rangesOf(footer, (one) => one === column)) bytes.fill(0, start, end)
    writeFileSync(path, bytes)
    const asked = `select hash(array_agg(${column}::text)) from read_parquet('${path}')`
    expect(await ask(path, asked)).toMatch(/^failed: .*(TProtocolException|[Pp]arquet|[Pp]age|Invalid)/)
  })
})
