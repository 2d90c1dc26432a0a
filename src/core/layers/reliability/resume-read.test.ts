import { describe, expect, it } from 'vitest'
import { type Failure, failureOf, StorageError } from '../../../contract/failure.ts'
import type { Backend, ReadOptions } from '../../backends/backend.ts'
import { createMemoryBackend } from '../../backends/memory/index.ts'
import { type Fault, withFaults } from './faults.ts'
import { withResumedReads } from './resume-read.ts'

const { signal } = new AbortController()
const text = 'abcdefghijklmnopqrstuvwxyz'
const bodyOf = (words: string) => new Blob([words]).stream() as ReadableStream<Uint8Array>
const write = (backend: Backend, words: string) => backend.write('file', bodyOf(words), { ifExists: 'replace', signal })

async function stack(...faults: readonly Fault[]) {
  const store = createMemoryBackend()
  await write(store, text)
  const reads: Omit<ReadOptions, 'signal' | 'onOpened'>[] = []
  const faulty = withFaults(store, faults)
  const counted: Backend = {
    ...faulty,
    read(path, options) {
      const { signal: _, onOpened: _told, ...asked } = options
      reads.push(asked)
      return faulty.read(path, options)
    },
  }
  return { store, reads, backend: withResumedReads(counted) }
}
const readText = async (backend: Backend, range: Partial<ReadOptions> = {}) =>
  new Response(await backend.read('file', { signal, ...range })).text()
const failing = (work: Promise<unknown>): Promise<Failure | undefined> =>
  work.then(
    () => undefined,
    (error: unknown) => failureOf(error),
  )
const breaking = (afterBytes: number, times: number): Fault => ({
  operation: 'read',
  failure: 'unreachable',
  afterBytes,
  times,
})

describe('an interrupted read', () => {
  it('resumes at the same offset', async () => {
    const { backend, reads } = await stack(breaking(10, 2))
    expect(await readText(backend)).toBe(text)
    expect(reads.map(({ offset }) => offset)).toEqual([undefined, 10, 20])
  })

  it('resumes within the requested range', async () => {
    const { backend, reads } = await stack(breaking(4, 1))
    expect(await readText(backend, { offset: 5, length: 10 })).toBe(text.slice(5, 15))
    expect(reads[1]).toMatchObject({ offset: 9, length: 6 })
  })

  it('fails with `changed` if the file was replaced meanwhile, and mixes no bytes', async () => {
    const { backend, store } = await stack(breaking(10, 1))
    const reader = (await backend.read('file', { signal })).getReader()
    const first = await reader.read()
    await write(store, text.toUpperCase())
    expect(new TextDecoder().decode(first.value)).toBe(text.slice(0, 10))
    expect(await failing(reader.read())).toMatchObject({ kind: 'changed' })
  })

  it('is given up if no bytes arrive between the interruptions', async () => {
    const { backend, reads } = await stack(breaking(0, Infinity))
    expect(await failing(readText(backend))).toMatchObject({ kind: 'unreachable' })
    expect(reads).toHaveLength(4)
  })

  it('does not resume after a permanent failure', async () => {
    const { backend, reads } = await stack({ operation: 'read', failure: 'denied', afterBytes: 10 })
    expect(await failing(readText(backend))).toMatchObject({ kind: 'denied' })
    expect(reads).toHaveLength(1)
  })

  it('does not resume after damaged bytes', async () => {
    const { store } = await stack()
    let reads = 0
    const damaged: Backend = {
      ...store,
      async read(path, options) {
        reads += 1
        const bytes = await store.read(path, options)
        const check = new TransformStream<Uint8Array, Uint8Array>({
          flush() {
            throw new StorageError({ kind: 'corrupt', message: 'Damaged.', operation: 'x', retry: 'later' })
          },
        })
        return bytes.pipeThrough(check)
      },
    }
    expect(await failing(readText(withResumedReads(damaged)))).toMatchObject({ kind: 'corrupt' })
    expect(reads).toBe(1)
  })

  it('does not resume if the backend gives no mark', async () => {
    const { backend: _, store } = await stack()
    const silent: Backend = {
      ...store,
      read: (path, { signal: given, offset = 0 }) => store.read(path, { signal: given, offset }),
    }
    const backend = withResumedReads(withFaults(silent, [breaking(10, 1)]))
    expect(await failing(readText(backend))).toMatchObject({ kind: 'unreachable' })
  })
})
