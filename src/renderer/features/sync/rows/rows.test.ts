import { describe, expect, test } from 'vitest'
import type { PlanRow } from '../../../../contract/sync/plan.ts'
import { changesOf, deedOf } from './changes.ts'
import { countTabs, folderAt, linesOf, orderAsCame, orderByPath, rowsBetween } from './lines.ts'
import { fileAt, type Made, pictured, planRows } from './sync-rows.test-support.ts'
import { carryTurned, possibleWays, putBackRows, turnRows, type Wish, wishedWay, withContents } from './ways.ts'

const none = new Map<number, never>()
const one = (row: Made): PlanRow => planRows(row)[0] as PlanRow
const folder = { name: 'x', kind: 'folder' } as const
const both = { left: fileAt('x'), right: fileAt('x', 20) }

describe('possible actions of a row', () => {
  test('copy, delete or skip an entry that exists on one side', () => {
    expect(possibleWays(one({ path: 'x', left: fileAt('x'), way: 'right' }))).toEqual(['right', 'left', 'nothing'])
  })
  test('copy either of two files, keep both, or skip', () => {
    expect(possibleWays(one({ path: 'x', ...both, way: 'ask' }))).toEqual(['right', 'left', 'both', 'nothing'])
  })
  test('apply or skip a rename', () => {
    const move = { on: 'right', from: 'y' } as const
    expect(possibleWays(one({ path: 'x', ...both, way: 'right', move }))).toEqual(['right', 'nothing'])
  })
  test.each(['failed', 'bad-name', 'case-clash'] as const)('skip only, for the reason %s', (why) => {
    expect(possibleWays(one({ path: 'x', left: fileAt('x'), way: 'nothing', why }))).toEqual(['nothing'])
  })
  test('do not replace a folder by a file unless the plan does', () => {
    const row = { path: 'x', left: folder, right: fileAt('x') }
    expect(possibleWays(one({ ...row, way: 'nothing', why: 'kind-differs' }))).toEqual(['both', 'nothing'])
    expect(possibleWays(one({ ...row, way: 'right' }))).toEqual(['right', 'both', 'nothing'])
    expect(possibleWays(one({ ...row, way: 'ask' }))).toEqual(['both', 'nothing'])
  })
})

test.each<[Wish, PlanRow['way'], string | undefined]>([
  ['next', 'ask', 'right'],
  ['next', 'right', 'left'],
  ['next', 'nothing', 'right'],
  ['both', 'right', 'both'],
  ['delete', 'right', undefined],
])('for two files, wish %s at state %s gives %s', (wish, now, way) => {
  expect(wishedWay(one({ path: 'x', ...both, way: 'right' }), now, wish)).toBe(way)
})

test('deleting applies to the side that has the entry', () => {
  expect(wishedWay(one({ path: 'x', left: fileAt('x'), way: 'right' }), 'right', 'delete')).toBe('left')
  expect(wishedWay(one({ path: 'x', right: fileAt('x'), way: 'left' }), 'left', 'delete')).toBe('right')
})

test('a row changed back to its plan counts as unchanged, and rows that cannot change are skipped', () => {
  const turned = turnRows(none, pictured, 'both')
  expect([...turned]).toEqual([
    [2, 'both'],
    [4, 'both'],
  ])
  expect([...turnRows(turned, pictured.slice(1, 2), 'right')]).toEqual([[4, 'both']])
  expect(putBackRows(turned, pictured.slice(3, 4)).has(4)).toBe(false)
})

test('changing a folder changes everything in it and nothing else', () => {
  const rows = planRows(
    { path: 'a', left: folder, way: 'right' },
    { path: 'a/b/c', left: fileAt('c'), way: 'right' },
    { path: 'a-b', left: fileAt('a-b'), way: 'right' },
  )
  expect(withContents(rows, rows.slice(0, 1)).map(({ path }) => path)).toEqual(['a', 'a/b/c'])
})

