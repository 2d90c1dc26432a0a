import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { failureOf } from '../../../contract/failure.ts'
import { backendDescriptors } from '../../backends/registry.ts'
import { createCredentials } from '../../credentials/credentials.ts'
import type { Mounts } from '../mounts.ts'
import { createMounts } from './create-mounts.ts'

const { signal } = new AbortController()
let base: string
let mounts: Mounts

beforeEach(async () => {
  base = await realpath(await mkdtemp(join(tmpdir(), 'portolan-over-')))
  for (const folder of ['one/public', 'two/public']) await mkdir(join(base, folder), { recursive: true })
  await writeFile(join(base, 'one/public/a.txt'), 'one')
  await writeFile(join(base, 'two/public/a.txt'), 'second')
})
afterEach(async () => {
  await mounts.close()
  await rm(base, { recursive: true })
})

async function open(...lines: string[]): Promise<void> {
  await writeFile(join(base, 'mounts.yaml'), lines.map((line) => `- { ${line} }`).join('\n'))
  mounts = await createMounts({
    configFolder: base,
    env: {},
    builtIn: [],
    hidden: [],
    descriptors: backendDescriptors,
    backendDeps: {},
    credentials: createCredentials({ configFolder: base, env: {} }),
  })
}
const failureOpening = async (name: string) =>
  mounts.open(name, { signal }).then(
    () => undefined,
    (error: unknown) => failureOf(error),
  )
const sizeIn = async (name: string) =>
  (await (await mounts.open(name, { signal })).backend.stat('a.txt', { signal })).sizeBytes

const files = () => `name: files, type: local, path: ${join(base, 'one')}`
const window = 'name: window, type: scoped, mount: files, path: public, allow: [list, read, write]'

describe('a mount over another one', () => {
  it('shows the files of the other mount', async () => {
    await open(window, files())
    expect(await sizeIn('window')).toBe(3)
    expect((await mounts.open('window', { signal })).info.capabilities?.windowOf).toEqual({
      mount: 'files',
      path: 'public',
    })
  })

  it('opens again when that mount is changed', async () => {
    await open(files(), window)
    expect(await sizeIn('window')).toBe(3)
    await mounts.update('files', { config: { path: join(base, 'two') } }, { signal })
    expect(await sizeIn('window')).toBe(6)
  })

  it('opens again when that mount is reopened, even through a third one', async () => {
    await open(files(), window, 'name: inner, type: scoped, mount: window')
    const before = (await mounts.open('inner', { signal })).backend
    mounts.reopen('files')
    expect((await mounts.open('inner', { signal })).backend).not.toBe(before)
  })

  it('reports which mount is missing, and opens once it is added', async () => {
    await open(window)
    expect(await failureOpening('window')).toMatchObject({
      kind: 'not-found',
      message: 'There is no mount named “files”.',
    })
    await mounts.add({ config: { name: 'files', type: 'local', path: join(base, 'one') } }, { signal })
    expect(await sizeIn('window')).toBe(3)
    await mounts.remove('files', { signal })
    expect(await failureOpening('window')).toMatchObject({ kind: 'not-found' })
  })

  it('is refused over itself', async () => {
    await open('name: a, type: scoped, mount: a')
    expect(await failureOpening('a')).toMatchObject({
      kind: 'bad-input',
      message: expect.stringContaining('over itself'),
    })
  })

  it('is refused over itself through others, even if all are opened at once', async () => {
    await open('name: a, type: scoped, mount: b', 'name: b, type: scoped, mount: c', 'name: c, type: scoped, mount: a')
    const failures = await Promise.all(['a', 'b', 'c'].map(failureOpening))
    expect(failures.map((failure) => failure?.kind)).toEqual(['bad-input', 'bad-input', 'bad-input'])
    await mounts.update('c', { config: { mount: 'nothing' } }, { signal })
    expect(await failureOpening('a')).toMatchObject({ kind: 'not-found' })
  })

  it('is refused over itself before it is added', async () => {
    await open(files(), window)
    const target = { name: 'files', config: { type: 'scoped', mount: 'window', path: null } }
    expect(failureOf(await mounts.openUnlisted(target, { signal }).catch((error: unknown) => error)).kind).toBe(
      'bad-input',
    )
  })
})
