import { expect, test } from 'vitest'
import { refusalOf } from './refusal.ts'

const at = (path: string, mount = 'm') => ({ mount, path })
const free = { canWrite: true }

test('what is in a folder already is not dropped into it', () => {
  expect(refusalOf([at('a/x.txt')], at('a'), free)).toBe('same')
  expect(refusalOf([at('x.txt')], at(''), free)).toBe('same')
  expect(refusalOf([at('a/x.txt')], at('b'), free)).toBeUndefined()
  expect(refusalOf([at('a/x.txt')], at('a', 'other'), free)).toBeUndefined()
})

test('a folder does not go into itself or below', () => {
  expect(refusalOf([at('a')], at('a'), free)).toBe('itself')
  expect(refusalOf([at('a')], at('a/b/c'), free)).toBe('itself')
  expect(refusalOf([at('a')], at('ab'), free)).toBeUndefined()
})

test('nothing is dropped where nothing can be written', () => {
  expect(refusalOf([at('a')], at('b'), { canWrite: false })).toBe('read-only')
})
