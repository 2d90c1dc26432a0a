import { expect, test } from 'vitest'
import { endingOf, kindOfName, typeOfName } from './file-kinds.ts'
import { isOfKind, type SoughtKind } from './find-query/file-kinds.ts'

test('detects the kind by the extension, in either case', () => {
  expect(kindOfName('IMG_1.JPG')).toBe('image')
  expect(typeOfName('a.tar.gz')).toBe('archive')
  expect(kindOfName('a.tsv')).toBe('table')
  expect(kindOfName('a.ts')).toBe('code')
  expect(typeOfName('a.svg')).not.toBe('picture')
})

test('a name without an extension, or with an unknown one, has no kind', () => {
  for (const name of ['', '.png', 'png', 'a.', 'a.constructor', 'a.b c']) expect(kindOfName(name)).toBeUndefined()
  expect(endingOf('.bashrc')).toBe('')
})

test('one file can have several kinds', () => {
  const sought = (ending: string) =>
    (['image', 'document', 'text', 'code', 'archive', 'data'] as const satisfies readonly SoughtKind[]).filter((kind) =>
      isOfKind(kind, 'file', ending),
    )
  expect(sought('csv')).toEqual(['text', 'data'])
  expect(sought('json')).toEqual(['code', 'data'])
  expect(sought('xlsx')).toEqual(['document'])
  expect(sought('iso')).toEqual(['archive'])
  expect(sought('heic')).toEqual(['image'])
  expect(isOfKind('image', 'folder', 'png')).toBe(false)
  expect(isOfKind('folder', 'folder', 'png')).toBe(true)
})
