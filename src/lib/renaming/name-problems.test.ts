import { expect, test } from 'vitest'
import { nameProblems, type NameLimits } from './name-problems.ts'

const exact: NameLimits = { isLoose: false, isWindows: false }
const problems = (pairs: Readonly<Record<string, string>>, staying: readonly string[] = [], limits = exact) =>
  nameProblems(
    Object.entries(pairs).map(([from, to]) => ({ folder: 'f', from, to })),
    staying.map((from) => ({ folder: 'f', from })),
    limits,
  )

test('reports two equal new names, and a name that already exists', () => {
  expect(problems({ a: 'x', b: 'x', c: 'y' })).toEqual(['twice', 'twice', undefined])
  expect(problems({ a: 'z' }, ['z'])).toEqual(['taken'])
  expect(problems({ a: 'b', b: 'b' })).toEqual(['taken', undefined]) // It keeps its name.
  expect(problems({ a: 'b', b: 'a' })).toEqual([undefined, undefined])
})

test('ignores case unless the mount is case-sensitive', () => {
  expect(problems({ a: 'B' }, ['b'])).toEqual([undefined])
  expect(problems({ a: 'B' }, ['b'], { ...exact, isLoose: true })).toEqual(['taken'])
  expect(problems({ a: 'A' }, [], { ...exact, isLoose: true })).toEqual([undefined])
})

test('allows the same name in two folders', () => {
  const names = ['f', 'g'].map((folder) => ({ folder, from: 'a', to: 'b' }))
  expect(nameProblems(names, [], exact)).toEqual([undefined, undefined])
})

test('reports names that are invalid on the mount', () => {
  expect(problems({ a: '', b: '..', c: 'x/y' })).toEqual(['invalid', 'invalid', 'invalid'])
  expect(problems({ a: 'ä'.repeat(128) }, [], { ...exact, nameBytes: 255 })).toEqual(['long'])
  expect(problems({ a: 'con.txt', b: 'x?', c: 'x.' }, [], { ...exact, isWindows: true })).toEqual(
    Array(3).fill('windows'),
  )
  expect(problems({ a: 'con.txt', b: 'x?' })).toEqual([undefined, undefined])
})
