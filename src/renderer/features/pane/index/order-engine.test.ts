import { expect, test } from 'vitest'
import { packEntries } from '../../../../contract/entry-page.ts'
import type { Entry } from '../../../../contract/entry.ts'
import { createOrderEngine, noRow, type ViewRequest } from './order-engine.ts'
import type { SortColumn } from './sort-column.ts'

const byName: ViewRequest = {
  sort: { column: 'name', descending: false },
  filter: '',
  showHidden: true,
  foldersFirst: true,
  onlyChanged: false,
}

function file(name: string, facts: Partial<Entry> = {}): Entry {
  return { name, kind: 'file', ...facts }
}

/** Returns the names in the engine's order. The entries are listed in pages of three. */
function ordered(entries: readonly Entry[], view: ViewRequest = byName): string[] {
  const engine = createOrderEngine()
  engine.open(1, view)
  for (let at = 0; at < entries.length; at += 3) {
    engine.append(1, packEntries(entries.slice(at, at + 3)))
    engine.order(1)
  }
  return Array.from(engine.order(1), (row) => entries[row]?.name ?? '?')
}

test('orders folders first, numbers by value, and ignores case', () => {
  const names = ['scan-10', 'Scan-2', 'beta', 'scan-1', 'Alpha', 'scan-02', 'scan-010', 'scan', 'scan-2.txt']
  const entries = [...names.map((name) => file(name)), { name: 'zoo', kind: 'folder' } as const]
  expect(ordered(entries)).toEqual([
    'zoo',
    'Alpha',
    'beta',
    'scan',
    'scan-1',
    'Scan-2',
    'scan-02',
    'scan-2.txt',
    'scan-10',
    'scan-010',
  ])
})

test('orders accented and plain names together, in both Unicode forms', () => {
  const names = ['f', 'e\u0301clair', 'éclair', 'Echo', 'eclair', 'ä', '東京', 'Ω', 'b']
  expect(ordered(names.map((name) => file(name)))).toEqual([
    'ä',
    'b',
    'Echo',
    'eclair',
    'e\u0301clair',
    'éclair',
    'f',
    'Ω',
    '東京',
  ])
})

test('gives the same order regardless of the order of arrival', () => {
  const names = ['a', 'A', 'á', 'a1', 'a01', 'a001', 'a10', 'a2', 'b']
  const forward = ordered(names.map((name) => file(name)))
  const backward = ordered(names.toReversed().map((name) => file(name)))
  expect(backward).toEqual(forward)
})

test.each(['name', 'size', 'modified', 'kind'] as const)(
  'an order by %s contains every row once',
  (column: SortColumn) => {
    const entries = Array.from({ length: 5000 }, (_, index) =>
      file(`file-${(index * 7919) % 5000}.${'abc'[index % 3]}`, {
        ...(index % 5 > 0 && { sizeBytes: (index * 31) % 977 }),
        modifiedMs: 1e12 - ((index * 13) % 4000) * 1e6,
      }),
    )
    const engine = createOrderEngine()
    engine.open(1, { ...byName, sort: { column, descending: true } })
    engine.append(1, packEntries(entries))
    expect(engine.order(1).toSorted()).toEqual(Uint32Array.from(entries.keys()))
  },
)

test('orders by size in both directions, unknown sizes last, ties by name', () => {
  const entries = [
    file('b', { sizeBytes: 5 }),
    file('a', { sizeBytes: 5 }),
    file('none'),
    file('big', { sizeBytes: 2 ** 40 }),
    file('zero', { sizeBytes: 0 }),
  ]
  const sorted = (descending: boolean) => ordered(entries, { ...byName, sort: { column: 'size', descending } })
  expect(sorted(false)).toEqual(['zero', 'a', 'b', 'big', 'none'])
  expect(sorted(true)).toEqual(['big', 'a', 'b', 'zero', 'none'])
})

test('orders many dates before and after 1970 numerically', () => {
  const entries = Array.from({ length: 3000 }, (_, index) =>
    file(`f${index}`, { modifiedMs: ((index * 7919) % 3000) - 1500.5 }),
  )
  const dates = (descending: boolean) =>
    ordered(entries, { ...byName, sort: { column: 'modified', descending } }).map(
      (name) => entries[Number(name.slice(1))]?.modifiedMs ?? 0,
    )
  expect(dates(false)).toEqual(dates(false).toSorted((a, b) => a - b))
  expect(dates(true)).toEqual(dates(false).toReversed())
})

