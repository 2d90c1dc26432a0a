import { mkdir, mkdtemp, readdir, realpath, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { archiveMountName } from '../../contract/archive-mount.ts'
import { failureOf } from '../../contract/failure.ts'
import { virtualLocation, type VirtualPart } from '../../contract/virtual-mount.ts'
import { collectBytes } from '../../lib/flow/byte-stream.ts'
import { makeZipBytes } from '../archives/testing/make-zip.test-support.ts'
import { backendDescriptors } from '../backends/registry.ts'
import { createCredentials } from '../credentials/credentials.ts'
import { createMounts } from '../mounts/opening/create-mounts.ts'
import type { Mounts } from '../mounts/mounts.ts'

const { signal } = new AbortController()
let base: string
let mounts: Mounts

beforeEach(async () => {
  base = await realpath(await mkdtemp(join(tmpdir(), 'portolan-made-')))
  await mkdir(join(base, 'to'))
  await writeFile(join(base, 'mounts.yaml'), `- { name: files, type: local, path: ${base} }`)
  mounts = await createMounts({
    configFolder: base,
    env: {},
    builtIn: [],
    hidden: [],
    descriptors: backendDescriptors,
    backendDeps: {},
    credentials: createCredentials({ configFolder: base, env: {} }),
  })
})
afterEach(async () => {
  await mounts.close()
  await rm(base, { recursive: true })
})

async function opened(kind: 'joined' | 'difference', name: string, parts: readonly VirtualPart[]) {
  const location = virtualLocation({ kind, name, parts }) ?? { mount: '', path: '' }
  const { backend, info } = await mounts.open(location.mount, { signal })
  return { backend, info, location }
}
const inFiles = (...paths: readonly string[]) => paths.map((path) => ({ mount: 'files', path }))
const target = async () => (await mounts.open('files', { signal })).backend

it('opens an archive in a joined file, whose entries can be joined and compared', async () => {
  const zip = makeZipBytes([
    { name: 'a.txt', bytes: 'one\n' },
    { name: 'b.txt', bytes: 'two\n' },
  ])
  await writeFile(join(base, 'z.001'), zip.subarray(0, 50))
  await writeFile(join(base, 'z.002'), zip.subarray(50))
  const { location, info } = await opened('joined', 'z.zip', inFiles('z.001', 'z.002'))
  expect(info).toMatchObject({ label: 'z.001 + z.002', readOnly: true })
  const inside = archiveMountName(location)
  const parts = ['b.txt', 'a.txt'].map((path) => ({ mount: inside, path }))
  const both = await opened('joined', 'both', parts)
  const bytes = await collectBytes(await both.backend.read('both', { signal }), signal)
  expect(Buffer.from(bytes).toString()).toBe('two\none\n')
  const difference = await opened('difference', 'd', parts)
  const text = Buffer.from(await collectBytes(await difference.backend.read('d', { signal }), signal)).toString()
  expect(text).toContain('@@ -1 +1 @@\n-two\n+one\n')
})

it('stores nothing if a part changes during the copy, or the copy is aborted', async () => {
  await writeFile(join(base, 'a'), 'first')
  await writeFile(join(base, 'b'), 'second')
  const { backend } = await opened('joined', 'all', inFiles('a', 'b'))
  const body = await backend.read('all', { signal })
  await writeFile(join(base, 'b'), 'changed by another program')
  const files = await target()
  const error = await files.write('to/all', body, { ifExists: 'fail', signal }).catch((thrown: unknown) => thrown)
  expect(failureOf(error)).toMatchObject({ kind: 'changed', location: 'files:b' })

  const ended = new AbortController()
  const other = await backend.read('all', { signal: ended.signal })
  ended.abort()
  await expect(files.write('to/all', other, { ifExists: 'fail', signal: ended.signal })).rejects.toThrow()
  expect(await readdir(join(base, 'to'))).toEqual([])
})

it('names a missing part, and is read-only', async () => {
  await writeFile(join(base, 'a'), 'first')
  const { backend, location } = await opened('joined', 'all', inFiles('a', 'gone %; !@.txt'))
  const error = await backend.stat('all', { signal }).catch((thrown: unknown) => thrown)
  expect(failureOf(error)).toMatchObject({ kind: 'not-found', location: 'files:gone %; !@.txt' })
  expect(failureOf(await backend.remove('all', { signal }).catch((thrown: unknown) => thrown)).kind).toBe('read-only')
  expect(location.mount).toBe('joined/all/files;a/files;gone %25%3B %21%40.txt')
})
