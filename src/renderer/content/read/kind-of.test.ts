import { expect, test } from 'vitest'
import { kindOf } from './kind-of.ts'

const latin = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0))
const kind = (name: string, head: Uint8Array) => kindOf(name, head, { isCut: false })

test('detects the kind of a file by its first bytes, regardless of its name', () => {
  expect(kind('a.txt', latin('\x89PNG\r\n\x1a\n\0\0'))).toEqual({ kind: 'image', type: 'image/png' })
  expect(kind('a.zip', latin('PK\x03\x04'))).toEqual({ kind: 'archive' })
  expect(kind('a.docx', latin('PK\x03\x04\0'))).toEqual({ kind: 'binary' })
  expect(kind('a.tgz', latin('\x1f\x8b\x08'))).toEqual({ kind: 'archive' })
  expect(kind('a', latin('\0\0\0\x18ftypavif'))).toEqual({ kind: 'image', type: 'image/avif' })
  expect(kind('a', latin('\0\0\0\x18ftypheic'))).toEqual({ kind: 'image', type: 'image/heic' })
  expect(kind('a.png', latin('\0\0\0\x18ftypisom'))).toEqual({ kind: 'video' })
  expect(kind('a.bin', latin('RIFF\x24\0\0\0WAVEfmt '))).toEqual({ kind: 'audio' })
  expect(kind('a.bin', latin('%PDF-1.7\n\xff'))).toEqual({ kind: 'pdf' })
  expect(kind('a.png', latin('words, not pixels'))).toEqual({ kind: 'text' })
  expect(kind('a.png', latin('\0\x01\x02'))).toEqual({ kind: 'binary' })
  expect(kind('a.mp3', latin('\xff\xfb\x90\0\0\0'))).toEqual({ kind: 'audio' })
  expect(kind('a.bin', latin('\xff\xfb\x90\0\0\0'))).toEqual({ kind: 'binary' })
  expect(kind('a.txt', new Uint8Array())).toEqual({ kind: 'empty' })
})

test('detects Markdown and SVG among texts by name; HTML and TypeScript are text', () => {
  expect(kind('README.md', latin('# Hi'))).toEqual({ kind: 'markdown' })
  expect(kind('a.SVG', latin('<svg/>'))).toEqual({ kind: 'image', type: 'image/svg+xml' })
  for (const name of ['a.html', 'a.ts', 'a.js', 'md', 'a.xhtml'])
    expect(kind(name, latin('<b>'))).toEqual({ kind: 'text' })
})
