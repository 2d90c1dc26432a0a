import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { array, assert, asyncProperty, constantFrom, record } from 'fast-check'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { unpackEntries } from '../../contract/entry-page.ts'
import { createCacheRig, knownIn, listThrough, pageOf, put } from './caches.test-support.ts'

const { signal } = new AbortController()
type Rig = Awaited<ReturnType<typeof createCacheRig>>
let rig: Rig
beforeEach(async () => {
  rig = await createCacheRig()
  await rig.store.makeFolder('f', { signal })
  await put(rig.store, 'f/a', 'one')
})
afterEach(() => rig.close())

it('returns a listing with its time, even after a restart', async () => {
  expect(await knownIn(rig.cache, 'f')).toBeUndefined()
  await listThrough(rig.cache, rig.mount, 'f')
  await put(rig.store, 'f/b', 'behind its back')
  expect(await knownIn(rig.cache, 'f')).toEqual(['a'])
  rig.caches.close()
  const next = rig.open()
  const first = await next.of(rig.options).listings?.known('f').next()
  expect(first?.value).toEqual({ asOfMs: rig.state.nowMs, entries: 1 })
  next.close()
})

it('returns nothing if the listing is too old or from another account', async () => {
  await listThrough(rig.cache, rig.mount, 'f')
  expect(await knownIn(rig.caches.of({ ...rig.options, identity: 'b2' }), 'f')).toBeUndefined()
  rig.state.nowMs += 1000
  expect(await knownIn(rig.cache, 'f')).toBeUndefined()
})

it('does not keep a partial listing, or one that any program changed meanwhile', async () => {
  const pages = rig.cache.listings?.recorded('f', rig.mount.list('f', { signal }))
  for await (const _ of pages ?? []) break
  expect(await knownIn(rig.cache, 'f')).toBeUndefined()
  const other = rig.open()
  async function* slow() {
    yield pageOf(2)
    other.of(rig.options).forget(['f/new'])
    yield pageOf(2, 2)
  }
  for await (const _ of rig.cache.listings?.recorded('f', slow()) ?? []);
  expect(await knownIn(rig.cache, 'f')).toBeUndefined()
  other.close()
})

it('matches the store after any changes through the mount', async () => {
  const paths = ['a', 'b', 'f/a', 'f/b', 'f/g', 'f/g/a', 'g', 'g/a', 'f0', 'f-']
  const path = constantFrom(...paths)
  const steps = array(
    record({ does: constantFrom('write', 'folder', 'remove', 'rename', 'list', 'many'), path, to: path }),
    { minLength: 5, maxLength: 40 },
  )
  async function take({ does, path: at, to }: { does: string; path: string; to: string }) {
    const { mount } = rig
    if (does === 'write') await put(mount, at, 'x')
    if (does === 'folder') await mount.makeFolder(at, { signal })
    if (does === 'remove') await mount.remove(at, { signal })
    if (does === 'rename') await mount.rename?.rename(at, to, { ifExists: 'fail', signal })
    if (does === 'list') await listThrough(rig.cache, mount, at.includes('/') ? 'f' : '')
    if (does === 'many') for await (const _ of mount.removeMany?.removeMany([at, to], { signal }) ?? []);
  }
  await assert(
    asyncProperty(steps, async (all) => {
      for (const step of all) await take(step).catch(() => {})
      for (const folder of ['', 'f', 'f/g', 'g']) {
        const known = await knownIn(rig.cache, folder)
        if (known === undefined) continue
        const there: string[] = []
        for await (const page of rig.store.list(folder, { signal }))
          there.push(...unpackEntries(page).map(({ name }) => name))
        expect(known).toEqual(there.toSorted())
      }
    }),
    { numRuns: 60 },
  )
})

it('forgets a folder that no longer exists', async () => {
  await listThrough(rig.cache, rig.mount, 'f')
  await rig.store.remove('f/a', { signal })
  await rig.store.remove('f', { signal })
  await expect(listThrough(rig.cache, rig.mount, 'f')).rejects.toMatchObject({ failure: { kind: 'not-found' } })
  expect(await knownIn(rig.cache, 'f')).toBeUndefined()
})

it('stays within its limits per mount and in total, and removes the least recently used', async () => {
  const caches = rig.open({ entries: 1_000_000 })
  const wide = caches.of({ ...rig.options, name: 'wide' })
  async function* folder(pages: number) {
    for (let at = 0; at < pages; at += 1) yield pageOf(1000, at * 1000)
  }
  const list = async (path: string, pages: number) => {
    rig.state.nowMs += 1
    for await (const _ of wide.listings?.recorded(path, folder(pages)) ?? []);
  }
  for (const path of ['p', 'q', 'r', 's']) await list(path, 300)
  expect(await knownIn(wide, 'p')).toBeUndefined()
  expect(await knownIn(wide, 's')).toHaveLength(300_000)
  await list('too many', 1001)
  expect(await knownIn(wide, 'too many')).toBeUndefined()
  const [use] = await caches.status('wide')
  expect(use?.listings).toMatchObject({ folders: 3, entries: 900_000, hits: 1, misses: 2 })
  expect(use?.listings.bytes).toBeLessThan(100_000_000)
  caches.close()
}, 30_000)

it('ignores a damaged file and a folder that cannot be written', async () => {
  await listThrough(rig.cache, rig.mount, 'f')
  rig.caches.close()
  for (const name of readdirSync(rig.folder))
    writeFileSync(join(rig.folder, name), 'no database at all, and long enough')
  const next = rig.open()
  const cache = next.of(rig.options)
  expect(await knownIn(cache, 'f')).toBeUndefined()
  expect(await listThrough(cache, rig.mount, 'f')).toEqual(['a'])
  expect(await knownIn(cache, 'f')).toEqual(['a'])
  next.close()
  const nowhere = await createCacheRig({}, join(rig.folder, 'cache.db', 'below a file'))
  expect(await listThrough(nowhere.cache, rig.mount, 'f')).toEqual(['a'])
  expect(await knownIn(nowhere.cache, 'f')).toBeUndefined()
  await nowhere.close()
})
