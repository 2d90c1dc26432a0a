import { expect, test } from 'vitest'
import { shownName } from './shown-name.ts'

test('a name stays on its line, and what can’t be seen in it is shown', () => {
  expect(shownName('two\nlines\t.txt')).toBe('two␊lines␉.txt')
  expect(shownName('invoice\u202Efdp.exe')).toBe('invoice�fdp.exe')
  expect(shownName('Ωmega – 東京 👩‍👩‍👧.md')).toBe('Ωmega – 東京 👩‍👩‍👧.md')
})
