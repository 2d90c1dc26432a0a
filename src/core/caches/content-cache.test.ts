import { readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { array, assert, asyncProperty, constant, nat, oneof, record } from 'fast-check'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { mountSmallDisk } from '../files/small-disk.test-support.ts'
import { blockBytes } from './block-store.ts'
import { createCacheRig, put, readThrough } from './caches.test-support.ts'

const { signal } = new AbortController()
const bytes = Buffer.from(Uint8Array.from({ length: blockBytes * 3 + 100 }, (_, at) => (at * 7) % 251))
let rig: Awaited<ReturnType<typeof createCacheRig>>
beforeEach(async () => {
  rig = await createCacheRig()
  await put(rig.store, 'big.bin', bytes)
})
afterEach(() => rig.close())

const isWhole = (read: Buffer) => read.equals(bytes) // Comparing them one by one takes a second.
const filesBelow = (folder: string) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
const blockFiles = () => filesBelow(rig.folder).filter((path) => /-\d+$/.test(path))

it('reads a file once, and later only checks whether it changed', async () => {
  expect(await readThrough(rig.cache, rig.mount, 'big.bin')).toSatisfy(isWhole)
  expect(rig.state.asked).toBe(1)
  expect(await readThrough(rig.cache, rig.mount, 'big.bin')).toSatisfy(isWhole)
  expect(rig.state.asked).toBe(2)
  const [use] = await rig.caches.status('far')
  expect(use?.contents).toMatchObject({ files: 1, hits: 4, misses: 4, savedBytes: bytes.length })
})

it('does not check again within the time-to-live', async () => {
  const cache = rig.caches.of({ ...rig.options, limits: { content: { ttlMs: 1000, bytes: 1e9 } } })
  await readThrough(cache, rig.mount, 'big.bin')
  await readThrough(cache, rig.mount, 'big.bin', { offset: 5, length: 10 })
  expect(rig.state.asked).toBe(1)
  rig.state.nowMs += 1000
  await readThrough(cache, rig.mount, 'big.bin', { offset: 5, length: 10 })
  expect(rig.state.asked).toBe(2)
})

it('checks if the caller knows another size or time', async () => {
  const cache = rig.caches.of({ ...rig.options, limits: { content: { ttlMs: 1e9, bytes: 1e9 } } })
  const read = (like: object) => readThrough(cache, rig.mount, 'big.bin', { like })
  const known = { sizeBytes: bytes.length, modifiedMs: 1_600_000_000_000 }
  await read(known)
  await put(rig.store, 'big.bin', 'new')
  expect(await read(known)).toSatisfy(isWhole)
  expect((await read({ ...known, modifiedMs: 1_650_000_000_000 })).toString()).toBe('new')
})

it('gives the current bytes after any reads and changes, through the mount or not', async () => {
  const range = record({ offset: nat(blockBytes * 4), length: nat(blockBytes * 4) })
  const steps = array(oneof(range, constant('change' as const), constant('behind' as const)), {
    maxLength: 12,
  })
  let count = 0
  await assert(
    asyncProperty(steps, async (all) => {
      let now = bytes
      await put(rig.mount, 'big.bin', now)
      for (const step of all) {
        if (typeof step === 'string') {
          now = Buffer.from(bytes.map((byte) => (byte + (count += 1)) % 256))
          await put(step === 'change' ? rig.mount : rig.store, 'big.bin', now)
        } else {
          const wanted = now.subarray(step.offset, step.offset + step.length)
          expect((await readThrough(rig.cache, rig.mount, 'big.bin', step)).equals(wanted)).toBe(true)
        }
      }
    }),
    { numRuns: 40 },
  )
})

it('shows changes through the mount at once, even within the time-to-live', async () => {
  const cache = rig.caches.of({ ...rig.options, limits: { content: { ttlMs: 1e9, bytes: 1e9 } } })
  await readThrough(cache, rig.mount, 'big.bin')
  await put(rig.mount, 'big.bin', 'new')
  expect((await readThrough(cache, rig.mount, 'big.bin')).toString()).toBe('new')
})

it('reads an incomplete or damaged block from the store instead', async () => {
  await readThrough(rig.cache, rig.mount, 'big.bin')
  const [first = '', second = '', third = ''] = blockFiles()
  truncateSync(first, 1000)
  writeFileSync(second, Buffer.from(readFileSync(second)).fill(0, 100, 110))
  writeFileSync(`${third}.part`, 'half')
  expect(await readThrough(rig.cache, rig.mount, 'big.bin')).toSatisfy(isWhole)
})

it('uses the blocks that an unfinished read stored', async () => {
  const reading = rig.cache.contents?.read(rig.mount, 'big.bin', { signal })
  await reading?.next()
  await reading?.return(undefined)
  const other = rig.open()
  expect(await readThrough(other.of(rig.options), rig.mount, 'big.bin')).toSatisfy(isWhole)
  other.close()
})

it('does not keep a file that changed just now, or one without a known state', async () => {
  await rig.store.write('hot', new Blob(['x']).stream(), { ifExists: 'fail', modifiedMs: rig.state.nowMs - 10, signal })
  await readThrough(rig.cache, rig.mount, 'hot')
  const { onOpened: _, ...deaf } = { onOpened: 0, ...rig.mount }
  const silent = {
    ...deaf,
    read: (path: string, wish: object) => rig.mount.read(path, { ...wish, onOpened() {}, signal }),
  }
  expect(await readThrough(rig.cache, silent, 'big.bin')).toSatisfy(isWhole)
  expect(blockFiles()).toEqual([])
})

it('stores blocks under safe names, readable only by the owner', async () => {
  const names = ['a~b', 'ü .', 'CON', '%2e', 'x'.repeat(255), 'q?*:|<>"\\']
  for (const name of names) {
    await put(rig.store, name, name)
    expect((await readThrough(rig.cache, rig.mount, name)).toString()).toBe(name)
    expect((await readThrough(rig.cache, rig.mount, name)).toString()).toBe(name)
  }
  for (const path of filesBelow(join(rig.folder, 'files'))) expect(statSync(path).mode & 0o077).toBe(0)
  expect(blockFiles()).toHaveLength(names.length)
})

it('stays within its size limit', async () => {
  const small = rig.open({ contentBytes: blockBytes * 20 })
  const cache = small.of(rig.options)
  for (let at = 0; at < 12; at += 1) {
    await put(rig.store, `f${at}`, bytes)
    await readThrough(cache, rig.mount, `f${at}`)
  }
  await small.idle()
  const [use] = await small.status('far')
  expect(use?.contents.bytes).toBeLessThanOrEqual(blockBytes * 20)
  small.close()
})

it('stores nothing and does not fail if the disk is full', async (context) => {
  const disk = await mountSmallDisk(context, '128k')
  const full = await createCacheRig({}, join(disk.folder, 'cache'))
  expect(await readThrough(full.cache, rig.mount, 'big.bin')).toSatisfy(isWhole)
  expect(await readThrough(full.cache, rig.mount, 'big.bin')).toSatisfy(isWhole)
  await full.close()
  await disk.unmount()
})

it('is cleared for one mount or for all', async () => {
  await readThrough(rig.cache, rig.mount, 'big.bin')
  rig.caches.clear('another')
  expect(blockFiles()).not.toEqual([])
  rig.caches.clear('far')
  expect(await rig.caches.status()).toEqual([])
  expect(await readThrough(rig.cache, rig.mount, 'big.bin')).toSatisfy(isWhole)
})
