/** Tests of files that are stored in chunks. */
import { createHash, randomBytes } from 'node:crypto'
import {
  mkdir,
  mkdtemp,
  open as openFile,
  readdir,
  readFile,
  rm,
  stat,
  truncate,
  unlink,
  writeFile,
} from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'libsql'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Version } from '../../../../contract/facets.ts'
import { mountSmallDisk } from '../../../files/small-disk.test-support.ts'
import type { Backend, Piece } from '../../backend.ts'
import { openShelf, shelfDescriptor } from '../index.ts'
import { contentsOfVersion1, indexOfVersion1 } from '../testing/index-v1.ts'
import { verifyShelf } from '../repair/verify.ts'
import { cutAt, largeBytes, mostChunkBytes } from './cut.ts'
import { contentPath } from './places.ts'

const mebibyte = 1024 ** 2
const { signal } = new AbortController()
let root: string
const opened: { close(): Promise<void> }[] = []

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'portolan-large-'))
})
afterEach(async () => {
  for (const each of opened.splice(0)) await each.close()
  await rm(root, { recursive: true })
})

async function open(at = root): Promise<Backend> {
  const backend = await shelfDescriptor.open({ path: at }, {}, { signal })
  opened.push(backend)
  return backend
}
async function openPlain() {
  const plain = await openShelf(root, signal)
  opened.push(plain)
  return plain.shelf
}
/** Returns the same bytes for the same seed, without a pattern. */
function bytesOf(seed: string, length: number): Uint8Array {
  const blocks = Array.from({ length: Math.ceil(length / 32) }, (_, at) =>
    createHash('sha256').update(`${seed} ${at}`).digest(),
  )
  return new Uint8Array(Buffer.concat(blocks).subarray(0, length))
}
const sumOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')
const write = (backend: Backend, path: string, bytes: Uint8Array) =>
  backend.write(path, new Blob([new Uint8Array(bytes)]).stream(), { ifExists: 'replace', signal })
async function versionsOf(backend: Backend, path: string): Promise<Version[]> {
  const found: Version[] = []
  for await (const page of backend.versions?.list(path, { signal }) ?? []) found.push(...page)
  return found
}
async function readVersion(backend: Backend, path: string, id = '', range: { offset?: number; length?: number } = {}) {
  const stream = await backend.versions?.read(path, id, { signal, ...range })
  return new Uint8Array(await new Response(stream).arrayBuffer())
}
async function contents(at = root): Promise<string[]> {
  const folder = join(at, '.portolan/content')
  const inside = await Promise.all((await readdir(folder)).map((name) => readdir(join(folder, name))))
  return inside.flat()
}
async function bytesKept(): Promise<number> {
  const sizes = await Promise.all(
    (await contents()).map(async (sum) => (await stat(join(root, '.portolan/content', contentPath(sum)))).size),
  )
  return sizes.reduce((sum, size) => sum + size, 0)
}
async function problems() {
  const found: (string | undefined)[] = []
  for await (const { problem } of verifyShelf(await openPlain(), { signal })) found.push(problem)
  return found
}
function cutsOf(bytes: Uint8Array): number[] {
  const cuts: number[] = []
  for (let at = 0; at < bytes.length;) cuts.push((at = cutAt(bytes, at, bytes.length)))
  return cuts
}
function inserted(bytes: Uint8Array, at: number, more: string): Uint8Array {
  return new Uint8Array(Buffer.concat([bytes.subarray(0, at), Buffer.from(more), bytes.subarray(at)]))
}

