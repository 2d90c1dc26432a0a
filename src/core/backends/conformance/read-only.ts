import { beforeEach, describe, expect, it, vi } from 'vitest'
import { changingFacets } from '../methods.ts'
import { bodyOf, failureKind, listNames, makeFolder, needs, readText, type Suite, write } from './harness.ts'

export function describeReadOnly(suite: Suite): void {
  const { signal } = suite

  describe('a read-only store', () => {
    beforeEach((context) => needs(context, !suite.backend().capabilities.canWrite, 'only reading'))

    it('refuses every change with `read-only`, and stays unchanged', async () => {
      await write(suite, 'file', 'old')
      await makeFolder(suite, 'folder')
      const backend = suite.backend()
      let isCancelled = false
      const body = new ReadableStream<Uint8Array>({ cancel: () => void (isCancelled = true) })
      const refused = [
        backend.write('file', body, { ifExists: 'replace', signal }),
        backend.write('other', bodyOf('x'), { ifExists: 'fail', signal }),
        backend.makeFolder('other', { signal }),
        backend.remove('file', { signal }),
        backend.remove('folder', { signal }),
        backend.versions?.restore('file', 'x', { signal }),
        backend.versions?.remove('file', 'x', { signal }),
        backend.properties?.change('file', { modifiedMs: 0 }, { signal }),
        backend.permissions?.change('file', { mode: 0o600 }, { signal }),
        backend.deleted?.restore('file', { signal }),
      ]
      const kinds = await Promise.all(refused.filter((work) => work !== undefined).map(failureKind))
      expect(new Set(kinds)).toEqual(new Set(['read-only']))
      await vi.waitUntil(() => isCancelled)
      expect(await listNames(suite)).toEqual(['file', 'folder'])
      expect(await readText(suite, 'file')).toBe('old')
    })

    it('has no facet that only makes changes', () => {
      expect(suite.backend().capabilities.facets.filter((facet) => changingFacets.has(facet))).toEqual([])
    })
  })
}
