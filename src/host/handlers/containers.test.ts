/** How switching a bucket's versioning affects an open mount, with a real service. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { describeWithService } from '../../core/backends/s3/testing/service.ts'
import { createTestBucket } from '../../core/backends/s3/testing/test-bucket.ts'
import { connectInProcess } from '../connect-in-process.ts'
import { createHost } from '../create-host.ts'

await describeWithService('the versioning of a bucket', (service) => {
  it('changes how an open mount deletes, and ends no running call', async () => {
    const base = await mkdtemp(join(tmpdir(), 'portolan-container-'))
    const bucket = await createTestBucket(service, { keepsVersions: true })
    await mkdir(join(base, 'home'))
    await bucket.put('file', 'x'.repeat(5_000_000))
    const config = { name: 'reports', type: 's3', bucket: bucket.name, ...service }
    await writeFile(join(base, 'mounts.yaml'), JSON.stringify([config]), { mode: 0o600 })
    const host = await createHost({
      version: '0.0.0',
      configFolder: base,
      dataFolder: join(base, 'data'),
      homeFolder: join(base, 'home'),
      env: {},
    })
    try {
      const { client } = connectInProcess(host)
      const location = { mount: 'reports', path: 'file' }
      expect((await client.mounts.open({ name: 'reports' })).capabilities?.facets).toContain('trash')
      let bytes = 0
      for await (const chunk of client.files.read({ location })) {
        if (bytes === 0) await client.containers.setVersioning({ location, to: 'suspended' })
        bytes += chunk.length
      }
      expect(bytes).toBe(5_000_000)
      const { capabilities } = await client.mounts.open({ name: 'reports' })
      expect(capabilities?.facets).not.toContain('trash')
      expect(capabilities?.keepsVersions).toBe(false)
    } finally {
      await host.close()
      await bucket.remove()
      await rm(base, { recursive: true })
    }
  })
})
