import { expect, test } from 'vitest'
import { draftOf, retentionOf } from './retention-draft.ts'

test('the form gives back the rules it was filled with', () => {
  for (const rules of [{}, { newest: 3 }, { days: 0.5, staggered: true as const }, { mostBytes: 1_500_000_000 }])
    expect(retentionOf(draftOf(rules))).toEqual(rules)
})

test('names the first invalid number, but ignores rules that are off', () => {
  const draft = draftOf({ newest: 1, days: 1, mostBytes: 1e9 })
  const on = (typed: string) => ({ isOn: true, typed })
  expect(retentionOf({ ...draft, newest: on('0') })).toBe('newest')
  expect(retentionOf({ ...draft, newest: on('2.5') })).toBe('newest')
  expect(retentionOf({ ...draft, days: on('soon') })).toBe('days')
  expect(retentionOf({ ...draft, gigabytes: on('') })).toBe('gigabytes')
  expect(retentionOf({ ...draftOf({}), newest: { isOn: false, typed: 'x' } })).toEqual({})
})
