import { expect, test } from 'vitest'
import { parseModeChange } from '../../../lib/file-mode.ts'
import { bitOf, modeSpec, noChange, octalText, shownBit, withBit } from './mode-draft.ts'

test('a click on a box adds a change, and a second click removes it', () => {
  const modes = [0o644]
  const draft = withBit(modes, noChange, bitOf('u', 'x'))
  expect([modeSpec(modes, draft), octalText(modes, draft)]).toEqual(['u+x', '744'])
  expect(modeSpec(modes, withBit(modes, draft, bitOf('u', 'x')))).toBeUndefined()
  const closed = withBit(modes, draft, bitOf('o', 'r'))
  expect(modeSpec(modes, closed)).toBe('u+x,o-r')
})

test('files with different modes show a mixed box and keep the bits that were not clicked', () => {
  const modes = [0o644, 0o755]
  expect([shownBit(modes, noChange, bitOf('u', 'x')), shownBit(modes, noChange, bitOf('u', 'r'))]).toEqual([
    undefined,
    true,
  ])
  expect(octalText(modes, noChange)).toBe('')
  const given = withBit(modes, noChange, bitOf('u', 'x'))
  expect([shownBit(modes, given, bitOf('u', 'x')), modeSpec(modes, given)]).toEqual([true, 'u+x'])
  const taken = withBit(modes, given, bitOf('u', 'x'))
  expect([shownBit(modes, taken, bitOf('u', 'x')), modeSpec(modes, taken)]).toEqual([false, 'u-x'])
  expect(modes.map((mode) => parseModeChange('u-x')?.(mode, false))).toEqual([0o644, 0o655])
})

test('a typed number sets all bits, and the boxes follow it', () => {
  const modes = [0o644, 0o2755]
  const typed = { ...noChange, octal: '640' }
  expect([shownBit(modes, typed, bitOf('g', 'r')), modeSpec(modes, typed)]).toEqual([true, '0640'])
  expect(octalText(modes, withBit(modes, typed, bitOf('g', 'w')))).toBe('660')
  expect(modeSpec([0o640], typed)).toBeUndefined()
})
