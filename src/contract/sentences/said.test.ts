import { expect, it } from 'vitest'
import { filled } from './fill.ts'
import { formFields } from './forms/form-fields.ts'
import { said, sentences } from './said.ts'

it('inserts names, sizes and counts, and starts with a capital letter', () => {
  expect(said('store.not-a-folder', { what: 'a/b.txt' }).message).toBe('“b.txt” is not a folder.')
  expect(said('store.not-a-folder', { what: '' }).message).toBe('The top folder is not a folder.')
  expect(filled('{size:bytes} in {files:count} file{files:s}', { size: 1234, files: 1 })).toBe('1.2 KB in 1 file')
  expect(filled('{size:bytes} in {files:count} file{files:s}', { size: 999, files: 12_345 })).toBe(
    '999 B in 12,345 files',
  )
})

it('does not expand a value that looks like a placeholder', () => {
  expect(said('scoped.not-a-folder', { path: '{mount}', mount: 'x' }).message).toBe('“{mount}” in “x” is not a folder.')
})

it('returns the code and the values with the sentence', () => {
  expect(said('union.read-only')).toEqual({ code: 'union.read-only', message: sentences['union.read-only'] })
  expect(said('store.changed', { what: 'x' })).toMatchObject({ code: 'store.changed', values: { what: 'x' } })
})

it('has complete sentences with known formats', () => {
  // `{why}` is a sentence itself
  const bad = Object.entries(sentences).filter(([, text]) => {
    const wasFilled = filled(text, new Proxy({}, { get: (_, name) => (typeof name === 'string' ? 1 : undefined) }))
    return !/^[\p{Lu}“\d]/u.test(wasFilled) || !/(?:[.?]|\{why\})$/.test(text) || /\{\w+:/.test(wasFilled)
  })
  expect(bad).toEqual([])
})

it('has labels for form fields, and help in complete sentences', () => {
  const bad = Object.entries(formFields).filter(([, { label, ...field }]) => {
    const help = 'help' in field ? field.help : 'None.'
    return !/^\p{Lu}/u.test(label) || !/^[\p{Lu}].*\.$/u.test(help)
  })
  expect(bad).toEqual([])
})
