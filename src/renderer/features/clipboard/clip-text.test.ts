import { expect, test } from 'vitest'
import { clipText } from './clip-text.ts'

const folders: Readonly<Record<string, string | undefined>> = {
  Home: '/home/ann',
  computer: '/',
  D: 'D:\\',
  Docs: 'C:\\Users\\Ann',
}
const textOf = (...locations: { mount: string; path: string }[]) =>
  clipText(locations, (name) => {
    const folder = folders[name]
    return folder === undefined ? undefined : { folder }
  })

test('gives other programs local paths, and locations for everything else', () => {
  expect(textOf({ mount: 'Home', path: 'a/b c.txt' })).toBe('/home/ann/a/b c.txt')
  expect(textOf({ mount: 'computer', path: 'etc/hosts' })).toBe('/etc/hosts')
  expect(textOf({ mount: 'reports', path: 'q3.pdf' })).toBe('reports:q3.pdf')
})

test('writes Windows paths with backslashes', () => {
  expect(textOf({ mount: 'D', path: 'a/b' })).toBe('D:\\a\\b')
  expect(textOf({ mount: 'Docs', path: 'a/b' })).toBe('C:\\Users\\Ann\\a\\b')
})

test('writes several entries one per line', () => {
  expect(textOf({ mount: 'Home', path: 'a' }, { mount: 'reports', path: 'b' })).toBe('/home/ann/a\nreports:b')
})
