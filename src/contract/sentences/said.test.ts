import { expect, it } from 'vitest'
import { filled } from './fill.ts'
import { formFields } from './forms/form-fields.ts'
import { said, sentences } from './said.ts'

it('fills in names, sizes and counts, and begins with a capital letter', () => {
  expect(said('store.not-a-folder', { what: 'a/b.txt' }).message).toBe('“b.txt” is not a folder.')
  expect(said('store.not-a-folder', { what: '' }).message).toBe('The top folder is not a folder.')
  expect(filled('{size:bytes} in {files:count} file{files:s}', { size: 1234, files: 1 })).toBe('1.2 KB in 1 file')
  expect(filled('{size:bytes} in {files:count} file{files:s}', { size: 999, files: 12_345 })).toBe(
    '999 B in 12,345 files',
  )
})

it('leaves a value that reads like a placeholder as it is', () => {
  expect(said('scoped.not-a-folder', { path: '{mount}', mount: 'x' }).message).toBe('“{mount}” in “x” is not a folder.')
})

it('keeps the code and the values beside the sentence', () => {
  expect(said('union.read-only')).toEqual({ code: 'union.read-only', message: sentences['union.read-only'] })
  expect(said('store.changed', { what: 'x' })).toMatchObject({ code: 'store.changed', values: { what: 'x' } })
})

it('has whole sentences, each with formats that are known', () => {
  // `{why}` is a sentence itself
  const bad = Object.entries(sentences).filter(([, text]) => {
    const wasFilled = filled(text, new Proxy({}, { get: (_, name) => (typeof name === 'string' ? 1 : undefined) }))
    return !/^[\p{Lu}“\d]/u.test(wasFilled) || !/(?:[.?]|\{why\})$/.test(text) || /\{\w+:/.test(wasFilled)
  })
  expect(bad).toEqual([])
})

it('has labels and help for the fields of forms, the help in whole sentences', () => {
  const bad = Object.entries(formFields).filter(([, { label, ...field }]) => {
    const help = 'help' in field ? field.help : 'None.'
    return !/^\p{Lu}/u.test(label) || !/^[\p{Lu}].*\.$/u.test(help)
  })
  expect(bad).toEqual([])
})
