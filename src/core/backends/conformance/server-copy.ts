import { beforeEach, describe, expect, it } from 'vitest'
import { failureKind, listNames, needs, readText, type Suite, write } from './harness.ts'

export function describeServerCopy(suite: Suite): void {
  const { signal } = suite
  const facet = () => {
    const { serverCopy } = suite.backend()
    if (!serverCopy) throw new Error('this backend has no server copy')
    return serverCopy
  }
  async function copy(from: string, to: string, ifExists: 'replace' | 'fail' = 'fail') {
    return facet().copyFrom(to, await facet().source(from, { signal }), { ifExists, signal })
  }

  describe('server copy', () => {
    beforeEach((context) => needs(context, suite.backend().serverCopy !== undefined, 'server copy'))

    it('copies the bytes and properties', async () => {
      await suite.backend().makeFolder('folder', { signal })
      await write(suite, 'file', 'the bytes')
      const changeable = suite.backend().capabilities.properties?.changeable ?? []
      const properties = {
        ...(changeable.includes('contentType') && { contentType: 'text/x-copied' }),
        ...(changeable.includes('metadata') && { metadata: { colour: 'green' } }),
        ...(changeable.includes('tags') && { tags: { team: 'charts' } }),
      }
      await suite.backend().properties?.change('file', properties, { signal })
      expect(await copy('file', 'folder/copy')).toMatchObject({ name: 'copy', kind: 'file', sizeBytes: 9 })
      expect(await readText(suite, 'folder/copy')).toBe('the bytes')
      expect(await readText(suite, 'file')).toBe('the bytes')
      if (suite.backend().properties) {
        expect(await suite.backend().properties?.read('folder/copy', { signal })).toMatchObject(properties)
      }
    })

    it('copies an empty file', async () => {
      await write(suite, 'file', '')
      expect(await copy('file', 'copy')).toMatchObject({ sizeBytes: 0 })
    })

    it('replaces a file only if that is allowed', async () => {
      await write(suite, 'file', 'new')
      await write(suite, 'other', 'old')
      expect(await failureKind(copy('file', 'other'))).toBe('exists')
      expect(await readText(suite, 'other')).toBe('old')
      await copy('file', 'other', 'replace')
      expect(await readText(suite, 'other')).toBe('new')
    })

    it('copies unusual names', async () => {
      const odd = ['a b+c%20&d', 'ümlaut – €', '=?#"\'', '日本']
      for (const name of odd) {
        await write(suite, name, name)
        await copy(name, `${name} 2`)
        expect(await readText(suite, `${name} 2`)).toBe(name)
      }
    })

    it('fails for a missing file and for a folder, and leaves nothing behind', async () => {
      await suite.backend().makeFolder('folder', { signal })
      expect(await failureKind(copy('no', 'copy'))).toBe('not-found')
      expect(await failureKind(copy('folder', 'copy'))).toBe('not-a-file')
      expect(await listNames(suite)).toEqual(['folder'])
    })

    it('copies the state that was requested, or fails', async () => {
      await write(suite, 'file', 'then')
      const source = await facet().source('file', { signal })
      await write(suite, 'file', 'now, and longer', 'replace')
      const kind = await failureKind(facet().copyFrom('copy', source, { ifExists: 'fail', signal }))
      if (kind === 'none') expect(await readText(suite, 'copy')).toBe('then')
      else expect([kind, await listNames(suite)]).toEqual(['changed', ['file']])
    })
  })
}