describe('chunk boundaries', () => {
  it('are the same in every version of Portolan', () => {
    expect(cutsOf(bytesOf('cuts', 8 * mebibyte))).toEqual([
      1219347, 2413744, 3572699, 4457646, 5725475, 6857809, 7985717, 8388608,
    ])
    expect(cutsOf(new Uint8Array(9 * mebibyte))).toEqual([4, 8, 9].map((at) => at * mebibyte))
  })

  it('are independent of the memory offset and of the length', () => {
    const bytes = bytesOf('cuts', 2 * mebibyte)
    for (const offset of [0, 1, 2, 3])
      for (const length of [600_000, 600_001, 600_002, 600_003, 1_048_577, 1_500_001, bytes.length]) {
        const moved = new Uint8Array(offset + length)
        moved.set(bytes.subarray(0, length), offset)
        const expected = length > 1_219_347 ? [1_219_347, length] : [length]
        expect(cutsOf(moved.subarray(offset))).toEqual(expected)
      }
  })

  it('move only next to an edit', () => {
    const bytes = bytesOf('edit', 12 * mebibyte)
    const before = cutsOf(bytes)
    const after = new Set(cutsOf(inserted(bytes, 100, 'inserted')).map((at) => at - 'inserted'.length))
    expect(before.filter((at) => !after.has(at)).length).toBeLessThanOrEqual(2)
  })
})

describe('a large file', () => {
  const first = bytesOf('first', 16 * mebibyte)
  const second = inserted(first, 5 * mebibyte, 'a few more bytes')

  it('needs little space for a small edit, and every version stays readable', async () => {
    const backend = await open()
    await write(backend, 'file', first)
    expect(await bytesKept()).toBe(first.length)
    await write(backend, 'file', second)
    expect(await bytesKept()).toBeLessThan(first.length + 2 * mostChunkBytes)
    const plain = await openPlain()
    expect(plain.history.totals()).toMatchObject({ versions: 2, contents: 2, contentBytes: await bytesKept() })
    const [newer, older] = await versionsOf(backend, 'file')
    expect(sumOf(await readVersion(backend, 'file', older?.id))).toBe(sumOf(first))
    expect(sumOf(await readVersion(backend, 'file', newer?.id))).toBe(sumOf(second))
    for (const [offset, length] of [
      [0, 10],
      [first.length - 5, 100],
      [mebibyte - 3, 7 * mebibyte],
      [first.length, 5],
    ] as const) {
      const part = await readVersion(backend, 'file', older?.id, { offset, length })
      expect(sumOf(part)).toBe(sumOf(first.subarray(offset, offset + length)))
    }
    expect(await problems()).toEqual([undefined, undefined])
  })

  it('loses only its own chunks with a version, and all chunks with the last one', async () => {
    const backend = await open()
    await write(backend, 'file', first)
    await write(backend, 'file', second)
    await write(backend, 'other', second)
    const [, older] = await versionsOf(backend, 'file')
    const before = await contents()
    await backend.versions?.remove('file', older?.id ?? '', { signal })
    expect((await contents()).length).toBeLessThan(before.length)
    expect(await problems()).toEqual([undefined])
    for await (const _ of backend.versions?.removeAll?.([{ path: 'file', kind: 'file' }], { signal }) ?? []);
    expect(await problems()).toEqual([undefined])
    const [left] = await versionsOf(backend, 'other')
    expect(sumOf(await readVersion(backend, 'other', left?.id))).toBe(sumOf(second))
    for await (const _ of backend.versions?.removeAll?.([{ path: 'other', kind: 'file' }], { signal }) ?? []);
    expect(await contents()).toEqual([])
    const { history } = await openPlain()
    expect(history.chunkAt(sumOf(second), 0)).toBeUndefined()
  })

  it('reports missing or damaged chunks, and stores them again with the next write', async () => {
    const backend = await open()
    await write(backend, 'file', first)
    const { history, layout } = await openPlain()
    const row = history.chunkAt(sumOf(first), 9 * mebibyte)
    const chunk = join(layout.content, contentPath(row?.chunk ?? ''))
    await truncate(chunk, 1000)
    expect(await problems()).toEqual(['damaged'])
    const [version] = await versionsOf(backend, 'file')
    await expect(readVersion(backend, 'file', version?.id)).rejects.toThrow('are missing from the shelf')
    await unlink(chunk)
    expect(await problems()).toEqual(['missing'])
    await expect(readVersion(backend, 'file', version?.id)).rejects.toMatchObject({ failure: { kind: 'corrupt' } })
    expect(await readVersion(backend, 'file', version?.id, { length: 5 })).toEqual(first.subarray(0, 5))
    await write(backend, 'other', first)
    expect(await problems()).toEqual([undefined])
    expect(sumOf(await readVersion(backend, 'file', version?.id))).toBe(sumOf(first))
  })

  it('starts at the defined size', async () => {
    const backend = await open()
    await write(backend, 'small', first.subarray(0, largeBytes - 1))
    expect(await contents()).toEqual([sumOf(first.subarray(0, largeBytes - 1))])
    await write(backend, 'large', first.subarray(0, largeBytes))
    expect(await contents()).not.toContain(sumOf(first.subarray(0, largeBytes)))
    expect(await problems()).toEqual([undefined, undefined])
  })

  it('leaves nothing behind if the disk is full', async (context) => {
    const disk = await mountSmallDisk(context, '26m')
    const backend = await shelfDescriptor.open({ path: disk.folder }, {}, { signal })
    try {
      await expect(write(backend, 'file', first)).rejects.toMatchObject({ failure: { kind: 'no-space' } })
      expect(await contents(disk.folder)).toEqual([])
      expect(await readdir(join(disk.folder, '.portolan/staged'))).toEqual([])
      expect(await readdir(disk.folder)).toEqual(['.portolan'])
      await write(backend, 'file', first.subarray(0, 9 * mebibyte))
      const [version] = await versionsOf(backend, 'file')
      expect(sumOf(await readVersion(backend, 'file', version?.id))).toBe(sumOf(first.subarray(0, 9 * mebibyte)))
    } finally {
      await backend.close()
      await disk.unmount()
    }
  })
})

