import { expect, test } from 'vitest'
import type { Pair, PairRun } from '../../../../contract/sync/pairs.ts'
import { newsOf } from './pairs-store.ts'

function pairWith(last?: Partial<PairRun>): Pair {
  const place = (mount: string) => ({ mount, path: '' })
  return {
    name: 'Photos',
    isPaused: false,
    schedule: {},
    settings: {
      left: place('Home'),
      right: place('reports'),
      mode: 'two-way',
      onConflict: 'keep-both',
      by: 'size-and-time',
      deleted: 'trash',
    },
    ...(last && { last: { id: 1, startedMs: 0, begunBy: 'interval', outcome: 'done', ...last } }),
  }
}
const unreachable = { kind: 'unreachable', message: '', operation: '', retry: 'later' } as const
const told = (before: Partial<PairRun> | undefined, now: Partial<PairRun>) =>
  newsOf([pairWith(before)], [pairWith(now)]).map(({ run }) => run.outcome)

test('reports once that a pair needs a person', () => {
  expect(told({ outcome: 'running' }, { outcome: 'stopped' })).toEqual(['stopped'])
  expect(told({ outcome: 'stopped' }, { outcome: 'stopped' })).toEqual([])
  expect(told({ id: 1, outcome: 'stopped' }, { id: 2, outcome: 'stopped' })).toEqual(['stopped'])
  expect(told(undefined, { outcome: 'needs-you' })).toEqual(['needs-you'])
})

test('does not report a run that succeeded or was cancelled', () => {
  for (const outcome of ['running', 'done', 'nothing', 'cancelled', 'interrupted'] as const)
    expect(told({ outcome: 'running' }, { outcome })).toEqual([])
})

test('reports an unreachable location only if a person started the run', () => {
  const failed = { outcome: 'failed', failure: unreachable } as const
  expect(told({ outcome: 'running' }, failed)).toEqual([])
  expect(told({ outcome: 'running' }, { ...failed, begunBy: 'person' })).toEqual(['failed'])
  expect(told({ outcome: 'running' }, { ...failed, failure: { ...unreachable, kind: 'sign-in' } })).toEqual(['failed'])
})

test('the first list reports only pairs that stopped and still wait', () => {
  expect(newsOf(undefined, [pairWith({ outcome: 'stopped' })])).toHaveLength(1)
  expect(newsOf(undefined, [pairWith({ outcome: 'needs-you' }), pairWith()])).toEqual([])
})
