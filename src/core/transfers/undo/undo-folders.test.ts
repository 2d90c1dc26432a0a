import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Transfer } from '../../../contract/transfer.ts'
import { createRig, type Rig } from '../transfers.test-support.ts'

let rig: Rig
beforeEach(async () => {
  rig = await createRig()
})
afterEach(() => rig.close())

it('undoes a copy of folders without files', async () => {
  await rig.build('memory', { 'f/': '', 'f/g/': '' })
  const { transfer } = await rig.run({
    verb: 'copy',
    sources: [{ location: { mount: 'memory', path: 'f' } }],
    into: { mount: 'other', path: '' },
    policy: { skip: 'never', onConflict: 'fail' },
  })
  expect(transfer).toMatchObject({ counts: { total: 0, done: 0 }, folders: { done: 2, existing: 0 } })
  expect(transfer.undo).toEqual({ can: true })
  const undone = await rig.untilEnded(rig.transfers.startUndo(transfer.id).id)
  expect(undone).toMatchObject({ counts: { total: 0, failed: 0 }, folders: { done: 2 } })
  expect(await rig.treeOf('other')).toEqual({})
})

it('has nothing to undo if the folders already existed', async () => {
  await rig.build('memory', { 'f/': '' })
  await rig.build('other', { 'f/': '' })
  const { transfer } = await rig.run({
    verb: 'copy',
    sources: [{ location: { mount: 'memory', path: 'f' } }],
    into: { mount: 'other', path: '' },
    policy: { skip: 'never', onConflict: 'fail' },
  })
  expect(transfer.folders).toEqual({ done: 0, existing: 1 })
  expect(transfer.undo).toEqual({ can: false, why: 'This transfer did nothing.' })
})

it('reports to watchers that an undone transfer cannot be undone again', async () => {
  await rig.build('memory', { 'f/': '' })
  const { transfer } = await rig.run({
    verb: 'copy',
    sources: [{ location: { mount: 'memory', path: 'f' } }],
    into: { mount: 'other', path: '' },
    policy: { skip: 'never', onConflict: 'fail' },
  })
  const leaving = new AbortController()
  const undos: Transfer['undo'][] = []
  for await (const { kind, transfers } of rig.transfers.watch({ signal: leaving.signal })) {
    if (kind === 'all') rig.transfers.startUndo(transfer.id)
    undos.push(...transfers.filter(({ id }) => id === transfer.id).map(({ undo }) => undo))
    if (undos.at(-1)?.can === false) break
  }
  expect(undos.at(-1)).toEqual({ can: false, why: 'This transfer was already undone.' })
})
