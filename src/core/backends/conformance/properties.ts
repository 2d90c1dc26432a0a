import { beforeEach, describe, expect, it } from 'vitest'
import type { ChangeableProperty, PropertyChanges } from '../../../contract/facets.ts'
import { bodyOf, failureKind, needs, readText, type Suite, write } from './harness.ts'

/** Two different values for each property, to set one after the other. */
const samples: Readonly<Partial<Record<ChangeableProperty, readonly [PropertyChanges, PropertyChanges]>>> = {
  contentType: [{ contentType: 'text/x-portolan' }, { contentType: 'application/json' }],
  cacheControl: [{ cacheControl: 'max-age=60' }, { cacheControl: 'no-store' }],
  contentDisposition: [{ contentDisposition: 'attachment; filename="a b.txt"' }, { contentDisposition: 'inline' }],
  contentEncoding: [{ contentEncoding: 'identity' }, { contentEncoding: 'x-other' }],
  contentLanguage: [{ contentLanguage: 'de' }, { contentLanguage: 'fr, en' }],
  metadata: [{ metadata: { colour: 'sea blue', empty_no: '0' } }, { metadata: {} }],
  tags: [{ tags: { team: 'charts', 'cost/centre': '7 + 1' } }, { tags: {} }],
  modifiedMs: [{ modifiedMs: 1_600_000_000_000 }, { modifiedMs: 1_700_000_000_000 }],
}

export function describeProperties(suite: Suite): void {
  const { signal } = suite
  const facet = () => {
    const { properties } = suite.backend()
    if (!properties) throw new Error('this backend has no properties')
    return properties
  }
  const changeable = () => suite.backend().capabilities.properties?.changeable ?? []

  describe('properties', () => {
    beforeEach((context) => needs(context, suite.backend().properties !== undefined, 'properties'))

    it('can be read for any file', async () => {
      await write(suite, 'file.txt', 'x')
      expect((await facet().read('file.txt', { signal })).withheld).toEqual({})
      expect(await failureKind(facet().read('no', { signal }))).toBe('not-found')
    })

    for (const [name, [first, second]] of Object.entries(samples)) {
      it(`${name} can be set repeatedly, and the bytes stay`, async (context) => {
        needs(context, changeable().includes(name as ChangeableProperty), `changing ${name}`)
        await write(suite, 'file', 'the bytes')
        for (const changes of [first, second]) {
          expect(await facet().change('file', changes, { signal })).toMatchObject(changes)
          expect(await facet().read('file', { signal })).toMatchObject(changes)
        }
        expect(await readText(suite, 'file')).toBe('the bytes')
      })
    }

    it('stay as they are if they are not named', async (context) => {
      needs(
        context,
        ['contentType', 'metadata', 'tags'].every((name) => changeable().includes(name as never)),
        'all three',
      )
      const all = { contentType: 'text/x-one', metadata: { a: 'one' }, tags: { b: 'two' } }
      await write(suite, 'file', 'x')
      await facet().change('file', all, { signal })
      await facet().change('file', { tags: { b: 'three' } }, { signal })
      expect(await facet().read('file', { signal })).toMatchObject({ ...all, tags: { b: 'three' } })
      await facet().change('file', { metadata: { a: 'two' } }, { signal })
      expect(await facet().read('file', { signal })).toMatchObject({
        ...all,
        tags: { b: 'three' },
        metadata: { a: 'two' },
      })
    })

    it('can be set with a write', async (context) => {
      needs(context, changeable().includes('contentType') && changeable().includes('metadata'), 'both')
      const properties = { contentType: 'text/x-given', metadata: { colour: 'red' } }
      await suite.backend().write('file', bodyOf('x'), { ifExists: 'fail', properties, signal })
      expect(await facet().read('file', { signal })).toMatchObject(properties)
    })

    it('have a content type by file extension unless one is given', async (context) => {
      needs(context, changeable().includes('contentType'), 'content types')
      await write(suite, 'photo.jpg', 'x')
      expect((await facet().read('photo.jpg', { signal })).contentType).toBe('image/jpeg')
    })

    it('fail with `unsupported` if the capabilities do not name them', async (context) => {
      needs(context, suite.backend().capabilities.canWrite, 'writing')
      await write(suite, 'file', 'x')
      for (const [name, [changes]] of Object.entries(samples)) {
        if (changeable().includes(name as ChangeableProperty)) continue
        expect([name, await failureKind(facet().change('file', changes, { signal }))]).toEqual([name, 'unsupported'])
      }
    })
  })

  describe('checksums', () => {
    beforeEach((context) => needs(context, suite.backend().checksums !== undefined, 'checksums'))

    it('match the bytes', async () => {
      await write(suite, 'file', '123456789')
      const sums = await suite.backend().checksums?.checksums('file', { signal })
      const known: Readonly<Record<string, string>> = {
        md5: '25f9e794323b453885f5181f1b624d0b',
        sha1: 'f7c3bc1d808e04732adf679965ccc34ca7ae3441',
        sha256: '15e2b0d3c33891ebb0f1ef609ec419420c20e320ce94c65fbc8c3312448eb225',
        crc32: 'cbf43926',
        crc32c: 'e3069283',
        crc64nvme: 'ae8b14860a799888',
      }
      expect(Object.keys(sums ?? {}).filter((name) => !(name in known))).toEqual([])
      expect(known).toMatchObject(sums ?? { none: true })
    })

    it('fail with `not-found` for a missing file', async () => {
      const work = suite.backend().checksums?.checksums('no', { signal }) ?? Promise.resolve()
      expect(await failureKind(work)).toBe('not-found')
    })
  })
}
