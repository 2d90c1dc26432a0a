import { expect, test } from 'vitest'
import { orderRenames } from './rename-order.ts'

const at = (path: string) => ({ mount: 'm', path })
const stepsOf = (pairs: readonly (readonly [string, string])[], key = (path: string) => path) =>
  orderRenames(
    pairs.map(([from, to]) => ({ from: at(from), to: at(to) })),
    { key: ({ path }) => key(path), detour: (number) => `aside-${number}` },
  ).map(({ from, to, home }) => `${from.path} → ${to.path}${home ? ` (${home.path})` : ''}`)

test('first renames the entry that has the new name', () => {
  expect(
    stepsOf([
      ['1', '2'],
      ['2', '3'],
      ['3', '4'],
    ]),
  ).toEqual(['3 → 4', '2 → 3', '1 → 2'])
  expect(
    stepsOf([
      ['b', 'c'],
      ['a', 'b'],
    ]),
  ).toEqual(['b → c', 'a → b'])
})

test('resolves cycles through a temporary name, and remembers the original one', () => {
  expect(
    stepsOf([
      ['f/a', 'f/b'],
      ['f/b', 'f/a'],
    ]),
  ).toEqual(['f/b → f/aside-1', 'f/a → f/b', 'f/aside-1 → f/a (f/b)'])
  expect(
    stepsOf([
      ['a', 'b'],
      ['b', 'c'],
      ['c', 'a'],
      ['x', 'y'],
    ]),
  ).toEqual(['c → aside-1', 'b → c', 'a → b', 'aside-1 → a (c)', 'x → y'])
})

test('treats another spelling of the same name as no cycle, and takes no other name', () => {
  const lower = (path: string) => path.toLowerCase()
  expect(stepsOf([['a.TXT', 'A.txt']], lower)).toEqual(['a.TXT → A.txt'])
  expect(
    stepsOf(
      [
        ['a', 'B'],
        ['b', 'C'],
      ],
      lower,
    ),
  ).toEqual(['b → C', 'a → B'])
})

test('orders a hundred thousand renames in one chain', () => {
  const pairs = Array.from({ length: 100_000 }, (_, n) => [`${n}`, `${n + 1}`] as const)
  const steps = stepsOf(pairs)
  expect(steps).toHaveLength(100_000)
  expect(steps[0]).toBe('99999 → 100000')
  expect(steps.at(-1)).toBe('0 → 1')
})
