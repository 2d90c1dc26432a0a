import { afterEach, beforeEach, expect, it } from 'vitest'
import { withFaults } from '../../layers/reliability/faults.ts'
import { createRig, type Rig } from '../transfers.test-support.ts'

let rig: Rig
beforeEach(async () => {
  rig = await createRig()
})
afterEach(() => rig.close())

async function moved(content: string): Promise<number> {
  await rig.build('memory', { file: content })
  const { transfer } = await rig.run({
    verb: 'move',
    sources: [{ location: { mount: 'memory', path: 'file' } }],
    into: { mount: 'other', path: '' },
    policy: { skip: 'never', onConflict: 'fail' },
  })
  return transfer.id
}

it('respects its speed limit', async () => {
  const id = await moved('x'.repeat(3_000_000))
  const undo = rig.transfers.startUndo(id)
  rig.transfers.setLimits(undo.id, { bytesPerSecond: 100_000 })
  await new Promise((resolve) => setTimeout(resolve, 1500))
  expect(rig.transfers.get(undo.id).state).toBe('running') // At that rate it takes half a minute.
  rig.transfers.setLimits(undo.id, {})
  expect((await rig.untilEnded(undo.id)).counts).toMatchObject({ done: 1, failed: 0 })
})

it('retries an item as often as a copy does', async () => {
  const id = await moved('x')
  const failures = [{ operation: 'write', failure: 'busy', times: 4 } as const]
  rig.opened.set('memory', withFaults(rig.backendOf('memory'), failures))
  const undo = rig.transfers.startUndo(id)
  expect((await rig.untilEnded(undo.id)).counts).toMatchObject({ done: 1, failed: 0 })
  expect(await rig.textOf('memory', 'file')).toBe('x')
})
