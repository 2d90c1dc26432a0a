/** rclone, s3cmd and curl see the same files that we store, and we see those they store. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { unpackEntries } from '../../../contract/entry-page.ts'
import { standardStack } from '../../layers/standard-stack.ts'
import type { Backend } from '../backend.ts'
import {
  describeWithClient,
  expectHere,
  expectThrough,
  filesToStore,
  runClient,
  storeHere,
  storeThrough,
} from '../other-clients.test-support.ts'
import { openS3 } from './index.ts'
import { describeWithService, type ServiceKeys } from './testing/service.ts'
import { createTestBucket, type TestBucket } from './testing/test-bucket.ts'

const { signal } = new AbortController()
await describeWithService('other programs on S3', (service) => {
  describeClients(service)
})

function describeClients(service: ServiceKeys) {
  let bucket: TestBucket
  let backend: Backend
  let folder: string
  let rcloneEnv: Record<string, string>
  beforeEach(async () => {
    bucket = await createTestBucket(service)
    const opened = await openS3({ ...service, bucket: bucket.name }, { signal })
    backend = standardStack(opened, { mount: 's3', readOnly: false })
    folder = mkdtempSync(join(tmpdir(), 'portolan-clients-'))
    rcloneEnv = {
      RCLONE_CONFIG: join(folder, 'none'),
      RCLONE_CONFIG_R_TYPE: 's3',
      RCLONE_CONFIG_R_PROVIDER: 'Ceph',
      RCLONE_CONFIG_R_ENDPOINT: service.endpoint,
      RCLONE_CONFIG_R_ACCESS_KEY_ID: service.accessKeyId,
      RCLONE_CONFIG_R_SECRET_ACCESS_KEY: service.secretAccessKey,
    }
    writeFileSync(join(folder, 's3cfg'), s3cfgOf(service))
  })
  afterEach(async () => {
    await backend.close()
    await bucket.remove()
    rmSync(folder, { recursive: true })
  })

  const rclone = (...args: string[]) => runClient('rclone', args, rcloneEnv)
  const s3cmd = (...args: string[]) => runClient('s3cmd', ['-c', join(folder, 's3cfg'), ...args])

  describeWithClient('rclone', () => {
    it(
      'agree on bytes, names, sizes, times, types and metadata of files stored by Portolan',
      { timeout: 60_000 },
      async () => {
        const files = filesToStore()
        await storeThrough(backend, files)
        await backend.makeFolder('made by us', { signal })
        await backend.properties?.change(
          'plain.txt',
          { contentType: 'text/x-log', metadata: { colour: 'sea blue' } },
          { signal },
        )
        await rclone('copy', `R:${bucket.name}`, join(folder, 'theirs'))
        expectHere(join(folder, 'theirs'), files)
        const listed = JSON.parse(
          (await rclone('lsjson', '-R', '--metadata', '--use-server-modtime', `R:${bucket.name}`)).toString(),
        ) as { Path: string; Size: number; MimeType: string; ModTime: string; IsDir: boolean; Metadata?: object }[]
        expect((await rclone('lsf', `R:${bucket.name}`)).toString()).toContain('made by us/\n')
        for (const { Path, Size, MimeType, ModTime } of listed.filter(({ IsDir }) => !IsDir)) {
          const ours = await backend.stat(Path, { signal })
          const properties = await backend.properties?.read(Path, { signal })
          expect([Path, Size, MimeType]).toEqual([Path, ours.sizeBytes, properties?.contentType])
          expect(Math.floor(Date.parse(ModTime) / 1000), Path).toBe(Math.floor((ours.modifiedMs ?? 0) / 1000))
        }
        const plain = listed.find(({ Path }) => Path === 'plain.txt')
        expect(plain?.Metadata).toMatchObject({ colour: 'sea blue', 'content-type': 'text/x-log' })
      },
    )

    it(
      'agree on files stored by rclone, with the modification time in their metadata',
      { timeout: 60_000 },
      async () => {
        const files = filesToStore()
        const parts = ['--s3-chunk-size', '5M', '--s3-upload-cutoff', '5M']
        await rclone('copy', ...parts, storeHere(join(folder, 'here'), files), `R:${bucket.name}`)
        await expectThrough(backend, files)
        const properties = await backend.properties?.read('plain.txt', { signal })
        expect(properties?.contentType).toMatch(/^text\/plain/)
        expect(Math.floor(Number(properties?.metadata?.['mtime']))).toBe(1_700_000_000)
      },
    )
  })
  describeWithClient('s3cmd', () => {
    it('agree on files and folders stored by Portolan', { timeout: 60_000 }, async () => {
      const files = filesToStore()
      await storeThrough(backend, files)
      await backend.makeFolder('made by us', { signal })
      const listed = (await s3cmd('ls', `s3://${bucket.name}/`)).toString()
      expect(listed).toContain(`DIR  s3://${bucket.name}/made by us/`)
      for (const [path, bytes] of files) {
        await s3cmd('get', '--force', `s3://${bucket.name}/${path}`, join(folder, 'one'))
        expect(readFileSync(join(folder, 'one')).equals(bytes), path).toBe(true)
      }
      const info = (await s3cmd('info', `s3://${bucket.name}/plain.txt`)).toString()
      expect(info).toMatch(/MIME type: *text\/plain/)
    })

    it('agree on files stored by s3cmd, even in parts, with their metadata', { timeout: 60_000 }, async () => {
      const files = filesToStore()
      const top = storeHere(join(folder, 'here'), files)
      const how = ['--multipart-chunk-size-mb=5', '--no-preserve', '--add-header=x-amz-meta-colour:blue']
      await s3cmd('put', '--recursive', ...how, `${top}/`, `s3://${bucket.name}/`)
      await expectThrough(backend, files)
      expect((await backend.properties?.read('plain.txt', { signal }))?.metadata).toMatchObject({ colour: 'blue' })
    })
  })
  describeWithClient('curl', () => {
    it('agree on bytes that are downloaded and uploaded through links', async () => {
      await storeThrough(backend, new Map([['deep/er/🧭 +%.txt', Buffer.from('by link')]]))
      const get = await backend.links?.make('deep/er/🧭 +%.txt', { method: 'get', lastsMs: 60_000, signal })
      expect((await runClient('curl', ['-sSf', get?.url ?? ''])).toString()).toBe('by link')
      const put = await backend.links?.make('from outside.txt', { method: 'put', lastsMs: 60_000, signal })
      writeFileSync(join(folder, 'upload'), 'from outside')
      const headers = Object.entries(put?.headers ?? {}).flatMap(([name, value]) => ['-H', `${name}: ${value}`])
      await runClient('curl', ['-sSf', ...headers, '-T', join(folder, 'upload'), put?.url ?? ''])
      await bucket.put('console folder/', '') // a folder as the consoles of services create it
      const names: string[] = []
      for await (const page of backend.list('', { signal })) names.push(...unpackEntries(page).map(({ name }) => name))
      expect(names.toSorted()).toEqual(['console folder', 'deep', 'from outside.txt'])
      expect((await bucket.get('from outside.txt')).toString()).toBe('from outside')
    })
  })
}

function s3cfgOf({ endpoint, accessKeyId, secretAccessKey }: ServiceKeys): string {
  const { host } = new URL(endpoint)
  return `[default]
access_key = ${accessKeyId}
secret_key = ${secretAccessKey}
host_base = ${host}
host_bucket = ${host}
use_https = False
bucket_location = us-east-1
`
}
