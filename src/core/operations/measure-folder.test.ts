import { describe, expect, it } from 'vitest'
import type { FolderMeasure } from '../../contract/api/listing.ts'
import { createMemoryBackend } from '../backends/memory/index.ts'
import { measureFolder } from './measure-folder.ts'

const { signal } = new AbortController()

async function tree(files: Readonly<Record<string, number>>) {
  const backend = createMemoryBackend()
  for (const [path, bytes] of Object.entries(files)) {
    const folders = path.split('/').slice(0, -1)
    for (let depth = 1; depth <= folders.length; depth++) {
      await backend.makeFolder(folders.slice(0, depth).join('/'), { signal }).catch(() => {})
    }
    await backend.write(path, new Blob([new Uint8Array(bytes)]).stream(), { ifExists: 'fail', signal })
  }
  return backend
}

async function all(measures: AsyncIterable<FolderMeasure>): Promise<FolderMeasure[]> {
  const seen: FolderMeasure[] = []
  for await (const measure of measures) seen.push(measure)
  return seen
}

describe('the size of a folder', () => {
  it('is reported by parts, the largest first, with everything below them', async () => {
    const backend = await tree({
      'a/one.bin': 300,
      'a/b/c/two.bin': 500,
      'a/b/three.bin': 5,
      'd/four.bin': 100,
      'five.bin': 200,
    })
    const last = (await all(measureFolder(backend, '', { signal, now: () => 0 }))).at(-1)
    expect(last).toEqual({
      parts: [
        { name: 'a', kind: 'folder', bytes: 805, files: 3, folders: 2 },
        { name: 'five.bin', kind: 'file', bytes: 200, files: 1, folders: 0 },
        { name: 'd', kind: 'folder', bytes: 100, files: 1, folders: 0 },
      ],
      rest: { bytes: 0, files: 0, folders: 0 },
      skipped: [],
      skippedCount: 0,
      isDone: true,
    })
    const inner = (await all(measureFolder(backend, 'a', { signal, now: () => 0 }))).at(-1)
    expect(inner?.parts.map(({ name, bytes }) => [name, bytes])).toEqual([
      ['b', 505],
      ['one.bin', 300],
    ])
  })

  it('is reported while it is measured, and measuring stops when the caller aborts', async () => {
    const backend = await tree({ 'a/x': 1, 'b/x': 2, 'c/x': 3 })
    let ms = 0
    const measures = await all(measureFolder(backend, '', { signal, now: () => (ms += 300) }))
    expect(measures.length).toBeGreaterThan(2)
    expect(measures.map(({ isDone }) => isDone)).toEqual([...measures.slice(1).map(() => false), true])
    const leaving = new AbortController()
    leaving.abort(new Error('left'))
    await expect(all(measureFolder(backend, '', { signal: leaving.signal, now: () => 0 }))).rejects.toThrow('left')
  })

  it('with very many files lists the largest, and the others as one total', async () => {
    const files = Object.fromEntries(Array.from({ length: 500 }, (_, at) => [`f${at}`, at]))
    const last = (await all(measureFolder(await tree(files), '', { signal, now: () => 0 }))).at(-1)
    expect(last?.parts).toHaveLength(200)
    expect(last?.parts[0]).toMatchObject({ name: 'f499', bytes: 499 })
    expect(last?.rest).toEqual({ bytes: (299 * 300) / 2, files: 300, folders: 0 })
  })

  it('fails if the folder itself cannot be read', async () => {
    await expect(all(measureFolder(await tree({}), 'no', { signal, now: () => 0 }))).rejects.toMatchObject({
      failure: { kind: 'not-found' },
    })
  })
})
