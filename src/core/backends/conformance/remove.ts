import { describe, expect, it } from 'vitest'
import { failureKind, forWritersOnly, listNames, type Suite, write } from './harness.ts'

export function describeRemove(suite: Suite): void {
  const { signal } = suite
  const remove = (path: string) => suite.backend().remove(path, { signal })

  describe('remove', () => {
    forWritersOnly(suite)

    it('removes only the given file or empty folder', async () => {
      await suite.backend().makeFolder('folder', { signal })
      await write(suite, 'file', 'x')
      await write(suite, 'stays', 'x')
      await remove('file')
      await remove('folder')
      expect(await listNames(suite)).toEqual(['stays'])
    })

    it('keeps a non-empty folder', async () => {
      await suite.backend().makeFolder('folder', { signal })
      await write(suite, 'folder/file', 'x')
      expect(await failureKind(remove('folder'))).toBe('not-empty')
      expect(await listNames(suite, 'folder')).toEqual(['file'])
    })

    it('fails with `not-found` if the path does not exist', async () => {
      expect(await failureKind(remove('no'))).toBe('not-found')
    })

    it('never removes the root', async () => {
      expect(await failureKind(remove(''))).not.toBe('none')
      expect(await listNames(suite)).toEqual([])
    })
  })
}
