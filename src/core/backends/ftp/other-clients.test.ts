/** What we store over FTP, rclone and curl see the same, and what they store, we do. */
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
  runClient,
  storeHere,
  storeThrough,
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
    it('on the bytes of what we stored, and with us on what it stored', { timeout: 60_000 }, async () => {
      const curl = (...args: string[]) =>
        runClient('curl', ['-sS', '--fail', '-u', `${server.user}:${server.password}`, ...args])
      const files = filesToStore()
      await storeThrough(backend, files)
      const here = storeHere(join(folder, 'here'), files)
      for (const [name, bytes] of files) {
        const parts = [path, ...name.split('/')].map(encodeURIComponent)
        const url = `ftp://127.0.0.1:${server.port}/${parts.join('/')}`
        expect((await curl(url)).equals(bytes), name).toBe(true)
        await curl('-T', join(here, name), url)
      }
      await expectThrough(backend, files)
    })
  })

  describeWithClient('rclone', () => {
    const rclone = async (...args: string[]) => {
      const obscured = (await runClient('rclone', ['obscure', server.password])).toString().trim()
      return runClient('rclone', args, {
        RCLONE_CONFIG: join(folder, 'none'),
        RCLONE_CONFIG_R_TYPE: 'ftp',
        RCLONE_CONFIG_R_HOST: '127.0.0.1',
        RCLONE_CONFIG_R_PORT: String(server.port),
        RCLONE_CONFIG_R_USER: server.user,
        RCLONE_CONFIG_R_PASS: obscured,
        // else it writes some signs in a spelling of its own
        RCLONE_CONFIG_R_ENCODING: 'Slash,Dot',
      })
    }

    it('on the bytes, names, sizes and times of what we stored', { timeout: 60_000 }, async () => {
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

    it('with us on what it stored, times too', { timeout: 60_000 }, async () => {
      const files = filesToStore()
      // the server says of a missing folder what rclone does not take for that
      mkdirSync(join(server.files, path, 'deep/er'), { recursive: true })
      await rclone('copy', storeHere(join(folder, 'here'), files), `R:${path}`)
      await expectThrough(backend, files)
      for (const name of files.keys()) {
        expect((await backend.stat(name, { signal })).modifiedMs, name).toBe(1_700_000_000_000)
      }
    })
  })
})
