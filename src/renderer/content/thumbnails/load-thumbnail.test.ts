import { expect, test } from 'vitest'
import type { ContentReader } from '../read/contents.ts'
import { loadThumbnail, mostBytes } from './load-thumbnail.ts'

const { signal } = new AbortController()
const latin = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0))
const pngHead = (width: string) => latin(`\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR${width}\0\0\x10\0`)

async function load(head: Uint8Array<ArrayBuffer>, { sizeBytes = 500, hasEmbedded = false } = {}) {
  const asked: string[] = []
  const reader = {
    name: 'a.png',
    state: { location: { mount: 'm', path: 'a.png' }, sizeBytes },
    read: async (_offset: number, length: number) => {
      asked.push(`read ${length}`)
      return head
    },
  } as unknown as ContentReader
  const image = await loadThumbnail(
    reader,
    {
      async make({ kind }) {
        asked.push(kind)
        return kind === 'whole' || hasEmbedded ? new Blob([kind]) : undefined
      },
    },
    signal,
  )
  return { made: await image?.text(), asked }
}

test('uses the thumbnail embedded in a photo, or else reads the whole file', async () => {
  const jpeg = latin('\xff\xd8\xff\xc0\0\x11\x08\0\x10\0\x10')
  expect(await load(jpeg, { hasEmbedded: true })).toEqual({ made: 'embedded', asked: ['read 65536', 'embedded'] })
  expect(await load(jpeg)).toEqual({ made: 'whole', asked: ['read 65536', 'embedded', 'read 500', 'whole'] })
  expect((await load(pngHead('\0\0\x10\0'))).asked).toEqual(['read 65536', 'read 500', 'whole'])
})

test.each([
  ['a drawing, which is code', latin('<svg xmlns="http://www.w3.org/2000/svg"/>'), 500],
  ['a text by the name of a picture', latin('words'), 500],
  ['more pixels than there should be memory for', pngHead('\0\x10\0\0'), 500],
  ['more bytes than are read for it', pngHead('\0\0\x10\0'), mostBytes + 1],
  ['many bytes of an image that does not tell its pixels', latin('\0\0\0\x18ftypavif'), 5_000_000],
])('does not read or decode as a whole: %s', async (_what, head, sizeBytes) => {
  expect(await load(head, { sizeBytes })).toEqual({ made: undefined, asked: ['read 65536'] })
})
