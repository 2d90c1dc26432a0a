import { afterEach, beforeEach, expect, it } from 'vitest'
import { failureOf } from '../../../contract/failure.ts'
import type { CopyTransferRequest } from '../../../contract/transfer.ts'
import type { Rule } from '../journal/skip-rules.ts'
import { createRig, type Rig } from '../transfers.test-support.ts'

const rules = new Map<string, Rule>()
let rig: Rig
beforeEach(async () => {
  rules.clear()
  rig = await createRig({ skipRules: rules })
  await rig.build('memory', { 'f/': '', 'f/a.pdf': 'new', 'f/b.txt': 'new' })
  await rig.build('other', { 'a.pdf': 'old', 'b.txt': 'old' })
})
afterEach(() => rig.close())

function request(rule: string): CopyTransferRequest {
  return {
    verb: 'copy',
    sources: [{ location: { mount: 'memory', path: 'f' }, contents: true }],
    into: { mount: 'other', path: '' },
    policy: { skip: 'rule', rule, onConflict: 'overwrite' },
  }
}

it('decides for each existing file by a named rule', async () => {
  rules.set('pdf', async (src, dst) => src.name.endsWith('.pdf') && dst.path === 'a.pdf')
  const { transfer, items } = await rig.run(request('@pdf'))
  expect(transfer.counts).toMatchObject({ done: 1, skipped: 1, failed: 0 })
  expect(items.find(({ state }) => state === 'skipped')).toMatchObject({ from: { path: 'f/a.pdf' }, why: 'rule' })
  expect(await rig.treeOf('other')).toEqual({ 'a.pdf': 'old', 'b.txt': 'new' })
})

it('fails the file with the name of a failing rule, and replaces nothing', async () => {
  rules.set('odd', () => {
    throw new Error('no idea')
  })
  const { transfer, items } = await rig.run(request('@odd'))
  expect(transfer.counts).toMatchObject({ done: 0, failed: 2 })
  expect(items.find(({ state }) => state === 'failed')?.failure).toMatchObject({
    kind: 'bad-input',
    message: 'The rule “odd” failed: no idea.',
  })
  expect(await rig.treeOf('other')).toEqual({ 'a.pdf': 'old', 'b.txt': 'old' })
})

it('can be cancelled while a rule never returns', async () => {
  rules.set('slow', () => new Promise(() => {}))
  const { id } = rig.transfers.start(request('@slow'))
  await rig.until(id, ({ counts }) => counts.total === 2)
  await rig.transfers.cancel(id)
  expect((await rig.untilEnded(id)).counts).toMatchObject({ cancelled: 2 })
})

it('refuses an unknown rule before anything is done', () => {
  rules.set('pdf', () => true)
  const refusal = (() => {
    try {
      return rig.transfers.start(request('@none'))
    } catch (error) {
      return failureOf(error)
    }
  })()
  expect(refusal).toMatchObject({
    kind: 'bad-input',
    message: 'The rule “none” does not exist. These rules exist: @pdf.',
  })
})
