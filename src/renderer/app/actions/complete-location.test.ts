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
])('splits %j into the folder %j and the beginning of a name %j', (typed, base, begun) => {
  expect(splitTyped(typed)).toEqual({ base, begun })
})

test('distinguishes paths of this computer from locations on mounts', () => {
  expect(['/etc', '~', '~/x', 'C:\\x', 'c:/x'].every(isComputerPath)).toBe(true)
  expect(['reports:x', 'C:', '~bob', 'a/b', ''].some(isComputerPath)).toBe(false)
})
