import { createStore } from 'zustand/vanilla'
import { expect, test } from 'vitest'
import type { ContentReader } from './contents.ts'
import { loadPreview } from './load-preview.ts'

const { signal } = new AbortController()

/** Returns a reader of this text that reports the given size. */
function readerOf(name: string, text: string, sizeBytes = text.length): ContentReader {
  const bytes = Uint8Array.from(text, (character) => character.charCodeAt(0))
  return {
    name,
    key: name,
    state: { location: { mount: 'm', path: name }, sizeBytes },
    read: async (offset, length) => bytes.slice(offset, offset + length),
    size: async () => sizeBytes,
    fetched: createStore(() => 0),
    address: async () => '',
    listed: async () => ({ rows: [], files: 0, bytes: 0, isCut: false }),
  }
}

test('previews the first lines of a text and a small image, but nothing else', async () => {
  const lines = Array.from({ length: 50 }, (_, at) => `line ${at}`).join('\n')
  expect(await loadPreview(readerOf('a.txt', lines), signal)).toEqual({
    kind: 'text',
    text: lines.split('\n').slice(0, 12).join('\n'),
  })
  const png = '\x89PNG\r\n\x1a\n\0\0'
  expect(await loadPreview(readerOf('a.png', png), signal)).toMatchObject({ kind: 'image' })
  expect(await loadPreview(readerOf('a.png', png, 16_000_001), signal)).toBeUndefined()
  expect(await loadPreview(readerOf('a.bin', '\0\x01'), signal)).toBeUndefined()
})
