import { expect, test } from 'vitest'
import type { EntryKind } from '../../../contract/entry.ts'
import { refusalOf } from './refusal.ts'

const at = (path: string, mount = 'm') => ({ mount, path })
const source = (path: string, kind?: EntryKind) => ({ location: at(path), ...(kind && { kind }) })
const free = { canWrite: true }

test('refuses to drop an entry into its own folder', () => {
  expect(refusalOf([source('a/x.txt')], at('a'), free)).toBe('same')
  expect(refusalOf([source('x.txt')], at(''), free)).toBe('same')
  expect(refusalOf([source('a/x.txt')], at('b'), free)).toBeUndefined()
  expect(refusalOf([source('a/x.txt')], at('a', 'other'), free)).toBeUndefined()
})

test('refuses to drop a folder into itself or a folder below it', () => {
  expect(refusalOf([source('a')], at('a'), free)).toBe('itself')
  expect(refusalOf([source('a')], at('a/b/c'), free)).toBe('itself')
  expect(refusalOf([source('a')], at('ab'), free)).toBeUndefined()
})

test('allows dropping a file into a folder of the same path, as object stores can have both', () => {
  expect(refusalOf([source('a', 'file')], at('a'), free)).toBeUndefined()
  expect(refusalOf([source('a', 'file')], at('a/b'), free)).toBeUndefined()
  expect(refusalOf([source('a', 'folder')], at('a'), free)).toBe('itself')
  expect(refusalOf([source('a', 'link')], at('a/b'), free)).toBe('itself')
  expect(refusalOf([source('a', 'file'), source('a/b', 'folder')], at('a/b'), free)).toBe('itself')
  expect(refusalOf([source('a/x', 'file')], at('a'), free)).toBe('same')
})

test('refuses a drop if the target cannot be written to', () => {
  expect(refusalOf([source('a')], at('b'), { canWrite: false })).toBe('read-only')
})
