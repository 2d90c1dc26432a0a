import { expect, test } from 'vitest'
import type { Properties } from '../../../contract/facets.ts'
import { changesOf, draftOf, isEditable } from './draft.ts'

const read: Properties = { contentType: 'text/plain', tags: { a: '1' }, storageClass: 'STANDARD', withheld: {} }
const all = () => true

test('only what differs is sent', () => {
  const draft = draftOf(read)
  expect(changesOf(draft, read, all)).toEqual({ changes: {} })
  expect(changesOf({ ...draft, storageClass: 'GLACIER' }, read, all)).toEqual({ changes: { storageClass: 'GLACIER' } })
})

test('tags are replaced as a whole, and a key that is there twice is refused', () => {
  const draft = draftOf(read)
  const more = { id: 99, key: 'b', value: '2' }
  expect(changesOf({ ...draft, tags: [...draft.tags, more] }, read, all)).toEqual({
    changes: { tags: { a: '1', b: '2' } },
  })
  expect(changesOf({ ...draft, tags: [...draft.tags, { ...more, key: 'a' }] }, read, all)).toEqual({
    problem: '“a” is entered twice.',
  })
})

test('what was not shown can’t be edited, since it would be replaced unseen', () => {
  expect(isEditable('tags', ['tags'], { withheld: { tags: 's3:GetObjectTagging' } })).toBe(false)
  expect(isEditable('tags', ['tags'], { withheld: {} })).toBe(true)
  expect(isEditable('metadata', ['tags'], { withheld: {} })).toBe(false)
})
