/** A remote of rclone that behaves like a cloud: buckets over the network, without folders and without renames. */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { unpackEntries } from '../../../contract/entry-page.ts'
import { failureOf } from '../../../contract/failure.ts'
import { standardStack } from '../../layers/standard-stack.ts'
import type { Backend } from '../backend.ts'
import { bodyOf, textOf } from '../conformance/harness.ts'
import { describeWithService, type ServiceKeys } from '../s3/testing/service.ts'
import { createTestBucket, type TestBucket } from '../s3/testing/test-bucket.ts'
import { rcloneConfigSchema } from './config.ts'
import { openRclone } from './index.ts'

const { signal } = new AbortController()
const hasRclone = spawnSync('rclone', ['version'], { stdio: 'ignore' }).status === 0

await describeWithService('rclone over S3', (service) => {
  describe.runIf(hasRclone)('a remote of S3', () => {
    let bucket: TestBucket
    let folder: string
    const opened: Backend[] = []
    beforeEach(async () => {
      vi.stubEnv('AWS_CA_BUNDLE', undefined) // rclone's S3 backend fails with this variable
      bucket = await createTestBucket(service)
      folder = mkdtempSync(join(tmpdir(), 'portolan-rclone-'))
      writeFileSync(
        join(folder, 'rclone.conf'),
        remoteOf('cloud', service) + remoteOf('wrong', { ...service, secretAccessKey: 'not-the-secret' }),
      )
    })
    afterEach(async () => {
      for (const backend of opened.splice(0)) await backend.close()
      rmSync(folder, { recursive: true })
      await bucket.remove()
      vi.unstubAllEnvs()
    })

    async function open(remote: string): Promise<Backend> {
      const config = rcloneConfigSchema.parse({ remote, config: join(folder, 'rclone.conf') })
      const backend = standardStack(await openRclone(config, { signal }), { mount: 'cloud', readOnly: false })
      opened.push(backend)
      return backend
    }
    async function namesIn(backend: Backend, path: string): Promise<string[]> {
      const names: string[] = []
      for await (const page of backend.list(path, { signal }))
        names.push(...unpackEntries(page).map(({ name }) => name))
      return names.toSorted()
    }

    it(
      'is written in one step, listed, read in ranges, copied by the server and cleared',
      { timeout: 60_000 },
      async () => {
        const backend = await open(`cloud:${bucket.name}`)
        expect(backend.capabilities).toMatchObject({ canWrite: true, keepsEmptyFolders: false })
        expect(backend.capabilities.facets).toEqual(expect.arrayContaining(['serverCopy', 'checksums']))
        expect(backend.capabilities.withheld.rename).toBeDefined()
        await backend.write('übersicht ☃.txt', bodyOf('old'), { ifExists: 'fail', signal })
        const stored = await backend.write('übersicht ☃.txt', bodyOf('the new one'), { ifExists: 'replace', signal })
        const md5 = createHash('md5').update('the new one').digest('hex')
        expect(stored).toMatchObject({ sizeBytes: 11, proof: 'sum', sums: { md5 } })
        const late = backend.write('übersicht ☃.txt', bodyOf('late'), { ifExists: 'fail', signal })
        expect(failureOf(await late.catch((error: unknown) => error)).kind).toBe('exists')
        expect(await textOf(await backend.read('übersicht ☃.txt', { signal, offset: 4, length: 3 }))).toBe('new')
        const source = await backend.serverCopy?.source('übersicht ☃.txt', { signal })
        if (!source) throw new Error('it can’t copy')
        await backend.serverCopy?.copyFrom('copy', source, { ifExists: 'fail', signal })
        expect(await namesIn(backend, '')).toEqual(['copy', 'übersicht ☃.txt'])
        expect(await bucket.keys()).toEqual(['copy', 'übersicht ☃.txt'])
        for (const name of ['copy', 'übersicht ☃.txt']) await backend.remove(name, { signal })
        expect(await bucket.keys()).toEqual([])
      },
    )

    it('fails to sign in with a wrong secret, and the failure does not contain it', { timeout: 60_000 }, async () => {
      const failure = failureOf(
        await open(`wrong:${bucket.name}`)
          .then((backend) => namesIn(backend, ''))
          .catch((error: unknown) => error),
      )
      expect(['sign-in', 'denied']).toContain(failure.kind)
      expect(JSON.stringify(failure)).not.toContain('not-the-secret')
    })
  })
})

function remoteOf(name: string, { endpoint, accessKeyId, secretAccessKey }: ServiceKeys): string {
  const keys = {
    type: 's3',
    provider: 'Ceph',
    endpoint,
    access_key_id: accessKeyId,
    secret_access_key: secretAccessKey,
  }
  return `[${name}]\n${Object.entries(keys)
    .map(([key, value]) => `${key} = ${value}`)
    .join('\n')}\n`
}
