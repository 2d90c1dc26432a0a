/** Tests which properties are copied along with bytes that pass through this computer, between real stores. */
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import type { PropertyChanges } from '../../../contract/facets.ts'
import { openAzure } from '../../backends/azure/index.ts'
import { azurite } from '../../backends/azure/testing/service.ts'
import { createTestContainer, type TestContainer } from '../../backends/azure/testing/test-container.ts'
import type { Backend } from '../../backends/backend.ts'
import { openS3 } from '../../backends/s3/index.ts'
import { describeWithService } from '../../backends/s3/testing/service.ts'
import { createTestBucket, type TestBucket } from '../../backends/s3/testing/test-bucket.ts'
import { standardStack } from '../../layers/standard-stack.ts'
import { propertiesFor } from './properties-for.ts'
import { createRig, type Rig } from '../transfers.test-support.ts'

const { signal } = new AbortController()
const mebibyte = 1024 ** 2

const given: PropertyChanges = {
  contentType: 'application/x-compass',
  cacheControl: 'max-age=60',
  contentDisposition: 'attachment; filename="a.bin"',
  contentEncoding: 'gzip',
  contentLanguage: 'de',
  metadata: { colour: 'blue', sea_mark: 'light house' },
}

await describeWithService('properties are copied with a file', (service) => {
  let rig: Rig
  let bucket: TestBucket
  let container: TestContainer
  const backends: Backend[] = []
  beforeAll(async () => {
    bucket = await createTestBucket(service)
    const azure = await azurite()
    container = await createTestContainer(azure)
    const { account, accountKey, endpoint } = azure
    const far = await openAzure({ account, accountKey, endpoint, container: container.name }, { signal })
    const s3 = await openS3({ ...service, bucket: bucket.name }, { signal })
    backends.push(far, s3)
  })
  afterAll(async () => {
    for (const backend of backends) await backend.close()
    await container?.remove()
    await bucket?.remove()
  })
  beforeEach(async () => {
    rig = await createRig()
    for (const [at, mount] of ['azure', 's3'].entries()) {
      const backend = standardStack(backends[at] as Backend, { mount, readOnly: false })
      // Forces the bytes to pass through this computer.
      rig.opened.set(mount, { ...backend, serverCopy: undefined, links: undefined } as unknown as Backend)
    }
  })
  afterEach(() => rig.close())

  async function put(mount: string, path: string, sizeBytes: number, properties: PropertyChanges) {
    const body = new Blob(['x'.repeat(sizeBytes)]).stream() as ReadableStream<Uint8Array>
    await rig.backendOf(mount).write(path, body, { ifExists: 'replace', signal, properties })
  }
  async function copy(from: string, to: string, path: string, as: string) {
    const { transfer } = await rig.run({
      verb: 'copy',
      sources: [{ location: { mount: from, path } }],
      into: { mount: to, path: '' },
      as,
      policy: { skip: 'never', onConflict: 'fail' },
    })
    expect(transfer.counts).toMatchObject({ done: 1, failed: 0 })
    return rig.backendOf(to).properties?.read(as, { signal })
  }

  it.each([
    ['s3', 'azure'],
    ['azure', 's3'],
    ['s3', 's3'],
  ])(
    'from %s to %s, in one request and in pieces',
    async (from, to) => {
      for (const sizeBytes of [1000, 9 * mebibyte]) {
        const path = `${from}-${to}-${sizeBytes}`
        await put(from, path, sizeBytes, given)
        expect(await copy(from, to, path, `${path}.jpg`)).toMatchObject(given)
      }
    },
    30_000,
  )

  it('except those that the target cannot keep or that carry no information', async () => {
    const metadata = { 'with-dash': 'x', plain: 'y' }
    await put('s3', 'odd', 10, { contentType: 'binary/octet-stream', metadata })
    expect(await copy('s3', 'azure', 'odd', 'odd.jpg')).toMatchObject({
      contentType: 'image/jpeg',
      metadata: { plain: 'y' },
    })
    expect((await copy('s3', 's3', 'odd', 'odd2.jpg'))?.metadata).toEqual(metadata)
  })

  it('and the content type of a local file follows its extension', async () => {
    await rig.build('local', { 'small.png': 'x', 'large.mp4': 'x'.repeat(9 * mebibyte) })
    for (const to of ['s3', 'azure']) {
      expect((await copy('local', to, 'small.png', `${to}-of-here.png`))?.contentType).toBe('image/png')
      expect((await copy('local', to, 'large.mp4', `${to}-of-here.mp4`))?.contentType).toBe('video/mp4')
    }
  }, 30_000)
})

it('drops properties that the target does not support, and excess metadata', () => {
  const capabilitiesOf = (changeable: readonly string[]) =>
    ({ capabilities: { properties: { changeable, storageClasses: [] } } }) as unknown as Backend
  const properties = { contentType: 'text/x', metadata: { a: 'x'.repeat(2000), b: 'y'.repeat(100), c: 'ü', d: '' } }
  expect(propertiesFor(capabilitiesOf(['modifiedMs']), { properties })).toEqual({})
  expect(propertiesFor(capabilitiesOf(['metadata']), { properties })).toEqual({
    properties: { metadata: { a: properties.metadata.a } },
  })
})
