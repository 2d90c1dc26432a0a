import { describe, expect, it } from 'vitest'
import { failureKind, listEntries, makeFolder, type Suite, write } from './harness.ts'

export function describeStat(suite: Suite): void {
  const { signal } = suite

  describe('stat', () => {
    it('gives the root as a folder with an empty name', async () => {
      expect(await suite.backend().stat('', { signal })).toMatchObject({ name: '', kind: 'folder' })
    })

    it('gives the same as the listing, and sizes if the listing has none', async () => {
      await write(suite, 'file', 'hello')
      await makeFolder(suite, 'folder')
      const listed = await listEntries(suite)
      const asked = await Promise.all(listed.map(({ name }) => suite.backend().stat(name, { signal })))
      if (suite.harness.deviations?.['sizes-in-listings'] === undefined) expect(asked).toEqual(listed)
      else expect(asked).toMatchObject(listed)
    })

    it('fails with `not-found` for a missing path, even below a file', async () => {
      await write(suite, 'file', 'x')
      expect(await failureKind(suite.backend().stat('no', { signal }))).toBe('not-found')
      expect(['not-found', 'not-a-folder']).toContain(await failureKind(suite.backend().stat('file/no', { signal })))
    })

    it('does not start with a signal that is already aborted', async () => {
      const stat = suite.backend().stat('', { signal: AbortSignal.abort(new Error('never')) })
      await expect(stat).rejects.toThrow('never')
    })
  })
}
