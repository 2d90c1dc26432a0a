/** rclone sees the same files that we store over WebDAV, and we see those it stores. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { standardStack } from '../../layers/standard-stack.ts'
import type { Backend } from '../backend.ts'
import {
  describeWithClient,
  expectHere,
  expectThrough,
  filesToStore,
  rcloneWith,
  storeHere,
  storeThrough,
  tradeWithCurl,
} from '../other-clients.test-support.ts'
import { openWebdav } from './index.ts'
import { startRcloneServer, whyNoRclone } from './testing/rclone-server.ts'
import type { DavTestServer } from './testing/server-process.ts'

const { signal } = new AbortController()
const missing = await whyNoRclone()

describe.runIf(missing === undefined)('over WebDAV', () => {
  let server: DavTestServer
  let backend: Backend
  let folder: string
  let path: string
  beforeAll(async () => {
    server = await startRcloneServer()
  })
  afterAll(() => server.stop())
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'portolan-clients-'))
    const config = await server.ground()
    path = config.path
    backend = standardStack(await openWebdav(config, { signal }), { mount: 'webdav', readOnly: false })
  })
  afterEach(async () => {
    await backend.close()
    rmSync(folder, { recursive: true })
  })

  describeWithClient('curl', () => {
    it('agree on the bytes of files stored by either', { timeout: 60_000 }, async () => {
      const url = `${server.url}${encodeURIComponent(path)}/`
      const { files, read } = await tradeWithCurl(backend, folder, { ...server, url })
      for (const [name, bytes] of files) expect(read.get(name)?.equals(bytes), name).toBe(true)
      await expectThrough(backend, files)
    })
  })

  describeWithClient('rclone', () => {
    const rclone = (...args: string[]) => {
      const settings = { type: 'webdav', url: server.url, vendor: 'other', user: server.user }
      return rcloneWith(folder, settings, server.password)(...args)
    }

    it('agree on bytes, names and sizes of files stored by Portolan', { timeout: 60_000 }, async () => {
      const files = filesToStore()
      await storeThrough(backend, files)
      await backend.makeFolder('made by us', { signal })
      await rclone('copy', `R:${path}`, join(folder, 'theirs'))
      expectHere(join(folder, 'theirs'), files)
      const folders = (await rclone('lsf', '-R', '--dirs-only', `R:${path}`)).toString().trim().split('\n')
      expect(folders.toSorted()).toEqual(['deep/', 'deep/er/', 'made by us/'])
    })

    it('agree on files stored by rclone', { timeout: 60_000 }, async () => {
      const files = filesToStore()
      await rclone('copy', storeHere(join(folder, 'here'), files), `R:${path}`)
      await expectThrough(backend, files)
      expect((await backend.stat('deep/er', { signal })).kind).toBe('folder')
    })
  })
})
