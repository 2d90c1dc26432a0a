import { beforeEach, describe, expect, it } from 'vitest'
import type { DeletedEntry } from '../../../contract/facets.ts'
import { failureKind, listNames, needs, readText, type Suite, write } from './harness.ts'

export function describeDeleted(suite: Suite): void {
  const { signal } = suite
  const facet = () => {
    const { deleted } = suite.backend()
    if (!deleted) throw new Error('this backend has no deleted entries')
    return deleted
  }
  async function deletedIn(path: string): Promise<string[]> {
    const entries: DeletedEntry[] = []
    for await (const page of facet().list(path, { signal })) entries.push(...page)
    return entries.map(({ entry }) => entry.name).toSorted()
  }

  describe('deleted entries', () => {
    beforeEach((context) => needs(context, suite.backend().deleted !== undefined, 'deleted'))

    it('are listed by folder, without files that still exist', async () => {
      await suite.backend().makeFolder('folder', { signal })
      for (const path of ['a', 'b', 'stays', 'folder/c', 'folder/stays']) await write(suite, path, path)
      for (const path of ['a', 'b', 'folder/c']) await suite.backend().remove(path, { signal })
      expect(await deletedIn('')).toEqual(['a', 'b'])
      expect(await deletedIn('folder')).toEqual(['c'])
    })

    it('are restored as they were', async () => {
      await write(suite, 'file', 'precious')
      await suite.backend().remove('file', { signal })
      await facet().restore('file', { signal })
      expect(await readText(suite, 'file')).toBe('precious')
      expect(await listNames(suite)).toEqual(['file'])
      expect(await deletedIn('')).toEqual([])
    })

    it('do not replace a file that took the name meanwhile', async () => {
      await write(suite, 'file', 'old')
      await suite.backend().remove('file', { signal })
      await write(suite, 'file', 'new')
      expect(await deletedIn('')).toEqual([])
      expect(await failureKind(facet().restore('file', { signal }))).toBe('exists')
      expect(await readText(suite, 'file')).toBe('new')
    })

    it('fail with `not-found` if nothing was deleted', async () => {
      expect(await failureKind(facet().restore('no', { signal }))).toBe('not-found')
    })
  })
}
