import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { fromBase64, fromDataUri, readDataUri, toBase64, toDataUri } from './base64.ts'

async function* inChunks(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}
const chunksOf = (text: string, size = 3) => inChunks(Buffer.from(text), size)

async function all(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = []
  for await (const chunk of chunks) parts.push(chunk)
  return Buffer.concat(parts)
}

describe('streaming base64', () => {
  it('matches Node for all chunk sizes, and decodes again', async () => {
    for (const length of [0, 1, 2, 3, 4, 5, 100, 30_001]) {
      const bytes = randomBytes(length)
      for (const size of [1, 2, 3, 7, 10_000]) {
        const text = (await all(toBase64(inChunks(bytes, size)))).toString()
        expect(text).toBe(bytes.toString('base64'))
        expect(await all(fromBase64(chunksOf(text, size)))).toEqual(bytes)
      }
    }
  })

  it('is decoded with line breaks, without padding and in the URL alphabet', async () => {
    const bytes = Buffer.from([0xfb, 0xff, 0xbf, 0x01])
    for (const text of ['+/+/\r\nAQ==\n', '+/+/AQ', '-_-_AQ']) {
      expect(await all(fromBase64(chunksOf(text)))).toEqual(bytes)
    }
  })

  it('refuses invalid input', async () => {
    for (const text of ['a', 'ab=c', 'AAAA=AAA', 'é', '!!!!']) {
      await expect(all(fromBase64(chunksOf(text)))).rejects.toThrow('This is no base64.')
    }
  })
})

describe('data: URIs', () => {
  it('are built from bytes and decoded', async () => {
    const text = (await all(toDataUri(chunksOf('Hi there'), 'text/plain; charset=utf-8'))).toString()
    expect(text).toBe('data:text/plain;charset=utf-8;base64,SGkgdGhlcmU=')
    for (const size of [1, 5, 1000]) expect((await all(fromDataUri(chunksOf(text, size)))).toString()).toBe('Hi there')
    expect(readDataUri(text)).toEqual({
      contentType: 'text/plain;charset=utf-8',
      bytes: Uint8Array.from(Buffer.from('Hi there')),
    })
  })

  it('may contain escaped text, split anywhere', async () => {
    const text = 'data:,caf%C3%A9%20100%'
    for (const size of [1, 2, 3, 4, 100])
      expect((await all(fromDataUri(chunksOf(text, size)))).toString()).toBe('café 100%')
    expect(Buffer.from(readDataUri(text)?.bytes ?? []).toString()).toBe('café 100%')
    expect((await all(fromDataUri(chunksOf('data:,“café”', 1)))).toString()).toBe('“café”')
    expect(Buffer.from(readDataUri('data:,“café”')?.bytes ?? []).toString()).toBe('“café”')
  })

  it('are refused if invalid', async () => {
    for (const text of ['', 'hello', 'data:text/plain', 'http://a/,b', `data:${'x'.repeat(10_000)}`]) {
      await expect(all(fromDataUri(chunksOf(text, 100)))).rejects.toThrow('This is no data: address.')
    }
    expect(readDataUri('hello')).toBeUndefined()
    expect(readDataUri('data:;base64,!!!')).toBeUndefined()
  })
})
