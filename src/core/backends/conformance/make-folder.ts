import { describe, expect, it } from 'vitest'
import { failureKind, forWritersOnly, listNames, needs, type Suite, write } from './harness.ts'

export function describeMakeFolder(suite: Suite): void {
  const { signal } = suite
  const make = (path: string) => suite.backend().makeFolder(path, { signal })

  describe('makeFolder', () => {
    forWritersOnly(suite)

    it('creates a folder that persists while it is empty', async (context) => {
      needs(context, suite.backend().capabilities.keepsEmptyFolders, 'empty folders')
      await make('folder')
      await make('folder/inner')
      expect(await listNames(suite, 'folder')).toEqual(['inner'])
      expect(await suite.backend().stat('folder/inner', { signal })).toMatchObject({ name: 'inner', kind: 'folder' })
    })

    it('fails with `exists` if a file or folder has the name', async () => {
      await make('folder')
      await write(suite, 'file', 'x')
      expect(await failureKind(make('folder'))).toBe('exists')
      expect(await failureKind(make('file'))).toBe('exists')
      expect(await failureKind(make(''))).toBe('exists')
    })

    it('fails without the parent folder', async () => {
      expect(await failureKind(make('no/folder'))).toBe('not-found')
    })
  })
}
