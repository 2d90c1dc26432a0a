import { expect, it } from 'vitest'
import { type ByteSource, pullStream, sourceOf, streamOfChunks } from './pull-stream.ts'

function sourceWith(...chunks: readonly (Uint8Array | Error)[]): ByteSource & { readonly cancels: unknown[] } {
  const left = [...chunks]
  const cancels: unknown[] = []
  return {
    cancels,
    async read() {
      const next = left.shift()
      if (next instanceof Error) throw next
      return next
    },
    cancel: async (reason) => void cancels.push(reason),
  }
}
const bytes = (text: string) => new Uint8Array(Buffer.from(text))

it('does not read ahead, and ends with its source', async () => {
  let reads = 0
  const source = sourceWith(bytes('a'), bytes('b'))
  const stream = pullStream({ ...source, read: () => ((reads += 1), source.read()) })
  await new Promise(setImmediate)
  expect(reads).toBe(0)
  expect(await new Response(stream).text()).toBe('ab')
  expect(source.cancels).toEqual([])
})

it('returns the source of a stream, and locks the stream', async () => {
  const stream = pullStream(sourceWith(bytes('a')))
  const source = sourceOf(stream)
  expect(stream.locked).toBe(true)
  expect(() => sourceOf(stream)).toThrow(/locked/)
  expect(await source.read()).toEqual(bytes('a'))
  expect(await source.read()).toBeUndefined()
})

it('reads other streams through a reader', async () => {
  const source = sourceOf(new Blob(['abc']).stream() as ReadableStream<Uint8Array>)
  expect(Buffer.from((await source.read()) ?? []).toString()).toBe('abc')
  expect(await source.read()).toBeUndefined()
})

it('does not read a failed source again, and repeats its error', async () => {
  const inner = sourceWith(new Error('broken'), bytes('never'))
  const source = sourceOf(pullStream(inner))
  await expect(source.read()).rejects.toThrow('broken')
  await expect(source.read()).rejects.toThrow('broken')
  await source.cancel()
  expect(inner.cancels).toEqual([])
})

it('cancels once, and returns nothing after that', async () => {
  const inner = sourceWith(bytes('a'))
  const stream = pullStream(inner)
  await stream.cancel('enough')
  const source = sourceOf(stream)
  await source.cancel('again')
  expect(await source.read()).toBeUndefined()
  expect(inner.cancels).toEqual(['enough'])
})

it('makes a stream of async chunks, and ends their generator on cancel', async () => {
  let isEnded = false
  async function* chunks() {
    try {
      yield bytes('a')
      yield bytes('b')
    } finally {
      isEnded = true
    }
  }
  expect(await new Response(streamOfChunks(chunks())).text()).toBe('ab')
  isEnded = false
  const source = sourceOf(streamOfChunks(chunks()))
  expect(await source.read()).toEqual(bytes('a'))
  await source.cancel()
  expect(isEnded).toBe(true)
})
