import { beforeEach, describe, expect, it } from 'vitest'
import type { FolderChange } from '../../../contract/api/listing.ts'
import { failureKind, needs, type Suite, write } from './harness.ts'

const patienceMs = 8000

export function describeWatch(suite: Suite): void {
  const { signal } = suite

  function watch(path: string, by: AbortSignal = signal): AsyncIterator<FolderChange> {
    const facet = suite.backend().watch
    if (!facet) throw new Error('no watch')
    return facet.watch(path, { signal: by })[Symbol.asyncIterator]()
  }
  async function nextKind(changes: AsyncIterator<FolderChange>): Promise<string> {
    const late = new Promise<never>((_, reject) =>
      setTimeout(() => reject(new Error('no change seen')), patienceMs).unref(),
    )
    const step = await Promise.race([changes.next(), late])
    return step.done ? 'end' : step.value.kind
  }

  describe('watch', () => {
    beforeEach((context) => needs(context, suite.backend().watch !== undefined, 'watch'))

    it('reports when it starts, and when an entry is created, changed or removed', async () => {
      const changes = watch('')
      expect(await nextKind(changes)).toBe('changed')
      for (const change of [
        () => write(suite, 'file', 'x'),
        () => write(suite, 'file', 'longer', 'replace'),
        () => suite.backend().remove('file', { signal }),
      ]) {
        await new Promise((resolve) => setTimeout(resolve, 300))
        await change()
        expect(await nextKind(changes)).toBe('changed')
      }
      await changes.return?.()
    })

    it('combines a burst of changes into few events', async () => {
      const abort = new AbortController()
      const changes = watch('', abort.signal)
      await nextKind(changes)
      let told = 0
      const counting = (async () => {
        while ((await nextKind(changes)) === 'changed') told += 1
      })()
      for (let number = 0; number < 40; number += 1) await write(suite, `file ${number}`, 'x')
      await new Promise((resolve) => setTimeout(resolve, 600))
      abort.abort(new Error('enough'))
      await expect(counting).rejects.toThrow('enough')
      expect(told).toBeGreaterThan(0)
      expect(told).toBeLessThan(20)
    })

    it('ends when the folder is removed', async () => {
      await suite.backend().makeFolder('folder', { signal })
      const changes = watch('folder')
      await nextKind(changes)
      await suite.backend().remove('folder', { signal })
      let kind = await nextKind(changes)
      while (kind === 'changed') kind = await nextKind(changes)
      expect(kind).toBe('gone')
      expect(await nextKind(changes)).toBe('end')
    })

    it('ends with the caller’s reason while it waits', async () => {
      const abort = new AbortController()
      const changes = watch('', abort.signal)
      await nextKind(changes)
      setTimeout(() => abort.abort(new Error('enough')), 20)
      await expect(nextKind(changes)).rejects.toThrow('enough')
    })

    it('fails for a missing path and for a file', async () => {
      await write(suite, 'file', 'x')
      expect(await failureKind(nextKind(watch('no')))).toBe('not-found')
      expect(await failureKind(nextKind(watch('file')))).toBe('not-a-folder')
    })
  })
}
