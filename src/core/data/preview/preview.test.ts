import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Backend } from '../../backends/backend.ts'
import { createMemoryBackend } from '../../backends/memory/index.ts'
import { createTablesHarness, parquetOf, put, signal, type TablesHarness } from '../tables.test-support.ts'
import { wholeValues } from './read-beginning.ts'

let backend: Backend
let harness: TablesHarness
beforeEach(() => {
  backend = createMemoryBackend()
  harness = createTablesHarness({ mem: backend })
})
afterEach(() => harness.close())

const previewOf = async (path: string) => harness.tables.preview({ mount: 'mem', path }, { signal })

describe('a preview', () => {
  it('of a small file shows all of it', async () => {
    await put(backend, 'a.csv', 'id;name\n1;one\n2;\n')
    expect(await previewOf('a.csv')).toMatchObject({
      format: 'csv',
      sizeBytes: 17,
      readBytes: 17,
      rows: 2,
      columns: [
        { name: 'id', kind: 'number' },
        { name: 'name', kind: 'text' },
      ],
      page: {
        rows: 2,
        columns: [
          ['1', '2'],
          ['one', null],
        ],
      },
    })
  })

  it.each(['a.csv', 'a.csv.gz', 'a.jsonl', 'a.json'])('of a large %s reads only its beginning', async (name) => {
    const rows = Array.from({ length: 60_000 }, (_, at) => ({ id: at, text: `row "${at}" [${Math.sin(at)}` }))
    const csv = `id,text\n${rows.map(({ id, text }) => `${id},"${text.replaceAll('"', '""')}"\n`).join('')}`
    const lines = rows.map((row) => JSON.stringify(row))
    const body = name.includes('csv') ? csv : name === 'a.json' ? `[${lines.join(',')}]` : lines.join('\n')
    await put(backend, name, name.endsWith('gz') ? gzipSync(csv) : body)
    const shown = await previewOf(name)
    expect(shown.page.rows).toBe(200)
    expect(shown.page.columns[1]?.[199]).toBe(rows[199]?.text)
    expect(shown.readBytes).toBe(262_144)
    expect(shown.rows).toBeUndefined()
  })

  it('of Parquet reads the footer and the first rows, and knows the row count', async () => {
    const sql = `select i, i::decimal(12, 2) as price, (-12345678901234567890.123 - i)::decimal(38, 3) as huge, date '2026-01-01' + (i % 9)::int as day, [i] as list, {'a': i} as struct,
      timestamp '2026-01-31 10:20:30' as moment, i % 2 = 0 as flag, case when i > 0 then 'x' end as word from range(300000) t(i)`
    const bytes = await parquetOf(sql, ', row_group_size 10000')
    await put(backend, 'a.parquet', bytes)
    const shown = await previewOf('a.parquet')
    expect(shown).toMatchObject({ format: 'parquet', rows: 300_000, sizeBytes: bytes.length, leftOut: [] })
    expect(shown.readBytes).toBeLessThan(bytes.length / 4)
    expect(shown.page.rows).toBe(200)
    expect(shown.page.columns.map((column) => column[1])).toEqual([
      '1',
      '1.00',
      '-12345678901234567891.123',
      '2026-01-02',
      '["1"]',
      '{"a":"1"}',
      '2026-01-31 10:20:30',
      false,
      'x',
    ])
    expect(shown.columns.slice(0, 4).map(({ type }) => type)).toEqual([
      'BIGINT',
      'DECIMAL(12,2)',
      'DECIMAL(38,3)',
      'DATE',
    ])
    expect(shown.page.columns.at(-1)?.[0]).toBeNull()
  })

  it('of Parquet leaves out columns whose first rows would take too many bytes', async () => {
    const sql =
      'select i, repeat(md5(i::text), 60) || md5((i * 7)::text) as large, sha256(i::text) || sha256((i+1)::text) as odd from range(60000) t(i)'
    await put(backend, 'a.parquet', await parquetOf(sql, ', compression uncompressed, row_group_size 60000'))
    const shown = await previewOf('a.parquet')
    expect(shown.leftOut).toContain('large')
    expect(shown.columns.map(({ name }) => name)).toContain('i')
    expect(shown.readBytes).toBeLessThan(6_000_000)
  })

  it('fails for a file that is not a table', async () => {
    await put(backend, 'a.pdf', 'x')
    await put(backend, 'a.parquet', 'PAR1 but no more than that')
    await expect(previewOf('a.pdf')).rejects.toMatchObject({ failure: { kind: 'unsupported' } })
    await expect(previewOf('a.parquet')).rejects.toMatchObject({ failure: { kind: 'corrupt' } })
    await expect(previewOf('none.csv')).rejects.toMatchObject({ failure: { kind: 'not-found' } })
  })

  it('cuts JSON after its last complete value', () => {
    expect(wholeValues(Buffer.from('[{"a":"}"},{"b":[1,2')).toString()).toBe('[{"a":"}"}]')
    expect(wholeValues(Buffer.from('{"a":1}\n{"a":"x\\"}')).toString()).toBe('{"a":1}')
  })
})
