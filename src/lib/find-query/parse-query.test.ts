import { describe, expect, it } from 'vitest'
import { type FindQuery, parseFindQuery } from './parse-query.ts'

const nowMs = new Date(2026, 10, 28, 12).getTime()

function read(typed: string, inContents = false): FindQuery {
  const parsed = parseFindQuery(typed, { nowMs, inContents })
  if ('problem' in parsed) throw new Error(parsed.problem.sentence)
  return parsed.query
}
function refused(typed: string) {
  const parsed = parseFindQuery(typed, { nowMs })
  return 'problem' in parsed ? parsed.problem : undefined
}

describe('a query', () => {
  it('consists of words, patterns and conditions in any order', () => {
    const query = read('Q3 size>1mb type:PDF,.docx *.Pdf')
    expect(query.names).toEqual([
      { text: 'q3', isPattern: false },
      { text: '*.pdf', isPattern: true },
    ])
    expect(query.sizes).toEqual([{ from: 1_000_001, until: Number.POSITIVE_INFINITY }])
    expect(query.endings).toEqual([['pdf', 'docx']])
  })

  it('folds case and accents, and keeps quoted words together', () => {
    expect(read('"Été *" kind:IMAGE').names).toEqual([{ text: 'ete *', isPattern: false }])
    expect(read('content:"Two  Words"').contents).toEqual(['two  words'])
    expect(read('"size:1"').names).toEqual([{ text: 'size:1', isPattern: false }])
  })

  it('compares times by day, month and year, in the local time zone', () => {
    const [after] = read('modified>2026-01-31').times
    expect(after?.from).toBe(new Date(2026, 1, 1).getTime())
    expect(read('modified:2026-02').times).toEqual([
      { from: new Date(2026, 1, 1).getTime(), until: new Date(2026, 2, 1).getTime() },
    ])
    expect(read('modified:7d').times[0]?.from).toBe(new Date(2026, 10, 21, 12).getTime())
    expect(read('modified<today').times[0]?.until).toBe(new Date(2026, 10, 28).getTime())
  })

  it('reads tags with and without a value', () => {
    expect(read('tag:team=red tag:draft').tags).toEqual([{ key: 'team', value: 'red' }, { key: 'draft' }])
  })

  it('applies words to contents on request, but patterns to names', () => {
    const query = read('harbour *.md', true)
    expect(query.contents).toEqual(['harbour'])
    expect(query.names).toEqual([{ text: '*.md', isPattern: true }])
  })
})

describe('an invalid query', () => {
  it.each([
    ['', 0, 'Type what to find'],
    ['q3 "open', 3, 'quote at character 4 is never closed'],
    ['q3 size>big', 3, '“big” is not a size'],
    ['size:', 0, 'needs a value'],
    ['modified:2026-02-30', 0, 'is not a time'],
    ['modified>7d', 0, 'takes a date'],
    ['a kind:picture', 2, '“picture” is not a kind'],
    ['colour:red', 0, 'There is no “colour:”'],
    ['type>pdf', 0, 'is not compared'],
  ])('%j is refused at character %i', (typed, at, sentence) => {
    expect(refused(typed)?.at).toBe(at)
    expect(refused(typed)?.sentence).toContain(sentence)
  })
})
