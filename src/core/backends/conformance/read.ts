import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { failureKind, makeFolder, needs, readAll, readText, remove, type Suite, write } from './harness.ts'

const largeBytes = 2 * 1024 * 1024 + 12_345

export function describeRead(suite: Suite): void {
  const { signal } = suite

  async function writeLarge(): Promise<Buffer> {
    const bytes = randomBytes(largeBytes)
    await write(suite, 'large', bytes)
    return bytes
  }

  describe('read', () => {
    it('gives all bytes of empty and large files', async () => {
      const bytes = await writeLarge()
      await write(suite, 'empty', '')
      expect((await readAll(suite, 'large')).equals(bytes)).toBe(true)
      expect(await readText(suite, 'empty')).toBe('')
    })

    it('gives a range', async () => {
      await write(suite, 'file', '0123456789')
      const parts = [
        { offset: 3 },
        { offset: 3, length: 4 },
        { length: 2 },
        { offset: 8, length: 9 },
        { length: 0 },
        { offset: 99 },
      ]
      const texts = await Promise.all(parts.map((part) => readAll(suite, 'file', part)))
      expect(texts.map(String)).toEqual(['3456789', '3456', '01', '89', '', ''])
    })

    it('gives a range across its internal chunks', async () => {
      const bytes = await writeLarge()
      const part = await readAll(suite, 'large', { offset: 500_000, length: 700_000 })
      expect(part.equals(bytes.subarray(500_000, 1_200_000))).toBe(true)
    })

    it('can be cancelled midway', async () => {
      await writeLarge()
      const reader = (await suite.backend().read('large', { signal })).getReader()
      await reader.read()
      await reader.cancel()
      expect(await reader.read()).toEqual({ done: true, value: undefined })
      await remove(suite, 'large')
    })

    it('ends with the caller’s reason when aborted midway', async () => {
      await writeLarge()
      const abort = new AbortController()
      const reader = (await suite.backend().read('large', { signal: abort.signal })).getReader()
      await reader.read()
      abort.abort(new Error('enough'))
      const rest = async () => {
        while (!(await reader.read()).done);
      }
      await expect(rest()).rejects.toThrow('enough')
    })

    it('resumes in the state of the given mark, and in no other', async (context) => {
      await write(suite, 'file', '0123456789')
      let mark: string | undefined
      const onOpened = (given: string) => void (mark = given)
      await (await suite.backend().read('file', { signal, onOpened })).cancel()
      needs(context, mark !== undefined, 'marks of a file’s state')
      const again = { offset: 4, signal, ifUnchanged: mark ?? '' }
      expect(await new Response(await suite.backend().read('file', again)).text()).toBe('456789')
      await write(suite, 'file', '9876543210 and more', 'replace')
      expect(await failureKind(suite.backend().read('file', again))).toBe('changed')
    })

    it('fails at once for a missing file or a folder', async () => {
      await makeFolder(suite, 'folder')
      expect(await failureKind(suite.backend().read('no', { signal }))).toBe('not-found')
      expect(await failureKind(suite.backend().read('folder', { signal }))).toBe('not-a-file')
      expect(await failureKind(suite.backend().read('', { signal }))).toBe('not-a-file')
    })

    it('reads one file several times at once', async () => {
      const bytes = await writeLarge()
      const copies = await Promise.all(Array.from({ length: 8 }, () => readAll(suite, 'large')))
      expect(copies.every((copy) => copy.equals(bytes))).toBe(true)
    })
  })
}