describe('a file in pieces', () => {
  type Order = (numbers: readonly number[]) => readonly number[]
  async function stage(backend: Backend, bytes: Uint8Array, order: Order = (numbers) => numbers) {
    const { staging } = backend
    if (!staging) throw new Error('a shelf takes files in pieces')
    const begun = await staging.begin('file', { id: 'some', expectedBytes: bytes.length, ifExists: 'replace', signal })
    const put = (number: number, from: Uint8Array) => {
      const start = number * begun.pieceBytes
      return staging.writePiece('file', begun.token, number, from.subarray(start, start + begun.pieceBytes), { signal })
    }
    const pieces: Piece[] = []
    const numbers = Array.from({ length: Math.ceil(bytes.length / begun.pieceBytes) }, (_, number) => number)
    for (const number of order(numbers)) pieces[number] = await put(number, bytes)
    const publish = () =>
      staging.publish('file', begun.token, { ifExists: 'replace', sizeBytes: bytes.length, pieces, signal })
    return { put, publish, discard: () => staging.discard('file', begun.token, { signal }) }
  }
  const stagedNames = () => readdir(join(root, '.portolan/staged'))

  it('is stored while its pieces arrive in any order', async () => {
    const backend = await open()
    const bytes = bytesOf('early', 40 * mebibyte)
    const { publish } = await stage(backend, bytes, ([first, ...others]) => [...others.toReversed(), first ?? 0])
    await vi.waitFor(async () => expect(await stagedNames()).not.toEqual([]), { timeout: 60_000 })
    expect(await contents()).toEqual([])
    const { version } = await publish()
    expect(sumOf(await readVersion(backend, 'file', version))).toBe(sumOf(bytes))
    expect(await stagedNames()).toEqual([])
    expect(await problems()).toEqual([undefined])
  })

  it('has the final bytes if a piece is sent again', async () => {
    const backend = await open()
    const bytes = bytesOf('again', 24 * mebibyte)
    const { put, publish } = await stage(backend, bytes)
    await vi.waitFor(async () => expect(await stagedNames()).not.toEqual([]), { timeout: 60_000 })
    const other = new Uint8Array(bytes).fill(7, 0, 100)
    await put(0, other)
    const { version } = await publish()
    expect(sumOf(await readVersion(backend, 'file', version))).toBe(sumOf(other))
    expect(sumOf(await readFile(join(root, 'file')))).toBe(sumOf(other))
    expect(await stagedNames()).toEqual([])
  })

  it('may start and end with a hole', async () => {
    const backend = await open()
    const bytes = new Uint8Array(40 * mebibyte)
    bytes.set(bytesOf('middle', mebibyte), 20 * mebibyte)
    const source = join(root, 'source')
    await writeFile(source, '')
    await truncate(source, bytes.length)
    const handle = await openFile(source, 'r+')
    await handle.write(bytes, 20 * mebibyte, mebibyte, 20 * mebibyte)
    await handle.close()
    const { staging } = backend
    const { token, pieceBytes } = (await staging?.begin('file', {
      id: 'holes',
      expectedBytes: bytes.length,
      ifExists: 'fail',
      signal,
    })) ?? { token: '', pieceBytes: 1 }
    const pieces: Piece[] = []
    for (let number = 0; number * pieceBytes < bytes.length; number += 1) {
      const wish = { fromLocalPath: source, sizeBytes: pieceBytes, signal }
      const copied = await staging?.copyPiece?.('file', token, number, wish)
      if (copied) pieces.push(copied.piece)
    }
    await staging?.publish('file', token, { ifExists: 'fail', sizeBytes: bytes.length, pieces, signal })
    const [newest] = await versionsOf(backend, 'file')
    expect(sumOf(await readVersion(backend, 'file', newest?.id))).toBe(sumOf(bytes))
  })

  it('leaves nothing behind when it is discarded', async () => {
    const backend = await open()
    const { discard } = await stage(backend, bytesOf('given up', 24 * mebibyte))
    await vi.waitFor(async () => expect(await stagedNames()).not.toEqual([]), { timeout: 60_000 })
    await discard()
    expect(await stagedNames()).toEqual([])
    expect(await contents()).toEqual([])
  })

  it('is stored before the lock is taken, and verified under the lock', async () => {
    const backend = await open()
    const { lock } = await openPlain()
    const bytes = bytesOf('kept', 10 * mebibyte)
    const staged = await stage(backend, bytes)
    const free = await lock.take(signal)
    const publishing = staged.publish()
    try {
      await vi.waitFor(async () => expect(await bytesKept()).toBe(bytes.length), { timeout: 60_000 })
      const other = new Uint8Array(bytes).fill(7, 0, 100)
      await staged.put(0, other)
      free()
      const { version } = await publishing
      expect(sumOf(await readVersion(backend, 'file', version))).toBe(sumOf(other))
      expect(sumOf(await readFile(join(root, 'file')))).toBe(sumOf(other))
    } finally {
      await publishing.catch(() => {})
    }
  })

  it('has its content even if it was deleted meanwhile', async () => {
    const backend = await open()
    const { lock } = await openPlain()
    const bytes = new Uint8Array(randomBytes(10 * mebibyte))
    const staged = await stage(backend, bytes)
    const free = await lock.take(signal)
    const publishing = staged.publish()
    await vi.waitFor(async () => expect(await bytesKept()).toBe(bytes.length), { timeout: 60_000 })
    await rm(join(root, '.portolan/content'), { recursive: true })
    await mkdir(join(root, '.portolan/content'))
    free()
    const { version } = await publishing
    expect(sumOf(await readVersion(backend, 'file', version))).toBe(sumOf(bytes))
  })
})

it('keeps all history of an index of version 1', async () => {
  const own = join(root, '.portolan')
  await mkdir(join(root, 'folder'))
  await writeFile(join(root, 'folder/file'), 'third')
  await mkdir(own)
  const db = new Database(join(own, 'index.db'))
  db.exec(indexOfVersion1)
  db.close()
  for (const text of contentsOfVersion1) {
    const path = join(own, 'content', contentPath(sumOf(Buffer.from(text))))
    await mkdir(join(path, '..'), { recursive: true })
    await writeFile(path, text)
  }
  const backend = await open()
  const texts: string[] = []
  for (const { id } of await versionsOf(backend, 'folder/file'))
    texts.push(Buffer.from(await readVersion(backend, 'folder/file', id)).toString())
  expect(texts).toEqual(['third', 'second', 'first'])
  expect((await versionsOf(backend, 'other')).map(({ kind }) => kind)).toEqual(['deleted', 'version'])
  expect(await problems()).toEqual([undefined, undefined, undefined, undefined])
  await write(backend, 'folder/file', bytesOf('new', 9 * mebibyte))
  expect(await versionsOf(backend, 'folder/file')).toHaveLength(4)
  expect(await readdir(own)).not.toContainEqual(expect.stringContaining('.aside'))
})
