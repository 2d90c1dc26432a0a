import { expect, test } from 'vitest'
import { newNames, plainRule, type RenameRule } from './rename-rule.ts'

const modifiedMs = new Date(2026, 6, 4, 9, 5).getTime()
const renamed = (names: readonly string[], rule: Partial<RenameRule>) =>
  newNames(
    names.map((name) => ({
      name: name.replace(/\/$/, ''),
      isFolder: name.endsWith('/'),
      modifiedMs,
      parent: 'cruise',
    })),
    { ...plainRule, ...rule },
  )

test('replaces text in the name and leaves its extension', () => {
  expect(renamed(['IMG_1.JPG', 'a IMG_ b IMG_.png'], { find: 'IMG_', replace: 'cruise-' })).toEqual([
    'cruise-1.JPG',
    'a cruise- b cruise-.png',
  ])
  expect(renamed(['a.b.txt'], { find: '.', replace: '_' })).toEqual(['a_b.txt'])
  expect(renamed(['a$1+.txt'], { find: '$1+', replace: '$&' })).toEqual(['a$&.txt']) // Plain text in both fields.
  expect(renamed(['img.txt', 'IMG.txt'], { find: 'img', replace: 'x', matchCase: false })).toEqual(['x.txt', 'x.txt'])
})

test('counts with a width, a start and a step', () => {
  expect(renamed(['b.jpg', 'a.jpg'], { replace: 'cruise-{n:03}' })).toEqual(['cruise-001.jpg', 'cruise-002.jpg'])
  expect(renamed(['b', 'a', 'c'], { replace: '{n}', start: 10, step: -10 })).toEqual(['10', '0', '-10'])
})

test('inserts name, extension, folder and date, and keeps unknown placeholders', () => {
  expect(renamed(['x.tar.gz'], { replace: '{parent} {name} {date:yyyy-MM-dd} {date:HHmm} {what} {n:x}' })).toEqual([
    'cruise x 2026-07-04 0905 {what} {n:x}.tar.gz',
  ])
  expect(renamed(['x.txt'], { replace: '{ext}-{name}', appliesTo: 'both' })).toEqual(['txt-x'])
})

test('supports regular expressions with groups, and inserts a dollar in a value literally', () => {
  const rule = { find: String.raw`(\d+)-(\d+)`, replace: '$2.$1 {name}', isRegex: true }
  expect(renamed(['12-07$1.txt'], rule)).toEqual(['07.12 12-07$1$1.txt'])
  expect(() => renamed(['a'], { find: '(', isRegex: true })).toThrow(SyntaxError)
})

test('changes only extensions, letter case, or unusual characters', () => {
  expect(renamed(['a.JPEG', 'b', 'sub.d/', '.profile'], { find: 'JPEG', replace: 'jpg', appliesTo: 'ext' })).toEqual([
    'a.jpg',
    'b',
    'sub.d',
    '.profile',
  ])
  expect(renamed(['A.JPG'], { letters: 'lower', appliesTo: 'ext' })).toEqual(['A.jpg'])
  expect(renamed(['the long WAY home.txt'], { letters: 'title' })).toEqual(['The Long Way Home.txt'])
  expect(renamed([' a:  b?.txt'], { isClean: true })).toEqual(['a_ b_.txt'])
})

test('renames a hundred thousand names', () => {
  const names = Array.from({ length: 100_000 }, (_, n) => `IMG_${n}.jpg`)
  const made = renamed(names, { find: String.raw`IMG_(\d+)`, replace: 'cruise-{n:06}-$1', isRegex: true })
  expect(made.at(-1)).toBe('cruise-100000-99999.jpg')
})
