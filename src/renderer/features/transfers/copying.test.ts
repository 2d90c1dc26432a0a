import { expect, test } from 'vitest'
import type { Preview } from '../../../contract/api/transfers.ts'
import { changedFolders, isTouched } from './changed-folders.ts'
import { firstChoice, policyOf, readCopyChoice, withConflict } from './dialogs/copy-choice.ts'
import { groupByReason, itemName } from './item-text.ts'
import { readLimits } from './dock/limits-draft.ts'
import { previewSentences, submitText } from './dialogs/preview-text.ts'
import { transferWith } from './transfer.test-support.ts'

const counted: Preview = {
  isCounting: false,
  folders: 0,
  newFolders: 0,
  files: 3,
  bytes: 900,
  copied: { files: 2, bytes: 824_000_000 },
  skipped: [{ why: 'hash', reason: 'The file at the target has the same content.', files: 1 }],
  replaced: 0,
  conflicts: 0,
  unknown: 0,
  failures: [],
}
const asking = { onConflict: 'ask', isMove: false } as const

test('describes in plain words what a copy will do', () => {
  expect(previewSentences(counted, asking)).toEqual(['2 items will be copied (824 MB), 1 is identical.'])
  expect(previewSentences({ ...counted, folders: 3, newFolders: 1 }, asking)).toEqual([
    '2 items and 1 folder will be copied (824 MB), 1 is identical.',
  ])
  expect(previewSentences(undefined, asking)).toEqual(['Counting…'])
  expect(previewSentences({ ...counted, conflicts: 2 }, asking)[1]).toBe('2 files already exist: you will be asked.')
  expect(previewSentences({ ...counted, conflicts: 2 }, { ...asking, onConflict: 'fail' })[1]).toMatch(/will fail/)
})

test('the button shows a count only once it is known', () => {
  expect(submitText(undefined, 3, 'copy')).toBe('Copy 3 items')
  expect(submitText({ ...counted, isCounting: true }, 3, 'copy')).toBe('Copy 3 items')
  expect(submitText(counted, 3, 'copy')).toBe('Copy 2 items')
  expect(submitText(counted, 3, 'restore')).toBe('Restore 2 items')
  expect(submitText({ ...counted, copied: { files: 0, bytes: 0 } }, 3, 'move')).toBe('Move')
})

test('remembers overwriting only for targets that keep the replaced files', () => {
  const chosen = withConflict(firstChoice, true, 'overwrite')
  expect(policyOf(chosen, true)).toEqual({ skip: 'hash', onConflict: 'overwrite' })
  expect(policyOf(chosen, false)).toEqual({ skip: 'hash', onConflict: 'ask' })
})

test('rejects a policy whose rule is empty', () => {
  expect(policyOf({ ...firstChoice, skip: 'rule', rule: '  ' }, false)).toBeUndefined()
  expect(policyOf({ ...firstChoice, skip: 'rule', rule: ' src.size > 3 ' }, false)).toMatchObject({
    rule: 'src.size > 3',
  })
})

test('ignores an invalid remembered choice', () => {
  for (const value of [undefined, null, 'x', [], { skip: 'sometimes', rule: 4, conflictKept: null }]) {
    expect(readCopyChoice(value)).toEqual(firstChoice)
  }
  expect(readCopyChoice({ skip: 'newer', rule: 'x', conflictKept: 'fail', conflictElsewhere: 'overwritten' })).toEqual({
    ...firstChoice,
    skip: 'newer',
    rule: 'x',
    conflictKept: 'fail',
  })
})

test('a copy changes the target and its new folders, a move also the source folders', () => {
  const copy = changedFolders(transferWith(), { isEnd: true })
  const into = (path: string) => ({ mount: 'reports', path })
  expect(isTouched(copy, into('2026'))).toBe(true)
  expect(isTouched(copy, into('2026/invoices/march'))).toBe(true)
  expect(isTouched(copy, into('2026/others'))).toBe(false)
  expect(isTouched(copy, { mount: 'Shelf', path: 'finance' })).toBe(false)
  const move = changedFolders(transferWith({ verb: 'move' }), { isEnd: true })
  expect(isTouched(move, { mount: 'Shelf', path: 'finance' })).toBe(true)
})

test('treats all folders below the target as changed if not all sources are named', () => {
  const touched = changedFolders(transferWith({ sourceCount: 9 }), { isEnd: false })
  expect(isTouched(touched, { mount: 'reports', path: '2026/others' })).toBe(true)
})

test('groups items by reason, failed ones first', () => {
  const item = { from: { mount: 'Shelf', path: 'finance/a' }, kind: 'file' } as const
  const failure = { kind: 'denied', message: 'no', operation: 'x', retry: 'never' } as const
  const groups = groupByReason([
    { ...item, number: 1, state: 'skipped', reason: 'same size' },
    { ...item, number: 2, state: 'failed', failure },
    { ...item, number: 3, state: 'skipped', reason: 'same size' },
  ])
  expect(groups.map(({ state, items }) => [state, items.map(({ number }) => number)])).toEqual([
    ['failed', [2]],
    ['skipped', [1, 3]],
  ])
  expect(itemName({ ...item, number: 1, state: 'done' }, transferWith())).toBe('a')
})

test('reads limits as they are typed', () => {
  expect(readLimits('', '')).toEqual({ kind: 'ok', limits: {} })
  expect(readLimits('4', '2,5')).toEqual({ kind: 'ok', limits: { jobs: 4, bytesPerSecond: 2_500_000 } })
  expect(readLimits('0', '-1')).toEqual({ kind: 'wrong', jobs: true, rate: true })
})