test('keeps changed rows after a new plan, if they are still possible', () => {
  const turned = turnRows(turnRows(none, pictured.slice(0, 1), 'nothing'), pictured.slice(1, 2), 'both')
  const next = planRows(
    { path: 'index.md', right: fileAt('index.md'), way: 'nothing' },
    { path: 'harbour.jpg', left: fileAt('harbour.jpg'), way: 'right' },
  )
  expect([...carryTurned(pictured, turned, next)]).toEqual([[2, 'nothing']])
})

test('counts changes with the rows changed by hand, without undecided ones', () => {
  expect(changesOf(pictured, none)).toEqual({
    left: { copies: 1, bytes: 9_000_000, deletes: 1, all: 2 },
    right: { copies: 2, bytes: 5_204_000, deletes: 0, all: 2 },
    renames: 0,
    both: 0,
    asks: 1,
    all: 4,
  })
  const turned = turnRows(turnRows(none, pictured.slice(3, 4), 'both'), pictured.slice(4), 'nothing')
  expect(changesOf(pictured, turned)).toMatchObject({ both: 1, asks: 0, all: 4, left: { deletes: 0 } })
})

test('classifies an action as copy, replacement, deletion or rename', () => {
  expect(deedOf({ left: fileAt('x') }, 'right')).toEqual({ do: 'copy', on: 'right' })
  expect(deedOf({ left: fileAt('x') }, 'left')).toEqual({ do: 'delete', on: 'left' })
  expect(deedOf(both, 'left')).toEqual({ do: 'replace', on: 'left' })
  expect(deedOf({ ...both, move: { on: 'left', from: 'y' } }, 'left')).toEqual({ do: 'rename', on: 'left' })
})

describe('lines', () => {
  const rows = planRows(
    ...['z.txt', 'a/b/deep.txt', 'a-b/x.txt', 'a/one.txt', 'a.txt'].map((path) => ({
      path,
      left: fileAt(path),
      way: 'right' as const,
    })),
    { path: 'a/two.txt', right: fileAt('two.txt'), way: 'left' },
  )
  const shown = (options: Partial<Parameters<typeof linesOf>[2]>) => {
    const lines = linesOf(rows, orderByPath(rows), {
      tab: 'differences',
      isByFolder: true,
      closed: new Set(),
      ...options,
    })
    return Array.from(lines.at, (at, line) => {
      const folderLine = folderAt(lines, line)
      return folderLine ? `${folderLine.path} (${folderLine.rows})` : rows[at]?.path
    })
  }

  test('the names of a folder follow its line', () => {
    expect(shown({})).toEqual([
      'a.txt',
      'z.txt',
      'a (2)',
      'a/one.txt',
      'a/two.txt',
      'a/b (1)',
      'a/b/deep.txt',
      'a-b (1)',
      'a-b/x.txt',
    ])
  })
  test('a closed folder hides its names', () => {
    expect(shown({ closed: new Set(['a']) })).toEqual([
      'a.txt',
      'z.txt',
      'a (2)',
      'a/b (1)',
      'a/b/deep.txt',
      'a-b (1)',
      'a-b/x.txt',
    ])
  })
  test('each tab lists and counts the entries of one side', () => {
    expect(shown({ tab: 'right', isByFolder: false })).toEqual(['a/two.txt'])
    expect(countTabs(rows)).toEqual({ left: 5, right: 1 })
  })
  test('a range between two lines works in both directions and excludes folders', () => {
    const lines = linesOf(rows, orderByPath(rows), { tab: 'differences', isByFolder: true, closed: new Set() })
    expect(rowsBetween(lines, 3, 1).map((at) => rows[at]?.path)).toEqual(['z.txt', 'a/one.txt'])
  })
  test('rows keep the order of arrival until all have arrived', () => {
    expect([...orderAsCame(3)]).toEqual([0, 1, 2])
  })
})
