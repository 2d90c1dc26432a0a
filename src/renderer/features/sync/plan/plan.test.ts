import { beforeAll, describe, expect, test } from 'vitest'
import type { SyncGuard, SyncSettings } from '../../../../contract/sync/plan.ts'
import { syncTexts } from '../../../strings/en/en-sync.ts'
import { addTexts } from '../../../strings/text.ts'
import { changesOf } from '../rows/changes.ts'
import { pictured } from '../rows/sync-rows.test-support.ts'
import { turnRows } from '../rows/ways.ts'
import { countFilters, draftOf, firstSettings, withFilters } from './choices.ts'
import { guardText, openGuards } from './guards.ts'
import { sumText, swapped } from './sum-text.ts'

beforeAll(() => addTexts(syncTexts))

const settings = firstSettings({ mount: 'Home', path: 'a' }, { mount: 'reports', path: 'b' })
const none = new Map<number, never>()

test('the default settings delete nothing permanently and ask about conflicts', () => {
  expect(settings).toMatchObject({ mode: 'two-way', onConflict: 'ask', deleted: 'trash' })
})

test('reads filters as typed, and removes empty ones', () => {
  const draft = { query: ' *.md ', ignore: 'build/\n\n*.tmp\n', skipsHidden: true }
  const filtered = withFilters(settings, draft)
  expect(filtered.filters).toEqual({ query: '*.md', ignore: ['build/', '*.tmp'], skipsHidden: true })
  expect(countFilters(filtered)).toBe(3)
  expect(draftOf(filtered)).toEqual({ query: '*.md', ignore: 'build/\n*.tmp', skipsHidden: true })
  expect(withFilters(filtered, { query: '', ignore: '\n', skipsHidden: false })).toEqual(settings)
})

test('swapping the sides keeps which of them wins a conflict', () => {
  const wins: SyncSettings = { ...settings, onConflict: 'left' }
  expect(swapped(wins)).toEqual({ ...settings, left: settings.right, right: settings.left, onConflict: 'right' })
})

test('the summary names the changes, or that there is nothing to do', () => {
  expect(sumText(changesOf(pictured, turnRows(none, pictured, 'both')))).toBe(
    '1 to the right (5.2 MB), 1 to the left (9 MB), 2 to keep on both sides, 1 to delete.',
  )
  expect(sumText(changesOf([], none))).toBe('Nothing to do.')
})

describe('guards', () => {
  const places = ['Home › a', 'reports › b'] as const
  test.each<[SyncGuard, string]>([
    [
      { kind: 'deletions', side: 'right', count: 20, of: 90 },
      '20 of 90 in “reports › b” would be deleted. Check whether a disk is missing.',
    ],
    [
      { kind: 'deletions', side: 'left', count: 9, of: 10 },
      'More than half of “Home › a” would be deleted. Check whether a disk is missing.',
    ],
    [
      { kind: 'empty-side', side: 'left' },
      '“Home › a” is empty, so the other side would be emptied. Check whether a disk is missing.',
    ],
    [{ kind: 'newer-replaced', count: 1 }, '1 newer file would be replaced by an older one.'],
    [
      { kind: 'other-place', side: 'right', was: 'disk A', is: 'disk B' },
      '“reports › b” is a different volume or account than in the last run: disk B instead of disk A.',
    ],
    [{ kind: 'base-missing', notice: 'What was agreed on is gone.' }, 'What was agreed on is gone.'],
    [
      { kind: 'clock', side: 'right', aheadMs: -120_000 },
      'The clock of “reports › b” is 2 min behind, so times can’t tell which file is newer.',
    ],
  ])('describes $kind in a sentence', (guard, sentence) => {
    expect(guardText(guard, places)).toBe(sentence)
  })

  test('excluded deletions no longer stop the sync, other guards still do', () => {
    const guards: readonly SyncGuard[] = [
      { kind: 'deletions', side: 'left', count: 1, of: 1 },
      { kind: 'newer-replaced', count: 1 },
    ]
    expect(openGuards(guards, changesOf(pictured, none))).toHaveLength(2)
    const turned = turnRows(none, pictured.slice(4), 'nothing')
    expect(openGuards(guards, changesOf(pictured, turned)).map(({ kind }) => kind)).toEqual(['newer-replaced'])
  })
})
