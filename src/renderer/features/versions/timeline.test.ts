import { expect, test } from 'vitest'
import type { Version } from '../../../contract/facets.ts'
import { differenceText, previousOf, savedName } from './timeline.ts'

const state = (id: string, sizeBytes: number): Version => ({ id, kind: 'version', isCurrent: false, sizeBytes })
const deletion: Version = { id: 'd', kind: 'deleted', isCurrent: false }

test('compares a version with the next older one that has content, past deletions', () => {
  const versions = [state('c', 2_500_000), deletion, state('a', 1_000_000)]
  expect(versions.map((version, at) => differenceText(version, previousOf(versions, at)))).toEqual(['+1.5 MB', '', ''])
  expect(differenceText(state('b', 900), state('a', 1000))).toBe('−100 B')
  expect(differenceText(state('b', 900), state('a', 900))).toBe('±0')
})

test('names a saved version with its time and keeps the extension', () => {
  const modifiedMs = new Date(2026, 10, 11, 16, 48).getTime()
  expect(savedName('notes.md', { ...state('a', 1), modifiedMs })).toBe('notes (2026-11-11 16.48).md')
  expect(savedName('.profile', { ...state('a', 1), modifiedMs })).toBe('.profile (2026-11-11 16.48)')
  expect(savedName('x.txt', state('a/b+c', 1))).toBe('x (abc).txt')
})
