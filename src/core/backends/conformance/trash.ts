import { beforeEach, describe, expect, it } from 'vitest'
import { failureKind, listNames, needs, type Suite, write } from './harness.ts'

export function describeTrash(suite: Suite): void {
  const { signal } = suite
  const trash = async (path: string) => suite.backend().trash?.moveToTrash(path, { signal })

  describe('trash', () => {
    beforeEach((context) => needs(context, suite.backend().trash !== undefined, 'trash'))

    it('takes a file, and a folder with its contents', async () => {
      await suite.backend().makeFolder('folder', { signal })
      await write(suite, 'folder/file', 'x')
      await write(suite, 'file', 'x')
      await write(suite, 'stays', 'x')
      await trash('folder')
      await trash('file')
      expect(await listNames(suite)).toEqual(['stays'])
    })

    it('fails with `not-found` for a missing path', async () => {
      expect(await failureKind(trash('no'))).toBe('not-found')
    })
  })
}
