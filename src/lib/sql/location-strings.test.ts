import { describe, expect, it } from 'vitest'
import { findNamedPlaces, replacePlaces } from './location-strings.ts'
import { readTokens } from './tokens.ts'

function textsIn(sql: string) {
  const found = findNamedPlaces(sql)
  if ('problem' in found) throw new Error(found.problem.sentence)
  return found.places.map(({ text, reader }) => (reader === undefined ? text : `${reader} ${text}`))
}

describe('locations named in a query', () => {
  it.each([
    ["select * from 'reports:2026/*.parquet'", ['reports:2026/*.parquet']],
    ["select * from 'a:x.csv' t join 'b:y.csv' u on t.k = u.k", ['a:x.csv', 'b:y.csv']],
    ["select * from 'a:x.csv' t, 'b:y.csv' as u where t.k in ('c:z.csv', 'd')", ['a:x.csv', 'b:y.csv']],
    ["from 'a:it''s.csv'", ["a:it's.csv"]],
    ["select 'from', 'x' from /* from 'no' */ 'a:x.csv' -- from 'no'\n where s = 'from ''q'", ['a:x.csv']],
    ["select '/*' from 'a:x.csv' where '*/' = s", ['a:x.csv']],
    ["select \"from 'no'\" from (select * from 'a:x.csv')", ['a:x.csv']],
    ['select * from this where this.a > 1', ['this']],
    ['select * from "this"', []],
    ["select * from read_csv('a:x.csv', delim = ';', nullstr = 'none')", ['read_csv a:x.csv']],
    ["select * from read_csv(concat('/etc/', 'x'))", []],
    [
      "select * from read_parquet(['a:x.parquet', 'a:y.parquet'], union_by_name = true)",
      ['read_parquet a:x.parquet', 'read_parquet a:y.parquet'],
    ],
    ["select * from $$a:x.csv$$ where x = $q$from 'no'$q$", ['a:x.csv']],
    ["select substring(s from 'pattern'), extract(year from d) from 'a:x.csv'", ['a:x.csv']],
    ["select trim(',' from s) from 'a:x.csv' order by 'a', 'b'", ['a:x.csv']],
    ["summarize 'a:x.csv'", ['a:x.csv']],
  ])('%s', (sql, texts) => {
    expect(textsIn(sql)).toEqual(texts)
  })

  it('are replaced in place', () => {
    const sql = "select 'this' from this, 'a:x.csv' where b = 'a:x.csv'"
    const found = findNamedPlaces(sql)
    const places = 'places' in found ? found.places : []
    expect(replacePlaces(sql, places, ({ text }) => `<${text}>`)).toBe(
      "select 'this' from <this>, <a:x.csv> where b = 'a:x.csv'",
    )
  })

  it('reports where an unclosed quote or comment begins', () => {
    expect(readTokens("select 'abc")).toEqual({ problem: { at: 7, sentence: 'The quote at character 8 has no end.' } })
    expect(readTokens('select 1 /* x')).toHaveProperty('problem.at', 9)
    expect(readTokens("select e'it\\'s', 1")).toHaveProperty('tokens.length', 4)
  })
})
