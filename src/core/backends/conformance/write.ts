import { describe, expect, it } from 'vitest'
import {
  bodyOf,
  brokenBody,
  failureKind,
  forWritersOnly,
  listNames,
  needs,
  readText,
  settledNames,
  type Suite,
  write,
  unlessDeviating,
} from './harness.ts'

export function describeWrite(suite: Suite): void {
  const { signal } = suite
  const never = () => new Promise<never>(() => {})

  describe('write', () => {
    forWritersOnly(suite)

    it('stores the bytes and returns the entry', async () => {
      const stored = await suite.backend().write('file', bodyOf('hel', 'lo'), { ifExists: 'fail', signal })
      const { proof: _proof, version: _version, sums: _sums, ...entry } = stored
      expect(entry).toMatchObject({ name: 'file', kind: 'file', sizeBytes: 5 })
      expect(await suite.backend().stat('file', { signal })).toMatchObject(entry)
      expect(await readText(suite, 'file')).toBe('hello')
    })

    it('stores an empty file', async () => {
      expect(await write(suite, 'empty', '')).toMatchObject({ sizeBytes: 0 })
    })

    it('replaces a file if that is allowed, even with a shorter one', async () => {
      await write(suite, 'file', 'a longer text')
      await write(suite, 'file', 'short', 'replace')
      expect(await readText(suite, 'file')).toBe('short')
      expect(await listNames(suite)).toEqual(['file'])
    })

    it('keeps a file that may not be replaced', async () => {
      await write(suite, 'file', 'old')
      expect(await failureKind(write(suite, 'file', 'new', 'fail'))).toBe('exists')
      expect(await readText(suite, 'file')).toBe('old')
      expect(await listNames(suite)).toEqual(['file'])
    })

    it('lets exactly one of several concurrent writers create a new file', async (context) => {
      unlessDeviating(context, suite, 'one-of-many-wins')
      const names = Array.from({ length: 6 }, (_, index) => `writer ${index}`)
      const ends = await Promise.all(names.map((name) => failureKind(write(suite, 'file', name, 'fail'))))
      expect(ends.filter((end) => end === 'none')).toHaveLength(1)
      expect(ends.filter((end) => end === 'exists')).toHaveLength(5)
      expect(await readText(suite, 'file')).toBe(names[ends.indexOf('none')])
      await settledNames(suite, ['file'])
    })

    it('shows the old file until the new one is complete', async () => {
      await write(suite, 'file', 'old')
      const seen: string[] = []
      const chunks = ['n', 'e', 'w']
      const body = new ReadableStream<Uint8Array>(
        {
          async pull(controller) {
            seen.push(await readText(suite, 'file'))
            const chunk = chunks.shift()
            if (chunk === undefined) controller.close()
            else controller.enqueue(new TextEncoder().encode(chunk))
          },
        },
        { highWaterMark: 0 },
      )
      await suite.backend().write('file', body, { ifExists: 'replace', signal })
      expect(seen).toEqual(['old', 'old', 'old', 'old'])
      expect(await readText(suite, 'file')).toBe('new')
    })

    it('keeps the old file and leaves nothing behind if the source fails', async () => {
      await write(suite, 'file', 'old')
      const broken = () => brokenBody('half', () => Promise.reject(new Error('the source broke')))
      const options = { ifExists: 'replace', signal } as const
      await expect(suite.backend().write('file', broken(), options)).rejects.toThrow('the source broke')
      await expect(suite.backend().write('other', broken(), options)).rejects.toThrow('the source broke')
      await settledNames(suite, ['file'])
      expect(await readText(suite, 'file')).toBe('old')
    })

    it('stops promptly when aborted, and leaves nothing behind', async () => {
      await write(suite, 'file', 'old')
      const abort = new AbortController()
      const writing = suite
        .backend()
        .write('file', brokenBody('half', never), { ifExists: 'replace', signal: abort.signal })
      setTimeout(() => abort.abort(new Error('enough')), 30)
      await expect(writing).rejects.toThrow('enough')
      await settledNames(suite, ['file'])
      expect(await readText(suite, 'file')).toBe('old')
    })

    it('sets the modification time if the capabilities state it', async (context) => {
      const { canSet, precisionMs } = suite.backend().capabilities.modifiedTime
      needs(context, canSet, 'modification times')
      const modifiedMs = 1_234_567_890_123
      await suite.backend().write('file', bodyOf('x'), { ifExists: 'fail', signal, modifiedMs })
      const kept = (await suite.backend().stat('file', { signal })).modifiedMs ?? 0
      expect(Math.abs(kept - modifiedMs)).toBeLessThan(precisionMs)
    })

    it('fails without the parent folder', async () => {
      expect(await failureKind(write(suite, 'no/file', 'x'))).toBe('not-found')
      await write(suite, 'file', 'x')
      expect(['not-found', 'not-a-folder']).toContain(await failureKind(write(suite, 'file/below', 'x')))
      expect(await listNames(suite)).toEqual(['file'])
    })

    it('never replaces a folder', async () => {
      await suite.backend().makeFolder('folder', { signal })
      expect(await failureKind(write(suite, 'folder', 'x', 'replace'))).toBe('not-a-file')
      expect(['not-a-file', 'exists']).toContain(await failureKind(write(suite, 'folder', 'x', 'fail')))
      expect(await failureKind(write(suite, '', 'x', 'replace'))).toBe('not-a-file')
      expect(await listNames(suite)).toEqual(['folder'])
    })
  })
}
