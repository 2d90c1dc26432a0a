import { expect, test } from 'vitest'
import type { EntryKind } from '../../../contract/entry.ts'
import { refusalOf } from './refusal.ts'

const at = (path: string, mount = 'm') => ({ mount, path })
const source = (path: string, kind?: EntryKind) => ({ location: at(path), ...(kind && { kind }) })
const free = { canWrite: true }

test('what is in a folder already is not dropped into it', () => {
  expect(refusalOf([source('a/x.txt')], at('a'), free)).toBe('same')
  expect(refusalOf([source('x.txt')], at(''), free)).toBe('same')
  expect(refusalOf([source('a/x.txt')], at('b'), free)).toBeUndefined()
  expect(refusalOf([source('a/x.txt')], at('a', 'other'), free)).toBeUndefined()
})

test('a folder does not go into itself or below', () => {
  expect(refusalOf([source('a')], at('a'), free)).toBe('itself')
  expect(refusalOf([source('a')], at('a/b/c'), free)).toBe('itself')
  expect(refusalOf([source('a')], at('ab'), free)).toBeUndefined()
})

test('a file goes into a folder of its name, as an object store may have both', () => {
  expect(refusalOf([source('a', 'file')], at('a'), free)).toBeUndefined()
  expect(refusalOf([source('a', 'file')], at('a/b'), free)).toBeUndefined()
  expect(refusalOf([source('a', 'folder')], at('a'), free)).toBe('itself')
  expect(refusalOf([source('a', 'link')], at('a/b'), free)).toBe('itself')
  expect(refusalOf([source('a', 'file'), source('a/b', 'folder')], at('a/b'), free)).toBe('itself')
  expect(refusalOf([source('a/x', 'file')], at('a'), free)).toBe('same')
})

test('nothing is dropped where nothing can be written', () => {
  expect(refusalOf([source('a')], at('b'), { canWrite: false })).toBe('read-only')
})
