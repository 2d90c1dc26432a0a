import { expect, test } from 'vitest'
import { shownName } from './shown-name.ts'

test('keeps a name on one line and makes invisible characters visible', () => {
  expect(shownName('two\nlines\t.txt')).toBe('two␊lines␉.txt')
  expect(shownName('invoice\u202Efdp.exe')).toBe('invoice�fdp.exe')
  expect(shownName('Ωmega – 東京 👩‍👩‍👧.md')).toBe('Ωmega – 東京 👩‍👩‍👧.md')
})
