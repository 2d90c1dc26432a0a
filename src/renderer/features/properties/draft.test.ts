import { expect, test } from 'vitest'
import type { Properties } from '../../../contract/facets.ts'
import { changesOf, draftOf, isEditable } from './draft.ts'

const read: Properties = { contentType: 'text/plain', tags: { a: '1' }, storageClass: 'STANDARD', withheld: {} }
const all = () => true

test('sends only what differs', () => {
  const draft = draftOf(read)
  expect(changesOf(draft, read, all)).toEqual({ changes: {} })
  expect(changesOf({ ...draft, storageClass: 'GLACIER' }, read, all)).toEqual({ changes: { storageClass: 'GLACIER' } })
})

test('replaces all tags at once, and refuses a duplicate key', () => {
  const draft = draftOf(read)
  const more = { id: 99, key: 'b', value: '2' }
  expect(changesOf({ ...draft, tags: [...draft.tags, more] }, read, all)).toEqual({
    changes: { tags: { a: '1', b: '2' } },
  })
  expect(changesOf({ ...draft, tags: [...draft.tags, { ...more, key: 'a' }] }, read, all)).toEqual({
    problem: '“a” is entered twice.',
  })
})

test('refuses to edit withheld properties, which would be overwritten unseen', () => {
  expect(isEditable('tags', ['tags'], { withheld: { tags: 's3:GetObjectTagging' } })).toBe(false)
  expect(isEditable('tags', ['tags'], { withheld: {} })).toBe(true)
  expect(isEditable('metadata', ['tags'], { withheld: {} })).toBe(false)
})
