/** rclone and curl see the same files that we store over FTP, and we see those they store. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
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
import { openFtp } from './index.ts'
import { type FtpServer, startFtpServer, whyNoFtpServer } from './testing/ftp-server.ts'

const { signal } = new AbortController()
const missing = await whyNoFtpServer()

describe.runIf(missing === undefined)('over FTP', () => {
  let server: FtpServer
  let backend: Backend
  let folder: string
  let path: string
  let count = 0
  beforeAll(async () => {
    server = await startFtpServer()
  })
  afterAll(() => server.stop())
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'portolan-clients-'))
    path = `ground ${(count += 1)}`
    mkdirSync(join(server.files, path))
    backend = standardStack(await openFtp(server.config(path), {}, signal), { mount: 'ftp', readOnly: false })
  })
  afterEach(async () => {
    await backend.close()
    rmSync(folder, { recursive: true })
  })

  describeWithClient('curl', () => {
    it('agree on the bytes of files stored by either', { timeout: 60_000 }, async () => {
      const url = `ftp://127.0.0.1:${server.port}/${encodeURIComponent(path)}/`
      const { files, read } = await tradeWithCurl(backend, folder, { ...server, url })
      for (const [name, bytes] of files) expect(read.get(name)?.equals(bytes), name).toBe(true)
      await expectThrough(backend, files)
    })
  })

  describeWithClient('rclone', () => {
    const rclone = (...args: string[]) => {
      // otherwise rclone replaces some characters by its own spelling
      const encoding = 'Slash,Dot'
      const settings = { type: 'ftp', host: '127.0.0.1', port: String(server.port), user: server.user, encoding }
      return rcloneWith(folder, settings, server.password)(...args)
    }

    it('agree on bytes, names, sizes and times of files stored by Portolan', { timeout: 60_000 }, async () => {
      const files = filesToStore()
      await storeThrough(backend, files)
      await rclone('copy', `R:${path}`, join(folder, 'theirs'))
      expectHere(join(folder, 'theirs'), files)
      const listed = JSON.parse((await rclone('lsjson', '-R', '--files-only', `R:${path}`)).toString()) as {
        Path: string
        Size: number
        ModTime: string
      }[]
      for (const { Path, Size, ModTime } of listed) {
        expect(await backend.stat(Path, { signal })).toMatchObject({ sizeBytes: Size, modifiedMs: Date.parse(ModTime) })
      }
    })

    it('agree on files stored by rclone, with their modification times', { timeout: 60_000 }, async () => {
      const files = filesToStore()
      // rclone does not understand the server's reply for a missing folder
      mkdirSync(join(server.files, path, 'deep/er'), { recursive: true })
      await rclone('copy', storeHere(join(folder, 'here'), files), `R:${path}`)
      await expectThrough(backend, files)
      for (const name of files.keys()) {
        expect((await backend.stat(name, { signal })).modifiedMs, name).toBe(1_700_000_000_000)
      }
    })
  })
})
