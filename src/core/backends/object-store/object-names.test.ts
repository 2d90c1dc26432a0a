import { describe, expect, it } from 'vitest'
import { pathSegments } from '../../../contract/location.ts'
import { isSafeName } from '../../layers/path-guard.ts'
import { fileName, folderName, keysOf } from './object-names.ts'

/** Returns the path that a listing leads to, folder by folder. */
function pathOfKey(key: string): string {
  const parts = key.split('/')
  const last = parts.pop() ?? ''
  return [...parts.map((part) => folderName(part, { isFileToo: false })), fileName(last)].join('/')
}

const oddKeys = [
  'a',
  'a/b',
  'a//b',
  'a///b',
  '/a',
  '//a',
  './a',
  '../a',
  'a/./b',
  'a/../b',
  '.',
  '..',
  'a/..',
  '...',
  'trailing ',
  ' ',
  'a/ /b',
  '‛',
  '‛‛',
  '‛2F',
  'a‛2F/b',
  '‛2E',
  '‛/‛',
  'nul\0inside',
  'a\\b',
  'x'.repeat(1024),
  'é'.repeat(512),
]

describe('keys as paths', () => {
  it.each(oddKeys)('are converted to a path and back: %j', (key) => {
    const path = pathOfKey(key)
    expect(pathSegments(path).every(isSafeName)).toBe(true)
    expect(keysOf(path, '')?.file).toBe(key)
    expect(keysOf(path, 'some/prefix/')?.file).toBe(`some/prefix/${key}`)
  })

  it('are all different', () => {
    expect(new Set(oddKeys.map(pathOfKey)).size).toBe(oddKeys.length)
  })

  it('give folders their own names if a file has the same name', () => {
    expect(keysOf('', '')).toEqual({ folder: '' })
    expect(keysOf('', 'p/')).toEqual({ folder: 'p/' })
    expect(keysOf('a', 'p/')).toEqual({ file: 'p/a', folder: 'p/a/' })
    expect(keysOf(folderName('a', { isFileToo: true }), 'p/')).toEqual({ folder: 'p/a/' })
    expect(keysOf(folderName('', { isFileToo: false }), 'p/')).toEqual({ folder: 'p//' })
  })

  it('show a marker with bytes as a file without a name', () => {
    expect(keysOf(`a/${fileName('')}`, '')).toEqual({ file: 'a/' })
  })

  it.each([
    '‛x',
    'a‛',
    '‛2Fa',
    '‛2F‛2F',
    '‛41',
    '‛2e',
    'a‛2E',
    '‛2E‛2E‛2E',
    '‛',
    '‛/a',
    '‛/‛',
    '‛0',
    '.',
    'a/../b',
    '\ud800',
  ])('refuse another spelling: %j', (path) => {
    expect(keysOf(path, '')).toBeUndefined()
  })
})
