/** A second run that skips by checksum sends no byte again, on any route. */
import { randomBytes } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { StorageError } from '../../../contract/failure.ts'
import type { CopyTransferRequest } from '../../../contract/transfer.ts'
import { openAzure } from '../../backends/azure/index.ts'
import { azurite } from '../../backends/azure/testing/service.ts'
import { createTestContainer, type TestContainer } from '../../backends/azure/testing/test-container.ts'
import type { Backend } from '../../backends/backend.ts'
import { openS3 } from '../../backends/s3/index.ts'
import { describeWithService } from '../../backends/s3/testing/service.ts'
import { createTestBucket, type TestBucket } from '../../backends/s3/testing/test-bucket.ts'
import { localDescriptor } from '../../backends/local/index.ts'
import { standardStack } from '../../layers/standard-stack.ts'
import { createRig, type Rig } from '../transfers.test-support.ts'

const { signal } = new AbortController()
const mebibyte = 1024 ** 2
const largeBytes = 20 * mebibyte + 12_345

let rig: Rig
const cleanUps: (() => Promise<unknown>)[] = []
beforeEach(async () => {
  rig = await createRig()
  await writeFile(join(rig.folder, 'large.bin'), randomBytes(largeBytes))
})
afterEach(async () => {
  await rig.close()
  for (const cleanUp of cleanUps.splice(0).toReversed()) await cleanUp()
})

const copyTo = (into: string, from = 'local'): CopyTransferRequest => ({
  verb: 'copy',
  sources: [{ location: { mount: from, path: 'large.bin' } }],
  into: { mount: into, path: '' },
  policy: { skip: 'hash', onConflict: 'overwrite' },
})

function open(mount: string, backend: Backend): void {
  rig.opened.set(mount, standardStack(backend, { mount, readOnly: false }))
  cleanUps.push(() => backend.close())
}

/** Wraps a backend so that writing the third piece fails once with `unreachable`. Records the written pieces. */
function brokenAtThird(backend: Backend, written: number[]): Backend {
  const { staging } = backend
  if (!staging) throw new Error('this backend takes no pieces')
  let isBroken = false
  const writePiece: typeof staging.writePiece = async (...given) => {
    if (given[2] === 2 && !isBroken) {
      isBroken = true
      throw new StorageError({ kind: 'unreachable', message: 'The line is down.', operation: 'test', retry: 'later' })
    }
    const piece = await staging.writePiece(...given)
    written.push(piece.number)
    return piece
  }
  return { ...backend, staging: { ...staging, writePiece } }
}

/** Copies by the route for pieces. */
async function copyFirst(to: string): Promise<void> {
  const { items, transfer } = await rig.run(copyTo(to))
  expect(transfer.counts).toMatchObject({ done: 1, failed: 0 })
  expect(items[0]?.route).toBe('pieces')
}

/** Returns what a second run did. */
async function copyAgain(to: string, from = 'local') {
  const { items, transfer } = await rig.run(copyTo(to, from))
  const { done, skipped, failed } = transfer.counts
  return { done, skipped, failed, copied: transfer.bytes.copied, why: items[0]?.why }
}
const nothingSent = { done: 0, skipped: 1, failed: 0, copied: 0, why: 'hash' }

it('sends no pieces of an unchanged file in a second run on this computer', async () => {
  const folder = join(rig.folder, 'elsewhere')
  await rig.backendOf('local').makeFolder('elsewhere', { signal })
  open('elsewhere', await localDescriptor.open({ path: folder }, {}, { signal }))
  await rig.run(copyTo('elsewhere'))
  expect(await copyAgain('elsewhere')).toEqual(nothingSent)
})

it('sends no blocks to Azure in a second run, even after a resumed upload', { timeout: 60_000 }, async () => {
  const service = await azurite()
  const container: TestContainer = await createTestContainer(service)
  cleanUps.push(() => container.remove())
  const backend = await openAzure({ ...service, container: container.name }, { signal })
  open('azure', backend)
  await copyFirst('azure')
  expect(await copyAgain('azure')).toEqual(nothingSent)

  // The same, resumed from the middle.
  await writeFile(join(rig.folder, 'large.bin'), randomBytes(largeBytes))
  const written: number[] = []
  rig.opened.set('azure', brokenAtThird(rig.backendOf('azure'), written))
  const { id } = rig.transfers.start(copyTo('azure'))
  expect((await rig.untilEnded(id)).counts).toMatchObject({ failed: 1 })
  await rig.transfers.retryFailed(id)
  const isDone = await rig.until(id, ({ state, counts }) => state === 'ended' && counts.failed === 0)
  expect(isDone.counts).toMatchObject({ done: 1 })
  expect(written.toSorted((a, b) => a - b)).toEqual([0, 1, 2])
  expect(await copyAgain('azure')).toEqual(nothingSent)
  expect((await container.get('large.bin')).length).toBe(largeBytes)
})

await describeWithService('a second run over parts in S3', (s3) => {
  let bucket: TestBucket
  beforeEach(async () => {
    bucket = await createTestBucket(s3)
    cleanUps.push(() => bucket.remove())
    open('s3', await openS3({ ...s3, bucket: bucket.name }, { signal }))
  })

  it('sends nothing, neither from here nor from Azure', { timeout: 60_000 }, async () => {
    await copyFirst('s3')
    expect(await copyAgain('s3')).toEqual(nothingSent)
    const service = await azurite()
    const container = await createTestContainer(service)
    cleanUps.push(() => container.remove())
    open('azure', await openAzure({ ...service, container: container.name }, { signal }))
    await copyFirst('azure')
    expect(await copyAgain('s3', 'azure')).toEqual(nothingSent)
    expect(await copyAgain('azure', 's3')).toEqual(nothingSent)
  })
})
