/** Counts the streams that a chunk passes, because each stream costs time for each chunk of each file. */
import { randomBytes } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { QueuingStrategy, UnderlyingSource } from 'node:stream/web'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openS3 } from '../../../backends/s3/index.ts'
import { describeWithService } from '../../../backends/s3/testing/service.ts'
import { createTestBucket, type TestBucket } from '../../../backends/s3/testing/test-bucket.ts'
import { standardStack } from '../../../layers/standard-stack.ts'
import { createRig, type Rig } from '../../transfers.test-support.ts'

const { signal } = new AbortController()

/** Returns the number of streams that were pulled while `work` ran. */
async function streamsPulled(work: () => Promise<unknown>): Promise<number> {
  const plain = globalThis.ReadableStream
  let count = 0
  class Counted extends plain<Uint8Array> {
    constructor(source: UnderlyingSource<Uint8Array> = {}, strategy?: QueuingStrategy<Uint8Array>) {
      let isPulled = false
      const pull: typeof source.pull = (controller) => {
        if (!isPulled) count += 1
        isPulled = true
        return source.pull?.(controller)
      }
      super({ ...source, pull }, strategy)
    }
  }
  globalThis.ReadableStream = Counted as typeof plain
  try {
    await work()
  } finally {
    globalThis.ReadableStream = plain
  }
  return count
}

await describeWithService('the streams of a copy', (service) => {
  let rig: Rig
  let bucket: TestBucket
  beforeEach(async () => {
    rig = await createRig()
    bucket = await createTestBucket(service)
    const s3 = await openS3({ ...service, bucket: bucket.name }, { signal })
    rig.opened.set('s3', standardStack(s3, { mount: 's3', readOnly: false }))
    await writeFile(join(rig.folder, 'up'), randomBytes(5 * 1024 ** 2))
    await bucket.put('down', randomBytes(5 * 1024 ** 2))
  })
  afterEach(async () => {
    await rig.backendOf('s3').close()
    await rig.close()
    await bucket.remove()
  })

  it.each([
    ['local', 's3', 'up'],
    ['s3', 'local', 'down'],
  ])('from %s to %s are two: one for the file and one for all layers', async (from, into, path) => {
    let route: string | undefined
    const count = await streamsPulled(async () => {
      const { items } = await rig.run({
        verb: 'copy',
        sources: [{ location: { mount: from, path } }],
        into: { mount: into, path: '' },
        policy: { skip: 'never', onConflict: 'fail' },
      })
      route = items[0]?.route
    })
    expect(route).toBe('stream')
    expect(count).toBe(2)
  })
})
