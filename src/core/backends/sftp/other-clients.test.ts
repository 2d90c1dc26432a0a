/**
 * rclone sees the same files that we store over SFTP, and we see those it stores. `sftp.test.ts` does the same with
 * OpenSSH's own client.
 */
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
} from '../other-clients.test-support.ts'
import { openSftp } from './index.ts'
import { type Sshd, startSshd, whyNoSshd } from './testing/sshd.ts'

const { signal } = new AbortController()
const missing = await whyNoSshd()

describe.runIf(missing === undefined)('over SFTP', () => {
  let sshd: Sshd
  let backend: Backend
  let folder: string
  let ground: string
  beforeAll(async () => {
    sshd = await startSshd()
  })
  afterAll(() => sshd.stop())
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'portolan-clients-'))
    ground = mkdtempSync(join(sshd.files, 'ground-'))
    const opened = await openSftp(sshd.config(ground), sshd.options, signal)
    backend = standardStack(opened, { mount: 'sftp', readOnly: false })
  })
  afterEach(async () => {
    await backend.close()
    rmSync(folder, { recursive: true })
  })

  describeWithClient('rclone', () => {
    const rclone = (...args: string[]) => {
      const { port, user = '' } = sshd.config('')
      const keys = { key_file: join(sshd.base, 'user-key'), known_hosts_file: join(sshd.base, 'known_hosts') }
      return rcloneWith(folder, { type: 'sftp', host: '127.0.0.1', port: String(port), user, ...keys })(...args)
    }

    it('agree on bytes, names, sizes and times of files stored by Portolan', { timeout: 60_000 }, async () => {
      const files = filesToStore()
      await storeThrough(backend, files)
      await backend.makeFolder('made by us', { signal })
      await rclone('copy', `R:${ground}`, join(folder, 'theirs'))
      expectHere(join(folder, 'theirs'), files)
      const listed = JSON.parse((await rclone('lsjson', '-R', `R:${ground}`)).toString()) as {
        Path: string
        Size: number
        ModTime: string
        IsDir: boolean
      }[]
      const folders = listed.filter(({ IsDir }) => IsDir).map(({ Path }) => Path)
      expect(folders.toSorted()).toEqual(['deep', 'deep/er', 'made by us'])
      for (const { Path, Size, ModTime } of listed.filter(({ IsDir }) => !IsDir)) {
        expect(await backend.stat(Path, { signal })).toMatchObject({ sizeBytes: Size, modifiedMs: Date.parse(ModTime) })
      }
    })

    it('agree on files stored by rclone, with their modification times', { timeout: 60_000 }, async () => {
      const files = filesToStore()
      await rclone('copy', storeHere(join(folder, 'here'), files), `R:${ground}`)
      await expectThrough(backend, files)
      for (const path of files.keys()) {
        expect((await backend.stat(path, { signal })).modifiedMs, path).toBe(1_700_000_000_000)
      }
    })
  })
})
