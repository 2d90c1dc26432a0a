/**
 * rclone uses the same protocol with the stand-in server as with the service. It sees the same files that we store, and
 * we see those it stores.
 */
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
import { gcsConfigSchema } from './config.ts'
import { openGcs } from './index.ts'
import { type StandIn, startStandIn } from './testing/stand-in.ts'

const { signal } = new AbortController()

describeWithClient('rclone', () => {
  let standIn: StandIn
  let backend: Backend
  let folder: string
  let env: Record<string, string>
  beforeEach(async () => {
    standIn = await startStandIn()
    standIn.buckets.set('reports', new Map())
    const { endpoint, credentials } = standIn
    const opened = await openGcs(gcsConfigSchema.parse({ endpoint, credentials, bucket: 'reports' }), signal)
    backend = standardStack(opened, { mount: 'gcs', readOnly: false })
    folder = mkdtempSync(join(tmpdir(), 'portolan-clients-'))
    env = {
      RCLONE_CONFIG: join(folder, 'none'),
      RCLONE_CONFIG_R_TYPE: 'google cloud storage',
      RCLONE_CONFIG_R_SERVICE_ACCOUNT_CREDENTIALS: credentials,
      RCLONE_CONFIG_R_BUCKET_POLICY_ONLY: 'true',
      RCLONE_CONFIG_R_ENDPOINT: `${endpoint}/storage/v1/`,
    }
  })
  afterEach(async () => {
    await backend.close()
    await standIn.stop()
    rmSync(folder, { recursive: true })
  })
  const rclone = (...args: string[]) => runClient('rclone', args, env)

  it('agree on bytes, names and checksums of files stored by Portolan', { timeout: 60_000 }, async () => {
    const files = filesToStore()
    await storeThrough(backend, files)
    await rclone('copy', 'r:reports', join(folder, 'fetched'))
    expectHere(join(folder, 'fetched'), files)
    const listed = JSON.parse((await rclone('lsjson', '-R', '--files-only', '--hash', 'r:reports')).toString()) as {
      Path: string
      Hashes?: { md5?: string }
    }[]
    expect(listed).toHaveLength(files.size)
    for (const { Path, Hashes } of listed) {
      expect(Hashes?.md5, Path).toBe((await backend.checksums?.checksums(Path, { signal }))?.['md5'])
    }
  })

  it('agree on files stored by rclone', { timeout: 60_000 }, async () => {
    const files = filesToStore()
    storeHere(join(folder, 'made'), files)
    await rclone('copy', join(folder, 'made'), 'r:reports')
    await expectThrough(backend, files)
    expect(standIn.sessions.size).toBe(0)
  })
})
