import { describe, expect, it } from 'vitest'
import type { Backend } from '../../backends/backend.ts'
import { describeBackend } from '../../backends/conformance/describe-backend.ts'
import { createMemoryBackend } from '../../backends/memory/index.ts'
import { intercept } from '../intercept.ts'
import { standardStack } from '../standard-stack.ts'
import { withQuota } from './quota.ts'

const { signal } = new AbortController()
const bodyOf = (bytes: number) => new Blob([new Uint8Array(bytes)]).stream()
const put = (backend: Backend, path: string, bytes: number, ifExists: 'replace' | 'fail' = 'fail') =>
  backend.write(path, bodyOf(bytes), { ifExists, signal })
const isFull = { failure: { kind: 'no-space', message: expect.stringContaining('quota') } }

describeBackend('memory below its quota, in the standard layers', {
  async open() {
    const quota = { bytes: 1024 ** 3, files: 100_000 }
    return {
      backend: standardStack(createMemoryBackend({ versions: true }), { mount: 'memory', readOnly: false, quota }),
    }
  },
})

describe('a quota', () => {
  it('refuses a write that exceeds it, with a message, and leaves nothing behind', async () => {
    const memory = createMemoryBackend()
    await put(memory, 'before', 60)
    const backend = withQuota(memory, { bytes: 100 })
    await put(backend, 'a', 40)
    await expect(put(backend, 'b', 1)).rejects.toMatchObject(isFull)
    await expect(memory.stat('b', { signal })).rejects.toMatchObject({ failure: { kind: 'not-found' } })
    expect(await backend.space?.space('', { signal })).toEqual({ totalBytes: 100, freeBytes: 0 })
  })

  it('limits the number of files too', async () => {
    const backend = withQuota(createMemoryBackend(), { files: 2 })
    await put(backend, 'a', 1)
    await put(backend, 'b', 1)
    await expect(put(backend, 'c', 1)).rejects.toMatchObject(isFull)
    await put(backend, 'a', 5, 'replace')
  })

  it('allows a replacement that fits', async () => {
    const backend = withQuota(createMemoryBackend(), { bytes: 100 })
    await put(backend, 'a', 90)
    for (let round = 0; round < 3; round += 1) await put(backend, 'a', 95, 'replace')
    await expect(put(backend, 'a', 101, 'replace')).rejects.toMatchObject(isFull)
    await put(backend, 'b', 5)
  })

  it('has space again after a removal', async () => {
    const backend = withQuota(createMemoryBackend(), { bytes: 100 })
    await put(backend, 'a', 100)
    await backend.remove('a', { signal })
    await put(backend, 'b', 100)
    await expect(put(backend, 'c', 1)).rejects.toMatchObject(isFull)
  })

  it('holds with many concurrent writers', async () => {
    const memory = createMemoryBackend()
    const backend = withQuota(memory, { bytes: 100, files: 8 })
    const ends = await Promise.allSettled(Array.from({ length: 40 }, (_, at) => put(backend, `f${at}`, 13)))
    expect(ends.filter(({ status }) => status === 'fulfilled')).toHaveLength(7)
    await expect(put(backend, 'more', 13)).rejects.toMatchObject(isFull)
  })

  it('is counted once, not at every write', async () => {
    let listings = 0
    const memory = intercept(createMemoryBackend(), {
      before: ({ operation }) => void (listings += operation === 'list' ? 1 : 0),
    })
    const backend = withQuota(memory, { bytes: 1000 })
    for (let at = 0; at < 20; at += 1) await put(backend, `f${at}`, 10)
    for (let at = 0; at < 20; at += 1)
      await expect(put(backend, 'f0', 10)).rejects.toMatchObject({ failure: { kind: 'exists' } })
    expect(listings).toBe(1)
  })

  it('includes staged writes, server copies and bulk writes', async () => {
    const backend = withQuota(createMemoryBackend(), { bytes: 10 })
    const begin = backend.staging?.begin('a', { id: 'a', ifExists: 'fail', expectedBytes: 11, signal })
    await expect(begin).rejects.toMatchObject(isFull)
    await put(backend, 'b', 6)
    const source = await backend.serverCopy?.source('b', { signal })
    if (!source) throw new Error('memory copies')
    await expect(backend.serverCopy?.copyFrom('c', source, { ifExists: 'fail', signal })).rejects.toMatchObject(isFull)
    const writes = ['d', 'e'].map((path) => ({ path, bytes: new Uint8Array(3), ifExists: 'fail' as const }))
    const ends = new Map<string, string>()
    for await (const page of backend.bulk?.write(writes, { id: 'x', signal }) ?? []) {
      for (const { path, failure } of page) ends.set(path, failure?.kind ?? 'stored')
    }
    expect(Object.fromEntries(ends)).toEqual({ d: 'stored', e: 'no-space' })
  })
})
