import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Backend } from '../../backends/backend.ts'
import { localDescriptor } from '../../backends/local/index.ts'
import { createMemoryBackend } from '../../backends/memory/index.ts'
import { createTablesHarness, parquetOf, put, signal, type TablesHarness } from '../tables.test-support.ts'

let memory: Backend
let local: Backend & { close?: () => Promise<void> }
let root: string
let harness: TablesHarness
beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'portolan-local-'))
  memory = createMemoryBackend()
  local = await localDescriptor.open({ path: root }, {}, { signal })
  harness = createTablesHarness({ mem: memory, disk: local })
})
afterEach(async () => {
  await harness.close()
  await local.close?.()
  rmSync(root, { recursive: true, force: true })
})

const two = "select * from (values (1, 'one'), (2, 'two')) t(id, name)"

describe('a query', () => {
  it.each(['mem', 'disk'])('reads CSV, TSV, JSON, JSON lines and Parquet of the mount %s', async (mount) => {
    const backend = mount === 'mem' ? memory : local
    await put(backend, 'a.csv', 'id,name\n1,one\n2,two\n')
    await put(backend, 'a.tsv', 'id\tname\n1\tone\n2\ttwo\n')
    await put(backend, 'a.json', '[{"id":1,"name":"one"},{"id":2,"name":"two"}]')
    await put(backend, 'a.jsonl', '{"id":1,"name":"one"}\n{"id":2,"name":"two"}\n')
    await put(backend, 'a.parquet', await parquetOf(two))
    for (const name of ['a.csv', 'a.tsv', 'a.json', 'a.jsonl', 'a.parquet']) {
      const { rows, columns, readBytes } = await harness.run(`select id::int, name from '${mount}:${name}' order by 1;`)
      expect(columns.map((column) => column.name).at(-1)).toBe('name')
      expect(rows).toEqual([
        [1, 'one'],
        [2, 'two'],
      ])
      expect(readBytes > 0).toBe(mount === 'mem')
    }
  })

  it('reads folders, patterns and partitions, with any names', async () => {
    for (const [year, month] of [
      [2025, 1],
      [2026, 1],
      [2026, 2],
    ]) {
      await put(
        memory,
        `sales/year=${year}/month=${month}/a[1]'s.csv`,
        `amount\n${Number(year) * 10 + Number(month)}\n`,
      )
    }
    await put(memory, 'sales/_SUCCESS.csv', 'broken,\n1,2,3')
    const all = await harness.run("select year, month, amount from 'mem:sales' order by 1, 2")
    expect(all.rows.map((row) => row.map(Number))).toEqual([
      [2025, 1, 20251],
      [2026, 1, 20261],
      [2026, 2, 20262],
    ])
    const some = await harness.run("select sum(amount)::int from 'mem:sales/year=2026/*/*.csv'")
    expect(some.rows).toEqual([[40523]])
    const deep = await harness.run("select count(*)::int from 'mem:**/a[[]1*.csv'")
    expect(deep.rows).toEqual([[3]])
    const one = await harness.run("select amount::int from 'mem:sales/year=2026/month=2/a[1]''s.csv'")
    expect(one.rows).toEqual([[20262]])
  })

  it('joins files of two mounts, and resolves “this”', async () => {
    await put(memory, 'a.csv', 'k,v\n1,x\n2,y\n')
    await put(local, 'b.csv', 'k,w\n2,z\n')
    const sql = "select v, w from this join 'disk:b.csv' b using (k)"
    const sources = [{ text: 'this', location: { mount: 'mem', path: 'a.csv' } }]
    expect((await harness.run({ sql, sources })).rows).toEqual([['y', 'z']])
    await expect(harness.run('select * from this')).rejects.toThrow('No file or folder is selected')
  })

  it('keeps values exactly', async () => {
    const sql = `select 9007199254740993::bigint a, 1.50::decimal(10,2) b, date '2026-01-31' c,
      timestamp '2026-01-31 10:20:30.123456' d, [1, null] e, {'x': 1, 'y': 'z'} f, null g, true h, 'nan'::double i,
      interval '3 days' j, '\\xAA'::blob k, 0.5::double l`
    const { columns, rows } = await harness.run(sql)
    expect(rows).toEqual([
      [
        '9007199254740993',
        '1.50',
        '2026-01-31',
        '2026-01-31 10:20:30.123456',
        '[1,null]',
        '{"x":1,"y":"z"}',
        null,
        true,
        'NaN',
        '3 days',
        String.raw`\xAA`,
        0.5,
      ],
    ])
    expect(columns.map(({ kind }) => kind).join()).toBe(
      'number,number,time,time,nested,nested,number,boolean,number,time,bytes,number',
    )
    expect(columns[1]?.type).toBe('DECIMAL(10,2)')
  })

  it('sorts a result by any of its columns', async () => {
    const request = {
      sql: 'select i as n, -i as m from range(5) t(i) -- last',
      orderBy: { column: 1, descending: true },
    }
    expect((await harness.run(request)).rows.map(([n]) => Number(n))).toEqual([0, 1, 2, 3, 4])
  })

  it('detects a changed file, even with the same size and time', async () => {
    await put(memory, 'a.csv', 'n\n1\n')
    expect((await harness.run("select n::int from 'mem:a.csv'")).rows).toEqual([[1]])
    const stream = new Blob(['n\n2\n']).stream() as ReadableStream<Uint8Array>
    const { modifiedMs = 0 } = await memory.stat('a.csv', { signal })
    await memory.write('a.csv', stream, { signal, ifExists: 'replace', modifiedMs })
    expect((await harness.run("select n::int from 'mem:a.csv'")).rows).toEqual([[2]])
  })

  it('reuses what it already fetched', async () => {
    await put(memory, 'a.csv', `n\n${'1\n'.repeat(5000)}`)
    expect((await harness.run("select count(*)::int from 'mem:a.csv'")).readBytes).toBe(10_002)
    const again = await harness.run("select sum(n)::int from 'mem:a.csv'")
    expect(again).toMatchObject({ rows: [[5000]], readBytes: 1 })
  })

  it('names the line and the reason for malformed CSV', async () => {
    await put(memory, 'a.csv', `a,b\n${'1,2\n'.repeat(30_000)}1,2,3\n`)
    const failed = harness.run("select count(b) from 'mem:a.csv'")
    await expect(failed).rejects.toThrow(
      /^Line 30002 of mem:a\.csv can’t be read: .*Expected Number of Columns: 2 Found: 3\.$/,
    )
  })

  it('explains what is wrong with a query', async () => {
    await put(memory, 'a.csv', 'alpha\n1\n')
    await put(memory, 'a.txt', 'alpha\n1\n')
    await expect(harness.run("select alhpa from 'mem:a.csv'")).rejects.toThrow(/alhpa.*alpha/s)
    await expect(harness.run("select * from 'mem:none.csv'")).rejects.toMatchObject({ failure: { kind: 'not-found' } })
    await expect(harness.run("select * from 'mem:*.tsv'")).rejects.toThrow('no file matches the pattern')
    await expect(harness.run("select * from 'mem:a.txt'")).rejects.toThrow('is not that of a table')
    expect((await harness.run("select alpha::int from read_csv('mem:a.txt', header = true)")).rows).toEqual([[1]])
    await expect(harness.run("select 'abc")).rejects.toThrow('The quote at character 8 has no end.')
    await expect(harness.run(' -- nothing')).rejects.toThrow('Enter a query.')
    await expect(harness.run('select 1; select 2')).rejects.toThrow('one query at a time')
  })

  it('ends when its caller cancels, and leaves nothing behind', async () => {
    const cancel = new AbortController()
    const running = harness.run('select count(*) from range(100000000000) a(i), range(1000) b(j) where i % 7 = j', {
      signal: cancel.signal,
    })
    setTimeout(() => cancel.abort(new DOMException('enough', 'AbortError')), 300)
    await expect(running).rejects.toThrow('enough')
    expect((await harness.run('select 1')).rows).toEqual([[1]])
  })

  it('ends when its reader stops midway in a large result', async () => {
    let pages = 0
    for await (const item of harness.tables.query(
      { sql: 'select i, md5(i::text) from range(1000000000) t(i)' },
      { signal },
    )) {
      if (item.kind === 'page') pages += 1
      if (pages === 3) break
    }
    expect(pages).toBe(3)
  })

  it('fails with a message if it exceeds its memory and disk limits', async () => {
    const small = createTablesHarness({}, { memoryBytes: 50_000_000, temporaryBytes: 10_000_000 })
    const sql = 'select len(list(md5(i::text))) from range(5000000) t(i)'
    await expect(small.run(sql)).rejects.toThrow('needs more memory')
    await small.close()
  })
})

