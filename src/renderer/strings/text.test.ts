import { expect, test } from 'vitest'
import { failureKindSchema } from '../../contract/schemas/failure.ts'
import { failureText } from './failures.ts'
import { text } from './text.ts'

test('formats counts with the right plural', () => {
  expect(text('status.items', { count: 1 })).toBe('1 item')
  expect(text('status.items', { count: 12_408 })).toBe('12,408 items')
})

test('inserts names unchanged', () => {
  expect(text('loading.title', { name: '<b>$&{{n}}' })).toContain('<b>$&{{n}}')
})

test.each(failureKindSchema.options)('%s has a title and advice', (kind) => {
  const failure = { kind, message: 'x', operation: 'y', retry: 'never' } as const
  const { title, advice, short } = failureText(failure, 'a$&b')
  expect(title).not.toContain('{place}')
  expect(advice).toMatch(/\.$/)
  expect(short).not.toBe('')
})
