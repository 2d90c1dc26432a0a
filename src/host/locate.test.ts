import { expect, test } from 'vitest'
import { locateOn, typedPath } from './locate.ts'

test('maps a path of this computer to a location', () => {
  const locate = locateOn('linux', '/')
  expect(locate('/home/ann/a b.txt')).toEqual({ mount: 'computer', path: 'home/ann/a b.txt' })
  expect(locate('/home/ann/')).toEqual({ mount: 'computer', path: 'home/ann' })
  expect(locate('/srv/../home/x‛y')).toEqual({ mount: 'computer', path: 'home/x‛‛y' })
  expect(locate('/')).toEqual({ mount: 'computer', path: '' })
  expect(locate('ann/x')).toBeUndefined()
})

test('maps no path of another drive', () => {
  const locate = locateOn('win32', 'C:\\')
  expect(locate('c:\\Users\\Ann\\x.txt')).toEqual({ mount: 'computer', path: 'Users/Ann/x.txt' })
  expect(locate('D:\\x.txt')).toBeUndefined()
  expect(locate('\\\\server\\share\\x.txt')).toBeUndefined()
})

test('expands a path as people type it', () => {
  expect(typedPath('linux', '/home/ann', '~')).toBe('/home/ann')
  expect(typedPath('linux', '/home/ann', '~/docs/')).toBe('/home/ann/docs/')
  expect(typedPath('linux', '/home/ann', '~bob/x')).toBe('~bob/x')
  expect(typedPath('linux', '/home/ann', '/etc')).toBe('/etc')
  expect(typedPath('win32', 'C:\\Users\\Ann', '/Users')).toBe('C:\\Users')
  expect(typedPath('win32', 'C:\\Users\\Ann', '~\\docs')).toBe('C:\\Users\\Ann\\docs')
  expect(typedPath('win32', 'C:\\Users\\Ann', '\\\\server\\share')).toBe('\\\\server\\share')
})
