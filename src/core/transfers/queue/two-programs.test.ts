/**
 * Two programs share one queue. For every command on a transfer of the other program, nothing runs twice or is lost.
 */
import { readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import Database from 'libsql'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { CopyTransferRequest } from '../../../contract/transfer.ts'
import { withFaults } from '../../layers/reliability/faults.ts'
import { createRig, type Rig } from '../transfers.test-support.ts'
import type { Transfers } from '../transfers.ts'

let rig: Rig
beforeEach(async () => {
  rig = await createRig()
})
afterEach(() => rig.close())

const count = 60
const tree = Object.fromEntries([['f/', ''], ...Array.from({ length: count }, (_, at) => [`f/${at}`, `text ${at}`])])
const request: CopyTransferRequest = {
  verb: 'copy',
  sources: [{ location: { mount: 'memory', path: 'f' } }],
  into: { mount: 'other', path: '' },
  policy: { skip: 'never', onConflict: 'fail' },
  limits: { jobs: 1 },
}
const slow = { operation: 'read', delayMs: 25 } as const
async function untilIn(transfers: Transfers, id: number, state: string): Promise<void> {
  await expect.poll(() => transfers.get(id).state, { timeout: 10_000 }).toBe(state)
}

/**
 * Starts a transfer in the first program and waits until it is half done. Then opens a second program on the same
 * queue.
 */
async function halfWay(faults: Parameters<typeof withFaults>[1] = [slow], more: Partial<CopyTransferRequest> = {}) {
  await rig.build('memory', tree)
  rig.opened.set('memory', withFaults(rig.backendOf('memory'), faults))
  const mine = rig.transfers
  const { id } = mine.start({ ...request, ...more })
  await rig.until(id, ({ counts }) => counts.done > 2)
  return { id, mine, theirs: rig.reopen({ runsAll: false }) }
}

it('retries failed items in the program that runs the transfer', async () => {
  const { id, mine, theirs } = await halfWay([{ operation: 'read', path: 'f/0', failure: 'denied', times: 1 }, slow])
  await rig.until(id, ({ counts }) => counts.failed === 1)
  const readsBefore = mine.get(id).counts.done
  await theirs.retryFailed(id)
  await expect.poll(() => mine.get(id).counts.failed, { timeout: 10_000 }).toBe(0)
  expect(theirs.get(id).isElsewhere).toBe(true)
  await untilIn(mine, id, 'ended')
  expect(readsBefore).toBeGreaterThan(0)
  expect(mine.get(id).counts).toMatchObject({ total: count, done: count, failed: 0 })
  expect(Object.keys(await rig.treeOf('other'))).toHaveLength(count + 1)
})

it('leaves nothing running in the other program after a cancellation', async () => {
  const { id, mine, theirs } = await halfWay()
  await theirs.cancel(id)
  await untilIn(mine, id, 'ended')
  const { counts, isCancelled } = theirs.get(id)
  expect(isCancelled).toBe(true)
  expect(counts.done + counts.cancelled).toBe(count)
  expect(Object.keys(await rig.treeOf('other'))).toHaveLength(counts.done + 1)
})

it('applies a limit in the program that runs the transfer', async () => {
  const { id, mine, theirs } = await halfWay([], { limits: { bytesPerSecond: 100 } })
  theirs.setLimits(id, {})
  await untilIn(mine, id, 'ended')
  expect(mine.get(id).counts.done).toBe(count)
})

it('delivers an answer to the program that runs the transfer, and never loses it', async () => {
  await rig.build('other', { 'f/': '', 'f/5': 'theirs', 'f/6': 'theirs' })
  const { id, mine, theirs } = await halfWay([slow], { policy: { skip: 'never', onConflict: 'ask' } })
  await rig.until(id, ({ counts }) => counts.asking > 0)
  const [asking] = theirs.items({ id, order: 'needs-you', limit: 1 }).items
  await theirs.answer(id, asking?.number ?? 0, 'overwrite', { forAll: true })
  await untilIn(mine, id, 'ended')
  expect(mine.get(id).counts).toMatchObject({ done: count, asking: 0, failed: 0 })
  expect(await rig.textOf('other', 'f/5')).toBe('text 5')
})

it('refuses to forget or undo a transfer before it ended, or to undo it twice', async () => {
  const { id, mine, theirs } = await halfWay()
  await expect(theirs.forget(id)).rejects.toThrow('has not ended yet')
  expect(() => theirs.startUndo(id)).toThrow('has not ended yet')
  await untilIn(mine, id, 'ended')
  mine.startUndo(id)
  expect(() => theirs.startUndo(id)).toThrow('already undone')
})

/** Changes the recorded owner to a process that does not exist. */
function killOwner(id: number) {
  const db = new Database(join(dirname(rig.folder), 'data', 'transfers.db'))
  const found = db.prepare('select owner from transfers where id = ?').get(id) as { readonly owner: string }
  const owner = found.owner.replace(/\/\d+\//, '/999999999/')
  db.prepare('update transfers set owner = ? where id = ?').run(owner, id)
  db.close()
}

it.each(['pause', 'cancel', 'retryFailed', 'resume'] as const)(
  '%s takes over a transfer from a program that has ended',
  async (command) => {
    const { id, theirs } = await halfWay()
    killOwner(id)
    await theirs[command](id)
    const wanted = { pause: 'paused', cancel: 'ended', retryFailed: 'ended', resume: 'ended' } as const
    await untilIn(theirs, id, wanted[command])
    const { counts } = theirs.get(id)
    if (command === 'pause') return
    expect(counts.done + counts.cancelled).toBe(count)
    if (command !== 'cancel') expect(counts.done).toBe(count)
  },
)

it('writes nothing more after another program took over the transfer', async () => {
  await rig.build('memory', tree)
  rig.opened.set('memory', withFaults(rig.backendOf('memory'), [{ operation: 'read', delayMs: 40 }]))
  const mine = rig.transfers
  const { id } = mine.start({ ...request, into: { mount: 'local', path: '' } })
  await rig.until(id, ({ counts }) => counts.done > 2)
  // The second program sees the last sign of life of the first one 30 seconds ago.
  const theirs = rig.reopen({ now: () => Date.now() + 30_000 })
  await untilIn(theirs, id, 'ended')
  expect(theirs.get(id)).toMatchObject({ counts: { total: count, done: count, failed: 0 }, isElsewhere: false })
  const ended = theirs.get(id)
  await new Promise((resolve) => setTimeout(resolve, 700))
  expect({ ...theirs.get(id) }).toEqual(ended)
  expect(mine.get(id).counts).toEqual(ended.counts)
  const names = readdirSync(join(rig.folder, 'f'))
  expect(names.filter((name) => name.startsWith('.portolan-'))).toEqual([])
  for (const name of names) expect(await rig.textOf('local', `f/${name}`)).toBe(`text ${name}`)
})
