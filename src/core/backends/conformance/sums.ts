import { createHash } from 'node:crypto'
import { crc32 } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { unpackEntries } from '../../../contract/entry-page.ts'
import type { Sums } from '../../../contract/entry.ts'
import type { OpenedFacts } from '../backend.ts'
import { bodyOf, bytesOf, failureKind, needs, readText, type Suite, write } from './harness.ts'

/** Returns the checksums that do not match these bytes. Algorithms that are not calculated here are ignored. */
export function untrueSums(sums: Sums | undefined, bytes: Uint8Array): string[] {
  const truth: Sums = {
    ...Object.fromEntries(
      ['md5', 'sha1', 'sha256'].map((name) => [name, createHash(name).update(bytes).digest('hex')]),
    ),
    crc32: crc32(bytes).toString(16).padStart(8, '0'),
  }
  return Object.entries(sums ?? {})
    .filter(([name, value]) => truth[name] !== undefined && truth[name] !== value)
    .map(([name, value]) => `${name} ${value}`)
}

export function describeSums(suite: Suite): void {
  const { signal } = suite
  const bytes = bytesOf('the bytes')

  describe('stored files', () => {
    it('have true checksums after a write', async (context) => {
      needs(context, suite.backend().capabilities.canWrite, 'writing')
      const stored = await suite.backend().write('file', bodyOf(bytes), { ifExists: 'fail', signal })
      expect(untrueSums(stored.sums, bytes)).toEqual([])
      if (stored.proof === 'sum') expect(Object.keys(stored.sums ?? {})).not.toEqual([])
      if (stored.version !== undefined) {
        const versions: string[] = []
        for await (const page of suite.backend().versions?.list('file', { signal }) ?? []) {
          versions.push(...page.filter(({ isCurrent }) => isCurrent).map(({ id }) => id))
        }
        expect(versions).toEqual([stored.version])
      }
    })

    it('have true checksums in reads, listings and queries, and in listings only on request', async () => {
      await write(suite, 'file', 'the bytes')
      let facts: OpenedFacts | undefined
      const onOpened = (_: string, given?: OpenedFacts) => void (facts = given)
      await (await suite.backend().read('file', { offset: 4, length: 2, onOpened, signal })).cancel()
      if (facts) expect(facts.sizeBytes).toBe(bytes.length)
      expect(untrueSums(facts?.sums, bytes)).toEqual([])
      for (const withSums of [false, true]) {
        for await (const page of suite.backend().list('', { signal, withSums })) {
          const [entry] = unpackEntries(page)
          if (!withSums) expect(entry).not.toHaveProperty('sums')
          expect(untrueSums(entry?.sums, bytes)).toEqual([])
        }
      }
      expect(untrueSums(await suite.backend().checksums?.checksums('file', { signal }), bytes)).toEqual([])
    })

    it('are not replaced if the name was assumed to be free', async (context) => {
      needs(context, suite.backend().capabilities.canWrite, 'writing')
      const options = { ifExists: 'fail', isKnownFree: true, signal } as const
      await suite.backend().write('file', bodyOf('first'), options)
      expect(await failureKind(suite.backend().write('file', bodyOf('second'), options))).toBe('exists')
      expect(await readText(suite, 'file')).toBe('first')
    })
  })
}
