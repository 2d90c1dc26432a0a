import { expect, test } from 'vitest'
import { formerOf } from './former.ts'

const location = { mount: 'm', path: 'file' }

test('remembers only changed properties, with their old and new values', () => {
  const before = { contentType: 'text/a', tags: { a: '1' }, withheld: {} }
  const after = { contentType: 'text/a', cacheControl: 'no-store', tags: {}, withheld: {} }
  const changes = { cacheControl: 'no-store', tags: {} }
  expect(formerOf(location, changes, { before, after })).toEqual({
    location,
    before: { cacheControl: '', tags: { a: '1' } },
    after: { cacheControl: 'no-store', tags: {} },
  })
})

test('offers no undo for properties that are withheld or cannot be set again', () => {
  const shown = { withheld: {} }
  const hidden = { withheld: { tags: 's3:GetObjectTagging' } }
  expect(formerOf(location, { tags: {} }, { before: hidden, after: shown })).toBeUndefined()
  const customer = { encryption: { kind: 'customer' as const }, withheld: {} }
  expect(formerOf(location, { encryption: { kind: 'store' } }, { before: customer, after: shown })).toBeUndefined()
})
