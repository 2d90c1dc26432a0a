/**
 * A Windows share through rclone, with Samba. The server does not require signatures, because with them rclone 1.60
 * loses single calls (“signing required”).
 */
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { unpackEntries } from '../../../contract/entry-page.ts'
import { failureOf } from '../../../contract/failure.ts'
import { standardStack } from '../../layers/standard-stack.ts'
import type { Backend } from '../backend.ts'
import {
  expectHere,
  expectThrough,
  type Files,
  filesToStore,
  storeHere,
  storeThrough,
} from '../other-clients.test-support.ts'
import { useDaemon } from './daemon/shared-daemons.ts'
import { openRclone } from './index.ts'
import { type SambaServer, startSamba, whyNoSamba } from './testing/samba-server.ts'

const { signal } = new AbortController()
const reason = whyNoSamba()
const isCi = Boolean(process.env['CI']) && process.env['CI'] !== 'false'

describe.skipIf(reason !== undefined)('a Windows share through rclone', () => {
  let samba: SambaServer
  let base: string
  let config: string
  let kept: ReturnType<typeof useDaemon>
  let folder: string
  let count = 0
  let backend: Backend
  const opened: Backend[] = []

  beforeAll(async () => {
    samba = await startSamba()
    base = mkdtempSync(join(tmpdir(), 'portolan-smb-'))
    config = join(base, 'rclone.conf')
    writeFileSync(config, remoteNamed('office', samba.password))
    kept = useDaemon({ binary: 'rclone', config })
  })
  afterAll(async () => {
    for (const each of opened) await each.close()
    await kept.release()
    await samba.stop()
    rmSync(base, { recursive: true })
  })
  beforeEach(async () => {
    const name = `folder-${(count += 1)}`
    folder = join(samba.files, name)
    mkdirSync(folder)
    backend = await open(`office:files/${name}`)
  })

  function remoteNamed(name: string, password: string): string {
    const pass = execFileSync('rclone', ['obscure', password], { encoding: 'utf8' }).trim()
    return `[${name}]\ntype = smb\nhost = 127.0.0.1\nport = ${samba.port}\nuser = ${samba.user}\npass = ${pass}\n`
  }
  async function open(remote: string): Promise<Backend> {
    const remoteBackend = await openRclone({ remote, binary: 'rclone', config }, { signal })
    opened.push(standardStack(remoteBackend, { mount: 'rclone', readOnly: false }))
    return opened.at(-1) as Backend
  }
  const write = (path: string, text: string, ifExists: 'replace' | 'fail' = 'fail') =>
    backend.write(path, new Blob([text]).stream() as ReadableStream<Uint8Array>, { ifExists, signal })

  it('has the same files as the file system below it, in both directions', { timeout: 60_000 }, async () => {
    const files: Files = new Map([...filesToStore()].filter(([path]) => !/["*:<>?|]/.test(path)))
    await storeThrough(backend, files)
    expectHere(folder, files)
    rmSync(folder, { recursive: true })
    storeHere(folder, files)
    await expectThrough(backend, files)
    expect(readFileSync(join(folder, 'plain.txt'), 'utf8')).toBe('bytes of plain.txt')
  })

  it('keeps names that Windows does not allow, mapped to similar characters', async () => {
    await write('what: "this"?.txt', 'text')
    const names: string[] = []
    for await (const page of backend.list('', { signal })) names.push(...unpackEntries(page).map(({ name }) => name))
    expect(names).toEqual(['what: "this"?.txt'])
    expect(readdirSync(folder)).toEqual(['what： ＂this＂？.txt'])
  })

  it('replaces, renames and removes', async () => {
    await write('a.txt', 'first')
    await write('a.txt', 'second', 'replace')
    await expect(write('a.txt', 'third')).rejects.toMatchObject({ failure: { kind: 'exists' } })
    await backend.rename?.rename('a.txt', 'b.txt', { ifExists: 'fail', signal })
    await backend.makeFolder('in', { signal })
    await backend.rename?.rename('in', 'inside', { ifExists: 'fail', signal })
    expect([readdirSync(folder).toSorted(), readFileSync(join(folder, 'b.txt'), 'utf8')]).toEqual([
      ['b.txt', 'inside'],
      'second',
    ])
    await backend.remove('b.txt', { signal })
    await backend.remove('inside', { signal })
    expect(readdirSync(folder)).toEqual([])
  })

  it('reports that a file has nothing below it', async () => {
    await write('a.txt', 'text')
    const error = await backend.stat('a.txt/below', { signal }).catch((thrown: unknown) => thrown)
    expect(failureOf(error).kind).toBe('not-a-folder')
  })
})

it.skipIf(reason === undefined || !isCi || process.getuid?.() !== 0)(
  'Samba is available in continuous integration',
  () => {
    expect(reason).toBeUndefined()
  },
)
