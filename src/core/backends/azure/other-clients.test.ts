/** rclone sees the same files that we store, and we see those it stores. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
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
import { openAzure } from './index.ts'
import { azurite } from './testing/service.ts'
import { createTestContainer, type TestContainer } from './testing/test-container.ts'

const { signal } = new AbortController()

describeWithClient('rclone', () => {
  let container: TestContainer
  let backend: Backend
  let folder: string
  let env: Record<string, string>
  beforeEach(async () => {
    const service = await azurite()
    container = await createTestContainer(service)
    const opened = await openAzure({ ...service, container: container.name }, { signal })
    backend = standardStack(opened, { mount: 'azure', readOnly: false })
    folder = mkdtempSync(join(tmpdir(), 'portolan-clients-'))
    env = {
      RCLONE_CONFIG: join(folder, 'none'),
      RCLONE_CONFIG_R_TYPE: 'azureblob',
      // rclone accepts an account in the path only in this form
      RCLONE_CONFIG_R_SAS_URL: `${service.endpoint}/${container.name}?${await container.sas('racwdl')}`,
    }
  })
  afterEach(async () => {
    await backend.close()
    await container.remove()
    rmSync(folder, { recursive: true })
  })
  const rclone = (...args: string[]) => runClient('rclone', args, env)

  it(
    'agree on bytes, names, sizes, times, types and checksums of files stored by Portolan',
    { timeout: 60_000 },
    async () => {
      const files = filesToStore()
      await storeThrough(backend, files)
      await backend.properties?.change('plain.txt', { contentType: 'text/x-log' }, { signal })
      await rclone('copy', `R:${container.name}`, join(folder, 'theirs'))
      expectHere(join(folder, 'theirs'), files)
      const text = await rclone('lsjson', '-R', '--files-only', '--hash', `R:${container.name}`)
      const listed = JSON.parse(text.toString()) as {
        Path: string
        Size: number
        MimeType: string
        ModTime: string
        Hashes?: { md5?: string }
      }[]
      expect(listed).toHaveLength(files.size)
      for (const { Path, Size, MimeType, ModTime, Hashes } of listed) {
        const ours = await backend.stat(Path, { signal })
        const properties = await backend.properties?.read(Path, { signal })
        expect([Path, Size, MimeType]).toEqual([Path, ours.sizeBytes, properties?.contentType])
        expect(Date.parse(ModTime), Path).toBe(ours.modifiedMs)
        expect(Hashes?.md5, Path).toBe((await backend.checksums?.checksums(Path, { signal }))?.['md5'])
      }
    },
  )

  it('agree on files stored by rclone, with the modification time in their metadata', { timeout: 60_000 }, async () => {
    const files = filesToStore()
    await rclone('copy', '--azureblob-chunk-size', '4M', storeHere(join(folder, 'here'), files), `R:${container.name}`)
    await expectThrough(backend, files)
    const properties = await backend.properties?.read('plain.txt', { signal })
    expect(properties?.contentType).toMatch(/^text\/plain/)
    expect(Date.parse(properties?.metadata?.['mtime'] ?? '')).toBe(1_700_000_000_000)
  })
})