it('summarizes and describes a table', async () => {
  await put(memory, 'a.csv', 'n\n1\n3\n')
  const sources = [{ text: 'this', location: { mount: 'mem', path: 'a.csv' } }]
  expect((await harness.run({ sql: 'summarize this', sources })).rows[0]?.slice(0, 4)).toEqual([
    'n',
    'BIGINT',
    '1',
    '3',
  ])
  expect((await harness.run("describe 'mem:a.csv'")).rows[0]?.slice(0, 2)).toEqual(['n', 'BIGINT'])
})

describe('the access of a query', () => {
  it.each([
    "select * from read_csv('/etc/passwd')",
    "select * from read_csv(concat('/etc/', 'passwd'))",
    "select * from read_text('/etc/passwd')",
    'select * from "/etc/passwd"',
    'select * from "/etc/x.csv"',
    "select * from glob('/etc/*')",
    "select * from sniff_csv(concat('/etc/passwd'))",
    "attach '/tmp/portolan-x.db'",
    "copy (select 1) to '/tmp/portolan-x.csv'",
    'install httpfs',
    'load httpfs',
    "set memory_limit = '90GB'",
    'set enable_external_access = true',
    "pragma memory_limit = '90GB'",
    'create table t as select 1',
    "export database '/tmp/portolan-x'",
    "select * from read_csv(concat('http://127.0.0.1:9/', 'x.csv'))",
    "select 1; copy (select 1) to '/tmp/portolan-x.csv'",
  ])('is limited to the files it names: %s', async (sql) => {
    await expect(harness.run(sql)).rejects.toMatchObject({ failure: { kind: 'bad-input' } })
  })

  it('excludes files beside them and targets of links that lead out', async () => {
    mkdirSync(join(root, 'in'))
    writeFileSync(join(root, 'in/a.csv'), 'n\n1\n')
    writeFileSync(join(root, 'b.csv'), 'n\n2\n')
    await expect(harness.run(`select * from 'disk:in/a.csv', read_csv(concat('${root}', '/b.csv'))`)).rejects.toThrow(
      'was refused: a query can only read',
    )
    const outside = mkdtempSync(join(tmpdir(), 'portolan-outside-'))
    writeFileSync(join(outside, 'secret.csv'), 'n\n3\n')
    symlinkSync(join(outside, 'secret.csv'), join(root, 'in/link.csv'))
    symlinkSync('a.csv', join(root, 'in/inside.csv'))
    expect((await harness.run("select n::int from 'disk:in/inside.csv'")).rows).toEqual([[1]])
    await expect(harness.run("select * from 'disk:in/link.csv'")).rejects.toMatchObject({
      failure: { kind: 'outside' },
    })
    rmSync(outside, { recursive: true })
  })
})
