import { mkdtemp, realpath, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { asListed, type BackendDescriptor } from '../../backends/descriptor.ts'
import { createMemoryBackend } from '../../backends/memory/index.ts'
import { backendDescriptors } from '../../backends/registry.ts'
import { type Caches, createCaches } from '../../caches/caches.ts'
import { knownIn, listThrough, put } from '../../caches/caches.test-support.ts'
import { createCredentials } from '../../credentials/credentials.ts'
import type { Mounts } from '../mounts.ts'
import { createMounts } from './create-mounts.ts'

const { signal } = new AbortController()
let base: string
let caches: Caches
let mounts: Mounts

function farDescriptor(): BackendDescriptor {
  const store = createMemoryBackend()
  return asListed<{ readonly host?: string }>({
    type: 'far',
    group: 'servers',
    secretKeys: ['password'],
    choices: [],
    config: { parse: (value) => value as { readonly host?: string } },
    open: async () => store,
  })
}

beforeEach(async () => {
  base = await realpath(await mkdtemp(join(tmpdir(), 'portolan-mount-cache-')))
  caches = createCaches({ folder: join(base, 'cache') })
  await open('host: a')
})
afterEach(async () => {
  await mounts.close()
  caches.close()
  await rm(base, { recursive: true })
})

async function open(keys: string) {
  await writeFile(
    join(base, 'mounts.yaml'),
    `- { name: far, type: far, ${keys} }
- { name: window, type: scoped, mount: far, allow: [list, read, write] }
- { name: quiet, type: far, cache: false }
- { name: wrong, type: far, cache: { listings: false } }
`,
  )
  mounts = await createMounts({
    configFolder: base,
    env: {},
    builtIn: [{ name: 'Home', type: 'local', path: base }],
    hidden: [],
    descriptors: [...backendDescriptors, farDescriptor()],
    backendDeps: {},
    credentials: createCredentials({ configFolder: base, env: {} }),
    caches,
  })
}
const known = async () => knownIn(mounts.cacheOf('far') ?? { forget() {} }, '')
async function list() {
  const { backend } = await mounts.open('far', { signal })
  await listThrough(mounts.cacheOf('far') ?? { forget() {} }, backend, '')
}

it('exists for remote mounts, as far as their settings allow', () => {
  expect(mounts.cacheOf('far')).toHaveProperty('listings')
  expect(mounts.cacheOf('Home')).toBeUndefined()
  expect(mounts.cacheOf('window')).toBeUndefined()
  expect(mounts.cacheOf('nobody')).toBeUndefined()
  expect(mounts.cacheOf('quiet')).not.toHaveProperty('listings')
  expect(mounts.cacheOf('quiet')).not.toHaveProperty('contents')
  expect(mounts.list().problems).toMatchObject([{ name: 'wrong' }])
})

it('forgets what changes through the mount or through a mount over it', async () => {
  for (const name of ['far', 'window']) {
    await list()
    expect(await known()).toBeDefined()
    await put((await mounts.open(name, { signal })).backend, `by ${name}`, 'x')
    expect(await known()).toBeUndefined()
  }
})

it('forgets a mount that is changed or given other secrets', async () => {
  await list()
  await mounts.giveSecrets('far', { password: 'of another account' }, { signal })
  expect(await known()).toBeUndefined()
  await list()
  await mounts.update('far', { config: { host: 'b' } }, { signal })
  expect(await known()).toBeUndefined()
  await list()
  await mounts.close()
  await open('host: c')
  expect(await known()).toBeUndefined()
})

it('forgets nothing after a refused change', async () => {
  await list()
  const { backend } = await mounts.open('window', { signal })
  await expect(backend.remove('nothing', { signal })).rejects.toMatchObject({ failure: { kind: 'denied' } })
  expect(await known()).toBeDefined()
})
