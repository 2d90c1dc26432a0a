import { symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Preview } from '../../../contract/api/transfers.ts'
import type { CopyTransferRequest } from '../../../contract/transfer.ts'
import { createRig, type Rig } from '../transfers.test-support.ts'

let rig: Rig
beforeEach(async () => {
  rig = await createRig()
  await rig.build('local', { 'f/': '', 'f/same': 'S', 'f/also': 'A', 'f/other': 'new', 'f/fresh': 'F' })
  await symlink('same', join(rig.folder, 'f/link'))
  await rig.build('memory', { 'f/': '', 'f/same': 'S', 'f/also': 'A', 'f/other': 'old' })
})
afterEach(() => rig.close())

function copyOf(path: string, onConflict: CopyTransferRequest['policy']['onConflict']): CopyTransferRequest {
  return {
    verb: 'copy',
    sources: [{ location: { mount: 'local', path } }],
    into: { mount: 'memory', path: '' },
    policy: { skip: 'hash', onConflict },
  }
}

it('gives the reason for each skipped item, and the number per reason', async () => {
  const { transfer, items } = await rig.run(copyOf('f', 'overwrite'))
  expect(transfer.counts).toMatchObject({ done: 2, skipped: 3 })
  expect(transfer.skips).toEqual({ hash: 2, kind: 1 })
  expect(
    items
      .filter(({ why }) => why === 'hash')
      .map(({ from }) => from.path)
      .toSorted(),
  ).toEqual(['f/also', 'f/same'])
  expect(items.find(({ why }) => why === 'kind')?.from.path).toBe('f/link')
  // Another program that reads the same queue gets the same result.
  expect(rig.reopen({ runsAll: false }).get(transfer.id).skips).toEqual({ hash: 2, kind: 1 })
})

it('predicts the same in a preview', async () => {
  let last: Preview | undefined
  const { signal } = new AbortController()
  for await (const preview of rig.transfers.preview(copyOf('f', 'overwrite'), { signal })) last = preview
  expect(last?.skipped.map(({ why, files }) => [why, files]).toSorted()).toEqual([
    ['hash', 2],
    ['kind', 1],
  ])
})

it('counts a folder that a person skipped', async () => {
  await rig.build('memory', { 'g/': '' })
  await rig.build('local', { g: 'a file' })
  const { id } = rig.transfers.start(copyOf('g', 'ask'))
  const { counts } = await rig.until(id, (transfer) => transfer.counts.asking > 0)
  expect(counts.asking).toBe(1)
  await rig.transfers.answer(id, rig.itemsOf(id)[0]?.number ?? 0, 'skip', { forAll: false })
  expect((await rig.untilEnded(id)).skips).toEqual({ told: 1 })
})
