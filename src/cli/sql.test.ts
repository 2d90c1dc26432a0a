import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type CliHarness, createCliHarness } from './testing/cli-harness.ts'

let cli: CliHarness
beforeEach(() => {
  cli = createCliHarness()
  mkdirSync(join(cli.cwd, 'data'))
  writeFileSync(join(cli.cwd, 'data/a.csv'), 'id,name,amount\n1,"Ada, L.",1.50\n2,,20\n')
  writeFileSync(join(cli.cwd, 'data/b.csv'), 'id,name,amount\n3,"say ""hi""",3\n')
  writeFileSync(join(cli.home, 'h.jsonl'), '{"k":1,"tags":["x","y"]}\n')
})
afterEach(() => cli.close())

describe('sql', () => {
  it('prints a table on a terminal', async () => {
    const { code, out } = await cli.run(['sql', "select id, name, amount from 'data/*.csv' order by id"])
    expect(code).toBe(0)
    expect(out).toBe(
      [
        'id  name      amount',
        '──  ────────  ──────',
        ' 1  Ada, L.      1.5',
        ' 2  NULL        20.0',
        ' 3  say "hi"     3.0',
        '',
      ]
        .join('\n')
        .replaceAll('20.0', '  20')
        .replaceAll('3.0', '  3'),
    )
  })

  it('prints lines of JSON, or CSV, for programs', async () => {
    const json = await cli.run(['sql', "select * from '~/h.jsonl'", '--json'])
    expect(JSON.parse(json.out)).toEqual({ k: '1', tags: ['x', 'y'] })
    const csv = await cli.run(['sql', "select name, id from 'Home:h.jsonl', 'data' order by id", '--csv'])
    expect(csv.out).toBe('name,id\n"Ada, L.",1\n,2\n"say ""hi""",3\n')
  })

  it('reads the file given as “this”', async () => {
    expect((await cli.run(['sql', 'select count(*)::int n from this', 'data/a.csv', '--csv'])).out).toBe('n\n2\n')
    expect((await cli.run(['sql', 'select count(*) from this'])).code).toBe(2)
  })

  it('stores a result, and replaces a file only on request', async () => {
    const store = ['sql', "from 'data' order by id", '--output']
    expect((await cli.run([...store, 'Home:out/all.csv'])).code).toBe(0)
    expect(readFileSync(join(cli.home, 'out/all.csv'), 'utf8')).toContain('Ada, L.')
    expect((await cli.run([...store, 'Home:out/all.parquet'])).code).toBe(0)
    const back = await cli.run(['sql', "select sum(id)::int s from 'Home:out/all.parquet'", '--csv'])
    expect(back.out).toBe('s\n6\n')
    expect((await cli.run([...store, 'Home:out/all.csv'])).code).not.toBe(0)
    expect((await cli.run([...store, 'Home:out/all.csv', '--on-conflict', 'overwrite'])).code).toBe(0)
    expect((await cli.run([...store, 'Home:out/all.xlsx'])).code).toBe(2)
    expect(readdirSync(join(cli.home, 'out')).toSorted()).toEqual(['all.csv', 'all.parquet'])
  })

  it('reports errors, and leaves no temporary files', async () => {
    const { code, err } = await cli.run(['sql', "select nome from 'data/a.csv'"])
    expect(code).toBe(2)
    expect(err).toContain('nome')
    expect((await cli.run(['sql', "select * from 'data/none.csv'"])).code).toBe(4)
    expect((await cli.run(['sql', "copy (select 1) to '/tmp/portolan-x.csv'"])).code).toBe(2)
    expect(existsSync('/tmp/portolan-x.csv')).toBe(false)
    const tables = join(cli.configFolder, 'tables')
    expect(existsSync(tables) ? readdirSync(tables) : []).toEqual([])
  })
})
