import { expect, test } from 'vitest'
import { splitTyped } from './complete-location.ts'
import { isComputerPath } from './go-to-typed.ts'

test.each([
  ['re', '', 're'],
  ['reports:', 'reports:', ''],
  ['reports:20', 'reports:', '20'],
  ['reports:2026/q', 'reports:2026/', 'q'],
  ['/et', '/', 'et'],
  ['/etc/ap', '/etc/', 'ap'],
  ['~', '~/', ''],
  ['~/do', '~/', 'do'],
  ['C:\\Us', 'C:\\', 'Us'],
  ['a:b/c:d', 'a:b/', 'c:d'],
])('%j is in %j, with %j begun', (typed, base, begun) => {
  expect(splitTyped(typed)).toEqual({ base, begun })
})

test('paths of this computer are told from locations of mounts', () => {
  expect(['/etc', '~', '~/x', 'C:\\x', 'c:/x'].every(isComputerPath)).toBe(true)
  expect(['reports:x', 'C:', '~bob', 'a/b', ''].some(isComputerPath)).toBe(false)
})
