import { mkdir, open, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Backend } from '../../../backends/backend.ts'
import { openS3 } from '../../../backends/s3/index.ts'
import { describeWithService } from '../../../backends/s3/testing/service.ts'
import { createTestBucket } from '../../../backends/s3/testing/test-bucket.ts'
import { standardStack } from '../../../layers/standard-stack.ts'
import { createRig, type Rig } from '../../transfers.test-support.ts'

const { signal } = new AbortController()
let rig: Rig
beforeEach(async () => {
  rig = await createRig()
})
afterEach(() => rig.close())

/** Records which paths were queried. Writes never end before their caller cancels them. */
function endless(backend: Backend, looked: string[]): Backend {
  const { bulk: _bulk, staging: _staging, ...rest } = backend
  return {
    ...rest,
    stat: (path, options) => (looked.push(path), backend.stat(path, options)),
    write: (_path, _body, { signal: given }) =>
      new Promise((_resolve, reject) => given.addEventListener('abort', () => reject(given.reason as Error))),
  }
}

it('does not process items that were not started, however many there are', async () => {
  const count = 3000
  await mkdir(join(rig.folder, 'files'))
  await Promise.all(
    Array.from({ length: count }, (_, number) => writeFile(join(rig.folder, 'files', `${number}.txt`), '')),
  )
  const looked: string[] = []
  rig.opened.set('memory', endless(rig.backendOf('memory'), looked))
  const { id } = rig.transfers.start({
    verb: 'copy',
    sources: [{ location: { mount: 'local', path: 'files' } }],
    into: { mount: 'memory', path: '' },
    policy: { skip: 'never', onConflict: 'overwrite' },
  })
  await rig.until(id, ({ counts, isCounting }) => counts.total >= count && !isCounting)
  looked.length = 0
  await rig.transfers.cancel(id)
  const { counts, isCancelled } = await rig.untilEnded(id)
  expect({ ...counts, isCancelled }).toMatchObject({ done: 0, failed: 0, isCancelled: true })
  expect(counts.cancelled).toBeGreaterThanOrEqual(count)
  expect(new Set(looked).size).toBeLessThanOrEqual(2000)
})

await describeWithService('a file of a tebibyte', (service) => {
  it('is cancelled midway, and leaves nothing behind', { timeout: 60_000 }, async () => {
    const file = await open(join(rig.folder, 'huge'), 'w')
    await file.truncate(1024 ** 4)
    await file.close()
    const bucket = await createTestBucket(service)
    const backend = await openS3({ ...service, bucket: bucket.name }, { signal })
    rig.opened.set('s3', standardStack(backend, { mount: 's3', readOnly: false }))
    try {
      const { id } = rig.transfers.start({
        verb: 'copy',
        sources: [{ location: { mount: 'local', path: 'huge' } }],
        into: { mount: 's3', path: '' },
        policy: { skip: 'never', onConflict: 'fail' },
      })
      await rig.until(id, ({ bytes }) => bytes.copied > 0)
      await rig.transfers.cancel(id)
      const { counts, bytes } = await rig.untilEnded(id)
      expect(counts).toMatchObject({ done: 0, cancelled: 1, failed: 0 })
      expect(bytes.copied).toBeLessThan(1024 ** 4)
      expect(await bucket.uploads()).toBe(0)
      expect(await readdir(rig.folder)).toEqual(['huge'])
    } finally {
      await backend.close()
      await bucket.remove()
    }
  })
})
