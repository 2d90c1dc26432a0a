import { mkdtemp, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { BulkCopy, BulkWrite } from '../facets/bulk.ts'
import { bytesOf, listNames, needs, readText, type Suite, write } from './harness.ts'

export function describeBulk(suite: Suite): void {
  const { signal } = suite
  function facet() {
    const { bulk } = suite.backend()
    if (!bulk) throw new Error('this backend takes files one by one')
    return bulk
  }
  type End = { readonly path: string; readonly failure?: { readonly kind: string } }
  async function endsOf<T extends End>(some: AsyncIterable<readonly T[]>): Promise<T[]> {
    const ends: T[] = []
    for await (const batch of some) ends.push(...batch)
    return ends.toSorted((a, b) => (a.path < b.path ? -1 : 1))
  }
  async function* never(): AsyncGenerator<never> {}
  const told = (ends: readonly End[]) => ends.map(({ path, failure }) => `${path}: ${failure?.kind ?? 'done'}`)
  const writeOf = (path: string, text: string, ifExists: 'replace' | 'fail' = 'fail'): BulkWrite => ({
    path,
    bytes: bytesOf(text),
    ifExists,
  })

  describe('many small files', () => {
    beforeEach((context) => needs(context, suite.backend().bulk !== undefined, 'many small files'))

    it('are written and read, each once, with their modification times', async () => {
      await suite.backend().makeFolder('folder', { signal })
      const modifiedMs = 1_234_567_890_123
      const paths = Array.from({ length: 403 }, (_, at) => `${at % 2 ? 'folder/' : ''}ü ${String(at).padStart(5, '0')}`)
      const ends = await endsOf(
        facet().write(
          paths.map((path) => ({ ...writeOf(path, `text of ${path}`), modifiedMs })),
          { signal, id: 'bulk' },
        ),
      )
      const sorted = paths.toSorted()
      expect(ends.map(({ path }) => path)).toEqual(sorted)
      const { canSet, precisionMs } = suite.backend().capabilities.modifiedTime
      for (const { path, stored } of ends) {
        expect(stored).toMatchObject({ name: path.replace('folder/', ''), sizeBytes: bytesOf(path).length + 8 })
        if (canSet) expect(Math.abs((stored?.modifiedMs ?? 0) - modifiedMs)).toBeLessThan(precisionMs)
      }
      const found = await endsOf(facet().read(paths, { signal }))
      expect(found.map(({ path }) => path)).toEqual(sorted)
      expect(found.every(({ path, bytes }) => Buffer.from(bytes ?? []).toString() === `text of ${path}`)).toBe(true)
      const [first] = found
      expect(await suite.backend().stat(first?.path ?? '', { signal })).toMatchObject({
        modifiedMs: first?.failure ? 0 : first?.modifiedMs,
      })
    })

    it('have a result each', async () => {
      await write(suite, 'taken', 'old')
      await write(suite, 'replaced', 'a longer old text')
      await suite.backend().makeFolder('folder', { signal })
      const writes = [
        writeOf('empty', ''),
        writeOf('folder', 'x', 'replace'),
        writeOf('new', 'N'),
        writeOf('no/parent', 'x'),
        writeOf('replaced', 'R', 'replace'),
        writeOf('taken', 'x'),
      ]
      expect(told(await endsOf(facet().write(writes, { signal, id: 'bulk' })))).toEqual([
        'empty: done',
        'folder: not-a-file',
        'new: done',
        'no/parent: not-found',
        'replaced: done',
        'taken: exists',
      ])
      expect(await listNames(suite)).toEqual(['empty', 'folder', 'new', 'replaced', 'taken'])
      expect([await readText(suite, 'taken'), await readText(suite, 'replaced')]).toEqual(['old', 'R'])
      expect(told(await endsOf(facet().read(['empty', 'folder', 'gone', 'new'], { signal })))).toEqual([
        'empty: done',
        'folder: not-a-file',
        'gone: not-found',
        'new: done',
      ])
    })

    it('are copied from this computer if unchanged since the caller looked, otherwise not', async (context) => {
      needs(context, facet().copy !== undefined, 'copying from this computer')
      const from = await mkdtemp(join(tmpdir(), 'portolan-bulk-'))
      try {
        const copyOf = async (path: string, text: string | Buffer): Promise<BulkCopy> => {
          const fromLocalPath = join(from, path)
          await writeFile(fromLocalPath, text)
          await utimes(fromLocalPath, 1_234_567_890, 1_234_567_890)
          const { size, mtimeMs } = await stat(fromLocalPath)
          return { path, fromLocalPath, sizeBytes: size, modifiedMs: mtimeMs, ifExists: 'fail' }
        }
        const large = Buffer.alloc(700_000, 'large')
        const copies = [
          { ...(await copyOf('gone', 'x')), fromLocalPath: join(from, 'never was') },
          await copyOf('large', large),
          { ...(await copyOf('newer', 'x')), modifiedMs: 5 },
          { ...(await copyOf('resized', 'x')), sizeBytes: 2 },
          await copyOf('small', 'small'),
        ]
        const ends = await endsOf(facet().copy?.(copies, { signal, id: 'bulk' }) ?? never())
        expect(told(ends)).toEqual([
          'gone: not-found',
          'large: done',
          'newer: changed',
          'resized: changed',
          'small: done',
        ])
        expect(await listNames(suite)).toEqual(['large', 'small'])
        expect(await readText(suite, 'large')).toBe(large.toString())
        if (suite.backend().capabilities.modifiedTime.canSet)
          expect(ends[1]?.stored).toMatchObject({ modifiedMs: 1_234_567_890_000 })
      } finally {
        await rm(from, { recursive: true })
      }
    })

    it('stop when aborted, and leave no partial file behind', async () => {
      const abort = new AbortController()
      const writes = Array.from({ length: 6000 }, (_, at) => writeOf(`${at}`, 'whole'))
      const writing = async () => {
        for await (const some of facet().write(writes, { signal: abort.signal, id: 'bulk' })) {
          expect(some.length).toBeGreaterThan(0)
          abort.abort(new Error('enough')) // while other writes are in progress
        }
      }
      await expect(writing()).rejects.toThrow('enough')
      // some layers report the abort at once, while the writes in progress are still being cleaned up
      const isWhole = (name: string) => /^\d+$/.test(name)
      let names = await listNames(suite)
      const settled = async () => {
        const before = names
        names = await listNames(suite)
        expect(names).toEqual(before)
        expect(names.every(isWhole)).toBe(true)
      }
      await vi.waitFor(settled, { timeout: 15_000, interval: 500 })
      expect(names.length).toBeLessThan(6000)
      const ends = await endsOf(facet().read(names, { signal }))
      expect(ends.every(({ bytes }) => bytes?.length === 5)).toBe(true)
    })
  })
}
