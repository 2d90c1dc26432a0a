import { readdirSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { CopyTransferRequest } from '../../../contract/transfer.ts'
import type { Backend } from '../../backends/backend.ts'
import { withFaults } from '../../layers/reliability/faults.ts'
import { createRig, type Rig } from '../transfers.test-support.ts'

let rig: Rig
beforeEach(async () => {
  rig = await createRig({ mostKept: 3 })
})
afterEach(() => rig.close())

const { signal } = new AbortController()
const staged = () => readdirSync(rig.folder).filter((name) => name.startsWith('.portolan-'))

function copyOf(path: string, into: string, more: Partial<CopyTransferRequest> = {}): CopyTransferRequest {
  return {
    verb: 'copy',
    sources: [{ location: { mount: 'memory', path } }],
    into: { mount: into, path: '' },
    policy: { skip: 'never', onConflict: 'keep-both' },
    ...more,
  }
}

/** Copies a large file to this computer and fails half-way. */
async function failHalfWay() {
  await rig.build('memory', { large: 'x'.repeat(40_000_000) })
  const memory = rig.backendOf('memory')
  rig.opened.set(
    'memory',
    withFaults(memory, [
      { operation: 'read', times: 2, delayMs: 0 },
      { operation: 'read', failure: 'denied' },
    ]),
  )
  const { transfer, items } = await rig.run(copyOf('large', 'local'))
  rig.opened.set('memory', memory)
  expect(items.map(({ failure }) => failure?.kind)).toEqual(['denied'])
  expect(staged()).toHaveLength(1)
  return transfer.id
}

describe('the staging file of a failed item', () => {
  it('is kept for a retry, and removed when its transfer is forgotten', async () => {
    await rig.transfers.forget(await failHalfWay())
    expect(staged()).toEqual([])
    expect(rig.transfers.history({ limit: 10 }).transfers).toEqual([])
  })

  it('is removed when its transfer is the oldest beyond the limit', async () => {
    await failHalfWay()
    await rig.build('memory', { small: 'x' })
    for (let count = 0; count < 3; count += 1) await rig.run(copyOf('small', 'local'))
    await expect.poll(staged).toEqual([])
  })

  it('is removed at the next start if its mount is unreachable now', async () => {
    const id = await failHalfWay()
    const local = rig.backendOf('local')
    rig.opened.set('local', withFaults(local, [{ operation: 'staging.discard', failure: 'unreachable' }]))
    await rig.transfers.forget(id)
    expect(rig.transfers.history({ limit: 10 }).transfers).toEqual([])
    expect(staged()).toHaveLength(1)
    await rig.transfers.close()
    rig.opened.set('local', local)
    rig.reopen()
    await expect.poll(staged).toEqual([])
  })
})

it('is removed at its own path if the file was to have another name', async () => {
  await rig.build('memory', { large: 'x'.repeat(40_000_000) })
  await rig.build('other', { large: 'old' })
  const { id } = rig.transfers.start(copyOf('large', 'other', { limits: { bytesPerSecond: 8_000_000 } }))
  const other = rig.backendOf('other')
  const begun: { path: string; token: string }[] = []
  rig.opened.set('other', noting(other, begun))
  await rig.until(id, ({ bytes }) => bytes.copied > 8_000_000)
  await rig.transfers.cancel(id)
  expect(begun.map(({ path }) => path)).toEqual(['large (2)'])
  for (const { path, token } of begun) {
    const pieces = other.staging?.pieces(path, token, { believed: [], signal })
    await expect(pieces).rejects.toMatchObject({ failure: { kind: 'not-found' } })
  }
})

function noting(backend: Backend, begun: { path: string; token: string }[]): Backend {
  const { staging } = backend
  if (!staging) throw new Error('it has staging')
  return {
    ...backend,
    staging: {
      ...staging,
      async begin(path, options) {
        const stage = await staging.begin(path, options)
        begun.push({ path, token: stage.token })
        return stage
      },
    },
  }
}

it('of a failed undo is kept for a retry, and removed when the undo is forgotten', async () => {
  await rig.build('local', { large: 'x'.repeat(40_000_000) })
  const { transfer } = await rig.run(copyOf('large', 'other', { verb: 'move', sources: [sourceAt('local', 'large')] }))
  const other = rig.backendOf('other')
  rig.opened.set(
    'other',
    withFaults(other, [
      { operation: 'read', times: 2, delayMs: 0 },
      { operation: 'read', failure: 'denied' },
    ]),
  )
  const undo = await rig.untilEnded(rig.transfers.startUndo(transfer.id).id)
  expect(undo.counts).toMatchObject({ failed: 1, total: 1 })
  expect(readdirSync(rig.folder)).toHaveLength(1)
  await rig.transfers.forget(undo.id)
  expect(readdirSync(rig.folder)).toEqual([])
  expect((await other.stat('large', { signal })).sizeBytes).toBe(40_000_000)
})
function sourceAt(mount: string, path: string): CopyTransferRequest['sources'][number] {
  return { location: { mount, path } }
}