test('finds names regardless of case, accents and Unicode form', () => {
  const entries = ['Café.txt', 'cafe\u0301 noir', 'CAFE', 'decaf', 'tea'].map((name) => file(name))
  const found = (filter: string) => ordered(entries, { ...byName, filter })
  expect(found('café')).toEqual(['CAFE', 'cafe\u0301 noir', 'Café.txt'])
  expect(found('CAF')).toHaveLength(4)
  expect(found('noir caf')).toEqual(['cafe\u0301 noir'])
  expect(found('*.TXT')).toEqual(['Café.txt'])
  expect(found('te?')).toEqual(['tea'])
  expect(found('nothing')).toEqual([])
})

test('a filter that is narrowed, widened or changed gives the same rows as a new one', () => {
  const entries = Array.from({ length: 300 }, (_, index) => file(`item-${index}${index % 2 ? '.log' : '.txt'}`))
  const engine = createOrderEngine()
  engine.open(1, byName)
  engine.append(1, packEntries(entries.slice(0, 200)))
  for (const filter of ['1', '12', '12.l', '.l', '', 'txt', '*.log', '1']) {
    engine.setView(1, { ...byName, filter })
    engine.order(1)
  }
  engine.append(1, packEntries(entries.slice(200)))
  const names = Array.from(engine.order(1), (row) => entries[row]?.name ?? '')
  expect(names).toEqual(ordered(entries, { ...byName, filter: '1' }))
})

test('hides hidden files unless they are shown', () => {
  const entries = ['.hidden', 'seen', '.git'].map((name) => file(name))
  expect(ordered(entries, { ...byName, showHidden: false })).toEqual(['seen'])
  expect(ordered(entries)).toHaveLength(3)
})

test('hides unchanged rows on request, but not rows whose state is unknown', () => {
  const entries = [
    file('same', { since: 'same' }),
    file('changed', { since: 'changed' }),
    file('unknown'),
    file('deleted', { since: 'deleted' }),
    file('same-2', { since: 'same' }),
  ]
  expect(ordered(entries, { ...byName, onlyChanged: true })).toEqual(['changed', 'deleted', 'unknown'])
  expect(ordered(entries, { ...byName, onlyChanged: true, filter: 'e' })).toEqual(['changed', 'deleted'])
  expect(ordered(entries)).toHaveLength(5)
})

test('maps rows of an older listing to a newer one by name', () => {
  const engine = createOrderEngine()
  engine.open(1, byName)
  engine.append(1, packEntries(['c', 'a', 'B', 'x'].map((name) => file(name))))
  engine.open(2, byName)
  engine.append(2, packEntries(['a', 'x', 'new', 'B', 'c2'].map((name) => file(name))))
  expect(engine.mapRows(1, 2)).toEqual(Uint32Array.of(noRow, 0, 3, 1))
})

test('orders by properties of the mount, rows without a value last, ties by name', () => {
  const entries = [
    file('d', { storageClass: 'STANDARD' }),
    file('c', { storageClass: 'GLACIER' }),
    file('none'),
    file('b', { storageClass: 'STANDARD' }),
    file('a', { storageClass: 'DEEP_ARCHIVE' }),
  ]
  const sorted = (descending: boolean) => ordered(entries, { ...byName, sort: { column: 'storageClass', descending } })
  expect(sorted(false)).toEqual(['a', 'c', 'b', 'd', 'none'])
  expect(sorted(true)).toEqual(['b', 'd', 'c', 'a', 'none'])
  expect(ordered(entries, { ...byName, sort: { column: 'owner', descending: false } })).toEqual([
    'a',
    'b',
    'c',
    'd',
    'none',
  ])
})

test('mixes folders and files if folders are not to come first', () => {
  const entries = [
    file('beta', { sizeBytes: 2 }),
    { name: 'Alpha-folder', kind: 'folder' } as const,
    file('alpha', { sizeBytes: 9 }),
    { name: 'zoo', kind: 'folder' } as const,
  ]
  const mixed = { ...byName, foldersFirst: false }
  expect(ordered(entries, mixed)).toEqual(['alpha', 'Alpha-folder', 'beta', 'zoo'])
  expect(ordered(entries, { ...mixed, sort: { column: 'name', descending: true } })).toEqual([
    'zoo',
    'beta',
    'Alpha-folder',
    'alpha',
  ])
  const bySize = ordered(entries, { ...mixed, sort: { column: 'size', descending: true } })
  expect(bySize.slice(0, 2)).toEqual(['alpha', 'beta'])
})
