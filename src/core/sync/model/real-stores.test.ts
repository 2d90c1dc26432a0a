/** The same model with real stores, and with few seeds. */
import { mkdtemp, realpath, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { localDescriptor } from '../../backends/local/index.ts'
import { openS3 } from '../../backends/s3/index.ts'
import { describeWithService } from '../../backends/s3/testing/service.ts'
import { createTestBucket } from '../../backends/s3/testing/test-bucket.ts'
import { openSftp } from '../../backends/sftp/index.ts'
import { type Sshd, startSshd, whyNoSshd } from '../../backends/sftp/testing/sshd.ts'
import { runSeeds } from './run-seeds.test-support.ts'

const { signal } = new AbortController()
const timeout = 3600_000

async function openLocal() {
  const path = await realpath(await mkdtemp(join(tmpdir(), 'portolan-model-')))
  const backend = await localDescriptor.open({ path }, {}, { signal })
  const close = async () => {
    await backend.close()
    await rm(path, { recursive: true, force: true })
  }
  return { backend, close }
}

it('syncs two folders of this computer without loss', { timeout }, async () => {
  const failures = await runSeeds(
    '1-6',
    async () => {
      const [left, right] = [await openLocal(), await openLocal()]
      const close = () => Promise.all([left.close(), right.close()])
      return { left: left.backend, right: right.backend, close }
    },
    { deleted: 'archive' },
  )
  expect(failures).toEqual([])
})

await describeWithService('the model of a sync', (service) => {
  it('holds for a folder and a bucket', { timeout }, async () => {
    const failures = await runSeeds(
      '1-3',
      async (random) => {
        const bucket = await createTestBucket(service, { keepsVersions: random.chance(0.5) })
        const right = await openS3({ ...service, bucket: bucket.name }, { signal })
        const left = await openLocal()
        const close = async () => {
          await left.close()
          await right.close()
          await bucket.remove()
        }
        return { left: left.backend, right, close }
      },
      { sizesDiffer: true, deleted: 'archive' },
    )
    expect(failures).toEqual([])
  })
})

const missing = await whyNoSshd()
describe.runIf(missing === undefined)('the model of a sync, with a server', () => {
  let sshd: Sshd
  beforeAll(async () => {
    sshd = await startSshd()
  })
  afterAll(() => sshd.stop())

  it('holds for a folder and one over SFTP', { timeout }, async () => {
    const failures = await runSeeds(
      '1-3',
      async () => {
        const folder = await mkdtemp(join(sshd.files, 'model-'))
        const right = await openSftp(sshd.config(folder), sshd.options, signal)
        const left = await openLocal()
        const close = async () => {
          await left.close()
          await right.close()
          await rm(folder, { recursive: true })
        }
        return { left: left.backend, right, close }
      },
      { deleted: 'archive' },
    )
    expect(failures).toEqual([])
  })
})
