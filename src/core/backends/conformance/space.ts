import { beforeEach, describe, expect, it } from 'vitest'
import { failureKind, makeFolder, needs, type Suite } from './harness.ts'

export function describeSpace(suite: Suite): void {
  const { signal } = suite
  const space = async (path: string) => suite.backend().space?.space(path, { signal })

  describe('space', () => {
    beforeEach((context) => needs(context, suite.backend().space !== undefined, 'space'))

    it('is that of the volume that contains the folder', async () => {
      await makeFolder(suite, 'folder')
      const { totalBytes = 0, freeBytes = -1 } = (await space('folder')) ?? {}
      expect(totalBytes).toBeGreaterThan(0)
      expect(freeBytes).toBeGreaterThanOrEqual(0)
      expect(freeBytes).toBeLessThanOrEqual(totalBytes)
      expect((await space(''))?.totalBytes).toBe(totalBytes)
    })

    it('fails with `not-found` for a missing folder', async () => {
      expect(await failureKind(space('no'))).toBe('not-found')
    })
  })
}
