import { beforeEach, describe, expect, it } from 'vitest'
import { failureKind, makeFolder, needs, readText, type Suite, write } from './harness.ts'

export function describePermissions(suite: Suite): void {
  const { signal } = suite
  const facet = () => {
    const { permissions } = suite.backend()
    if (!permissions) throw new Error('this backend has no permissions')
    return permissions
  }

  describe('permissions', () => {
    beforeEach((context) => needs(context, suite.backend().permissions !== undefined, 'permissions'))

    it('are read with owner and group, for a file, a folder and the root', async () => {
      await write(suite, 'file', 'x')
      await makeFolder(suite, 'folder')
      for (const path of ['file', 'folder', '']) {
        const { mode, owner, group } = await facet().read(path, { signal })
        expect([path, mode & ~0o7777, owner?.id, typeof group?.id]).toEqual([path, 0, process.getuid?.(), 'number'])
      }
      expect(await failureKind(facet().read('no', { signal }))).toBe('not-found')
    })

    it('are set exactly, and the bytes stay', async () => {
      await write(suite, 'file', 'the bytes')
      for (const mode of [0o640, 0o4755, 0o000, 0o600]) {
        expect((await facet().change('file', { mode }, { signal })).mode).toBe(mode)
        expect((await facet().read('file', { signal })).mode).toBe(mode)
      }
      expect(await readText(suite, 'file')).toBe('the bytes')
    })

    it('of a folder are set without a change to its files', async () => {
      await makeFolder(suite, 'folder')
      await write(suite, 'folder/file', 'x')
      const before = await facet().read('folder/file', { signal })
      expect((await facet().change('folder', { mode: 0o700 }, { signal })).mode).toBe(0o700)
      expect(await facet().read('folder/file', { signal })).toEqual(before)
    })

    it('accept an owner and group by number, and refuse an unknown name', async () => {
      await write(suite, 'file', 'x')
      const { owner, group, mode } = await facet().read('file', { signal })
      const same = { owner: String(owner?.id), group: String(group?.id) }
      expect(await facet().change('file', same, { signal })).toEqual({ owner, group, mode })
      const unknown = facet().change('file', { group: 'no such group' }, { signal })
      expect(await failureKind(unknown)).toBe('bad-input')
    })

    it('fail with `not-found` for a missing path, and are not set for the root', async () => {
      expect(await failureKind(facet().change('no', { mode: 0o600 }, { signal }))).toBe('not-found')
      expect(await failureKind(facet().change('', { mode: 0o700 }, { signal }))).toBe('bad-input')
    })
  })
}
