import { beforeEach, describe, expect, it } from 'vitest'
import { failureKind, listNames, needs, readText, type Suite, write } from './harness.ts'

export function describeRename(suite: Suite): void {
  const { signal } = suite
  const rename = async (from: string, to: string, ifExists: 'replace' | 'fail' = 'fail') =>
    suite.backend().rename?.rename(from, to, { ifExists, signal })

  describe('rename', () => {
    beforeEach((context) => needs(context, suite.backend().rename !== undefined, 'rename'))

    it('gives a file another name or another folder', async () => {
      await suite.backend().makeFolder('folder', { signal })
      await write(suite, 'a', 'A')
      await rename('a', 'b')
      await rename('b', 'folder/c')
      expect(await listNames(suite)).toEqual(['folder'])
      expect(await readText(suite, 'folder/c')).toBe('A')
    })

    it('moves a folder with its contents', async () => {
      await suite.backend().makeFolder('folder', { signal })
      await suite.backend().makeFolder('folder/inner', { signal })
      await write(suite, 'folder/inner/file', 'x')
      await rename('folder', 'other')
      expect(await listNames(suite)).toEqual(['other'])
      expect(await readText(suite, 'other/inner/file')).toBe('x')
    })

    it('replaces a file only if that is allowed', async () => {
      await write(suite, 'a', 'A')
      await write(suite, 'b', 'B')
      expect(await failureKind(rename('a', 'b'))).toBe('exists')
      expect(await readText(suite, 'b')).toBe('B')
      await rename('a', 'b', 'replace')
      expect(await listNames(suite)).toEqual(['b'])
      expect(await readText(suite, 'b')).toBe('A')
    })

    it('never replaces a folder, and never replaces a file by a folder', async () => {
      await suite.backend().makeFolder('folder', { signal })
      await suite.backend().makeFolder('empty', { signal })
      await write(suite, 'file', 'x')
      expect(await failureKind(rename('file', 'empty', 'replace'))).toBe('exists')
      expect(await failureKind(rename('folder', 'empty', 'replace'))).toBe('exists')
      expect(await failureKind(rename('folder', 'file', 'replace'))).toBe('exists')
      expect(await listNames(suite)).toEqual(['empty', 'file', 'folder'])
    })

    it('refuses to move a folder into itself', async () => {
      await suite.backend().makeFolder('folder', { signal })
      expect(await failureKind(rename('folder', 'folder/inner'))).toBe('bad-input')
      expect(await listNames(suite)).toEqual(['folder'])
    })

    it('fails with `not-found` without a source or a parent folder', async () => {
      await write(suite, 'a', 'A')
      expect(await failureKind(rename('no', 'b'))).toBe('not-found')
      expect(await failureKind(rename('a', 'no/b'))).toBe('not-found')
      expect(await readText(suite, 'a')).toBe('A')
    })

    it('changes only the case of a name', async () => {
      await write(suite, 'name', 'x')
      await rename('name', 'NAME')
      expect(await listNames(suite)).toEqual(['NAME'])
    })

    it('keeps an entry that is renamed to its own name', async () => {
      await write(suite, 'a', 'A')
      await rename('a', 'a')
      expect(await readText(suite, 'a')).toBe('A')
    })
  })
}
