import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { Entry } from '../../../contract/entry.ts'
import { unpackEntries } from '../../../contract/entry-page.ts'
import { failureKind, makeFolder, needs, remove, type Suite, textOf, write } from './harness.ts'

export function describeMoments(suite: Suite): void {
  const { signal } = suite
  const facet = () => {
    const { moments } = suite.backend()
    if (!moments) throw new Error('this backend has no moments')
    return moments
  }
  async function listAt(path: string, atMs: number, more: { withAdded?: boolean } = {}): Promise<Entry[]> {
    const entries: Entry[] = []
    for await (const page of facet().list(path, { atMs, signal, ...more })) entries.push(...unpackEntries(page))
    return entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))
  }
  const marksAt = async (...args: Parameters<typeof listAt>) =>
    (await listAt(...args)).map(({ name, since }) => `${name} ${since}`)
  async function textAt(path: string, atMs: number): Promise<string> {
    const { version = '' } = await facet().stat(path, { atMs, signal })
    return textOf((await suite.backend().versions?.read(path, version, { signal })) ?? new ReadableStream())
  }

  /** Returns a moment after everything done so far and before everything done later, as exact as the store's times. */
  async function moment(): Promise<number> {
    const stepMs = Math.max(2, suite.backend().capabilities.modifiedTime.precisionMs)
    const atMs = Math.ceil(Date.now() / stepMs) * stepMs
    await vi.waitUntil(() => Date.now() >= atMs + stepMs, { timeout: 10_000, interval: 5 })
    return atMs
  }

  describe('moments', () => {
    beforeEach((context) => {
      needs(context, suite.backend().moments !== undefined, 'moments')
      needs(context, suite.backend().capabilities.keepsVersions === true, 'keeps versions')
    })

    it('show a folder as it was, and what became of each file', async () => {
      for (const path of ['changed', 'deleted', 'same', 'again']) await write(suite, path, path)
      const before = await moment()
      await write(suite, 'changed', 'in another way', 'replace')
      await write(suite, 'again', 'in another way', 'replace')
      await write(suite, 'again', 'again', 'replace')
      await remove(suite, 'deleted')
      await write(suite, 'added', 'x')
      const after = await moment()
      await write(suite, 'changed', 'once more', 'replace')
      expect(await marksAt('', before)).toEqual(['again same', 'changed changed', 'deleted deleted', 'same same'])
      if (suite.harness.deviations?.['sizes-in-listings'] === undefined)
        expect(await listAt('', before)).toMatchObject([{}, { kind: 'file', sizeBytes: 7 }, { sizeBytes: 7 }, {}])
      expect(await marksAt('', before, { withAdded: true })).toEqual([
        'added added',
        'again same',
        'changed changed',
        'deleted deleted',
        'same same',
      ])
      expect(await marksAt('', after)).toEqual(['added same', 'again same', 'changed changed', 'same same'])
      expect(await Promise.all(['changed', 'deleted', 'same'].map((path) => textAt(path, before)))).toEqual([
        'changed',
        'deleted',
        'same',
      ])
      expect(await textAt('changed', after)).toBe('in another way')
      const { sums } = await facet().stat('changed', { atMs: before, signal })
      for await (const page of facet().list('', { atMs: before, withSums: true, signal }))
        for (const entry of unpackEntries(page))
          if (entry.name === 'changed' && entry.sums) expect(entry.sums).toEqual(sums)
      expect(await failureKind(facet().stat('added', { atMs: before, signal }))).toBe('not-found')
      expect(await failureKind(facet().stat('deleted', { atMs: after, signal }))).toBe('not-found')
    })

    it('are listed by time of change, newest first, if that takes few requests', async (context) => {
      const changes = async (path: string, most: number) => (await facet().changes?.(path, { signal, most })) ?? []
      const isTold = facet().changes !== undefined && (await failureKind(changes('', 1))) === 'none'
      needs(context, isTold, 'moments of change')
      for (const folder of ['folder', 'folder/deep', 'folders']) await makeFolder(suite, folder)
      const beginning = await moment()
      await write(suite, 'folder/deep/file', 'x')
      await moment()
      await write(suite, 'folders/file', 'elsewhere')
      await moment()
      await remove(suite, 'folder/deep/file')
      const found = await changes('folder', 10)
      const [deletedMs = 0, madeMs = 0] = found.filter((each) => each >= beginning)
      expect(found).toEqual(found.toSorted((a, b) => b - a))
      expect(await marksAt('folder/deep', madeMs)).toEqual(['file deleted'])
      expect(await failureKind(facet().stat('folder/deep/file', { atMs: deletedMs, signal }))).toBe('not-found')
      expect(await changes('folder', 1)).toEqual([deletedMs])
      expect(await changes('', 10)).toEqual(expect.arrayContaining([...found]))
      expect((await changes('', 10)).length).toBeGreaterThan(found.length)
    })

    it('show folders that contained files', async () => {
      for (const folder of ['gone', 'gone/deep', 'same', 'changed']) await makeFolder(suite, folder)
      for (const path of ['gone/deep/file', 'same/file', 'changed/file', 'changed/other'])
        await write(suite, path, path)
      const before = await moment()
      await remove(suite, 'gone/deep/file')
      await write(suite, 'changed/file', 'x', 'replace')
      await makeFolder(suite, 'added')
      await write(suite, 'added/file', 'x')
      const folders = await listAt('', before)
      expect(folders.map(({ name, kind }) => [name, kind])).toEqual([
        ['changed', 'folder'],
        ['gone', 'folder'],
        ['same', 'folder'],
      ])
      // a folder marker may still exist if the store has one, and the state of a large folder may be unknown
      for (const { name, since } of folders) {
        const known = name === 'gone' ? ['deleted', 'changed'] : [name]
        expect([undefined, ...known]).toContain(since)
      }
      expect(await marksAt('gone/deep', before)).toEqual(['file deleted'])
      expect(await textAt('gone/deep/file', before)).toBe('gone/deep/file')
      expect(await facet().stat('gone/deep', { atMs: before, signal })).toMatchObject({ name: 'deep', kind: 'folder' })
      expect(await facet().stat('', { atMs: before, signal })).toMatchObject({ name: '', kind: 'folder' })
      expect(await failureKind(listAt('added', before))).toBe('not-found')
      expect(await failureKind(listAt('no', before))).toBe('not-found')
      expect(await failureKind(listAt('same/file', before))).toBe('not-a-folder')
      expect(await failureKind(facet().stat('added', { atMs: before, signal }))).toBe('not-found')
      expect(await marksAt('added', before, { withAdded: true })).toEqual(['file added'])
    })

    it('are empty before the first file', async () => {
      const before = await moment()
      await write(suite, 'file', 'x')
      expect(await listAt('', before)).toEqual([])
      expect(await marksAt('', before, { withAdded: true })).toEqual(['file added'])
    })

    it('show a file that was deleted and created again as it was each time', async () => {
      await write(suite, 'file', 'first')
      const first = await moment()
      await remove(suite, 'file')
      const gone = await moment()
      await write(suite, 'file', 'second')
      expect(await textAt('file', first)).toBe('first')
      expect(await failureKind(facet().stat('file', { atMs: gone, signal }))).toBe('not-found')
      expect(await listAt('', gone)).toEqual([])
      expect(await marksAt('', first)).toEqual(['file changed'])
    })
  })
}
