import { beforeEach, describe, expect, it } from 'vitest'
import type { Version } from '../../../contract/facets.ts'
import { failureKind, listNames, makeFolder, needs, readText, remove, type Suite, textOf, write } from './harness.ts'

export function describeVersions(suite: Suite): void {
  const { signal } = suite
  const facet = () => {
    const { versions } = suite.backend()
    if (!versions) throw new Error('this backend has no versions')
    return versions
  }
  async function versionsOf(path: string): Promise<Version[]> {
    const versions: Version[] = []
    for await (const page of facet().list(path, { signal })) versions.push(...page)
    return versions
  }
  const readVersion = async (path: string, id: string, range = {}) =>
    textOf(await facet().read(path, id, { signal, ...range }))

  describe('versions', () => {
    beforeEach((context) => needs(context, suite.backend().versions !== undefined, 'versions'))

    it('show a file that was written once as one current version', async () => {
      await write(suite, 'file', 'one')
      const versions = await versionsOf('file')
      expect(versions).toMatchObject([{ kind: 'version', isCurrent: true, sizeBytes: 3 }])
      expect(await readVersion('file', versions[0]?.id ?? '')).toBe('one')
    })

    it('fail with `not-found` for a missing file and `not-a-file` for a folder', async () => {
      await makeFolder(suite, 'folder')
      expect(await failureKind(versionsOf('no'))).toBe('not-found')
      expect(await failureKind(versionsOf('folder'))).toBe('not-a-file')
      await write(suite, 'file', 'x')
      expect(await failureKind(readVersion('file', 'no-such-version'))).toBe('not-found')
    })

    it('are those of the exact path, not of longer names', async () => {
      await makeFolder(suite, 'file-folder')
      await write(suite, 'file', 'x')
      await write(suite, 'file2', 'y')
      await write(suite, 'file-folder/file', 'z')
      expect(await versionsOf('file')).toHaveLength(1)
    })
  })

  describe('kept versions', () => {
    beforeEach((context) => needs(context, suite.backend().capabilities.keepsVersions === true, 'keeps versions'))

    it('are listed newest first, and can be read in whole and in part', async () => {
      for (const text of ['first', 'second one', 'third']) await write(suite, 'file', text, 'replace')
      const versions = await versionsOf('file')
      expect(versions.map(({ kind, sizeBytes, isCurrent }) => [kind, sizeBytes, isCurrent])).toEqual([
        ['version', 5, true],
        ['version', 10, false],
        ['version', 5, false],
      ])
      expect(await Promise.all(versions.map(({ id }) => readVersion('file', id)))).toEqual([
        'third',
        'second one',
        'first',
      ])
      expect(await readVersion('file', versions[1]?.id ?? '', { offset: 7, length: 2 })).toBe('on')
    })

    it('are restored as the current version, and none is lost', async (context) => {
      needs(context, suite.backend().capabilities.canWrite, 'writing')
      await write(suite, 'file', 'old', 'replace')
      await write(suite, 'file', 'new', 'replace')
      const [, old] = await versionsOf('file')
      await facet().restore('file', old?.id ?? '', { signal })
      expect(await readText(suite, 'file')).toBe('old')
      const versions = await versionsOf('file')
      expect(await Promise.all(versions.map(({ id }) => readVersion('file', id)))).toEqual(['old', 'new', 'old'])
    })

    it('show a deletion, and the version before it can be restored', async () => {
      const { canWrite } = suite.backend().capabilities
      await write(suite, 'file', 'precious')
      await remove(suite, 'file')
      expect(await listNames(suite)).toEqual([])
      const versions = await versionsOf('file')
      expect(versions.map(({ kind, isCurrent }) => [kind, isCurrent])).toEqual([
        ['deleted', true],
        ['version', false],
      ])
      expect(await failureKind(readVersion('file', versions[0]?.id ?? ''))).toBe('not-a-file')
      expect(await readVersion('file', versions[1]?.id ?? '')).toBe('precious')
      if (!canWrite) return
      await facet().restore('file', versions[1]?.id ?? '', { signal })
      expect(await readText(suite, 'file')).toBe('precious')
    })

    it('restore a file when its current deletion is removed', async (context) => {
      needs(context, suite.backend().capabilities.canWrite, 'writing')
      await write(suite, 'file', 'precious')
      await remove(suite, 'file')
      const [deletion] = await versionsOf('file')
      await facet().remove('file', deletion?.id ?? '', { signal })
      expect(await readText(suite, 'file')).toBe('precious')
      expect(await listNames(suite)).toEqual(['file'])
    })

    it('can be removed permanently one by one', async (context) => {
      needs(context, suite.backend().capabilities.canWrite, 'writing')
      for (const text of ['a', 'b', 'c']) await write(suite, 'file', text, 'replace')
      const middle = (await versionsOf('file'))[1]?.id ?? ''
      await facet().remove('file', middle, { signal })
      const left = await versionsOf('file')
      expect(await Promise.all(left.map(({ id }) => readVersion('file', id)))).toEqual(['c', 'a'])
      expect(await failureKind(readVersion('file', middle))).toBe('not-found')
      expect(await readText(suite, 'file')).toBe('c')
    })

    it('are removed permanently with their file, or with everything below a folder', async (context) => {
      needs(context, suite.backend().capabilities.canWrite, 'writing')
      needs(context, facet().removeAll !== undefined, 'removes all states')
      const removeAll = async (path: string, kind: 'file' | 'folder') => {
        let versions = 0
        const kinds: string[] = []
        for await (const results of facet().removeAll?.([{ path, kind }], { signal }) ?? []) {
          for (const result of results) {
            versions += result.versions
            kinds.push(...result.failures.map(({ failure }) => failure.kind))
          }
        }
        return { versions, kinds }
      }
      await makeFolder(suite, 'a')
      await makeFolder(suite, 'a/b')
      for (const text of ['1', '2', '3']) await write(suite, 'a/file', text, 'replace')
      await write(suite, 'a/file2', 'x')
      await write(suite, 'a/b/deleted', 'y')
      await remove(suite, 'a/b/deleted')
      await write(suite, 'ab', 'z')
      expect(await removeAll('a/file', 'file')).toEqual({ versions: 3, kinds: [] })
      expect(await failureKind(versionsOf('a/file'))).toBe('not-found')
      expect(await versionsOf('a/file2')).toHaveLength(1)
      const { versions, kinds } = await removeAll('a', 'folder')
      expect(kinds).toEqual([])
      expect(versions).toBeGreaterThanOrEqual(3) // folder markers may have versions too
      expect(await listNames(suite)).toEqual(['ab'])
      for await (const left of suite.backend().deleted?.list('', { signal }) ?? []) expect(left).toEqual([])
      expect(await failureKind(versionsOf('a/b/deleted'))).toBe('not-found')
      expect(await removeAll('a', 'folder')).toEqual({ versions: 0, kinds: ['not-found'] })
    })
  })
}
