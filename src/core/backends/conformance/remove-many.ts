import { beforeEach, describe, expect, it } from 'vitest'
import type { Removal } from '../backend.ts'
import { listNames, needs, type Suite, write } from './harness.ts'

export function describeRemoveMany(suite: Suite): void {
  const { signal } = suite
  async function removeMany(paths: readonly string[]): Promise<Removal[]> {
    const removals: Removal[] = []
    const { removeMany: facet } = suite.backend()
    if (!facet) throw new Error('this backend removes one by one')
    for await (const some of facet.removeMany(paths, { signal })) removals.push(...some)
    return removals
  }

  describe('removing many entries', () => {
    beforeEach((context) => needs(context, suite.backend().removeMany !== undefined, 'removing many'))

    it('removes files and empty folders, with a result for each', async () => {
      await suite.backend().makeFolder('empty', { signal })
      await suite.backend().makeFolder('folder', { signal })
      for (const name of ['a', 'b & c', 'folder/ü']) await write(suite, name, 'x')
      await write(suite, 'stays', 'x')
      const removals = await removeMany(['a', 'b & c', 'folder/ü', 'empty'])
      expect(removals.map(({ path, failure }) => `${path}: ${failure?.kind ?? 'gone'}`).toSorted()).toEqual([
        'a: gone',
        'b & c: gone',
        'empty: gone',
        'folder/ü: gone',
      ])
      expect(await listNames(suite)).toEqual(['folder', 'stays'])
    })

    it('keeps a non-empty folder, and continues with the others', async () => {
      await suite.backend().makeFolder('folder', { signal })
      await write(suite, 'folder/file', 'x')
      await write(suite, 'file', 'x')
      const removals = await removeMany(['folder', 'file'])
      expect(removals.find(({ path }) => path === 'folder')?.failure?.kind).toBe('not-empty')
      expect(removals.find(({ path }) => path === 'file')?.failure).toBeUndefined()
      expect(await listNames(suite)).toEqual(['folder'])
      expect(await listNames(suite, 'folder')).toEqual(['file'])
    })

    it('removes more than a thousand at once', async (context) => {
      const paths = Array.from({ length: 1203 }, (_, index) => `n${String(index).padStart(5, '0')}`)
      const fill = suite.fill()
      needs(context, fill !== undefined, 'a quick way to store many')
      await fill?.(paths)
      const removals = await removeMany(paths)
      expect(removals.map(({ path }) => path).toSorted()).toEqual(paths)
      expect(removals.filter(({ failure }) => failure)).toEqual([])
      expect(await listNames(suite)).toEqual([])
    })
  })
}
