import { expect, test } from 'vitest'
import { oldPreferences, readLayout } from './layout.ts'

const location = { mount: 'Home', path: 'a' }
const tab = { location, sort: { column: 'size', descending: true }, search: null }
const kept = { ...tab, search: { query: 'q3 size>1mb', inContents: false, isKept: true } }

test('a layout comes back as it was written', () => {
  const layout = {
    ...readLayout(undefined),
    left: { tabs: [tab, kept], active: 0 },
    leftPercent: 30,
  }
  expect(readLayout(JSON.parse(JSON.stringify(layout)))).toEqual(layout)
})

test.each([undefined, null, 7, 'x', [], { left: 1, right: { tabs: 'no' }, leftPercent: 1e9, inspector: {} }])(
  'nonsense (%j) is as good as nothing',
  (value) => {
    expect(readLayout(value)).toEqual(readLayout({}))
  },
)

test('one bad tab does not stop the others', () => {
  const { left } = readLayout({
    left: { tabs: [{ location: 5 }, tab, { location, sort: 'x', search: { query: 7 } }], active: -1 },
  })
  expect(left).toEqual({
    tabs: [tab, { location, sort: { column: 'name', descending: false }, search: null }],
    active: 0,
  })
})

test('what was preferred before there was a settings file is found in a layout of that time', () => {
  expect(oldPreferences({ preferences: { theme: 'dark', showHidden: false, confirmTrash: false, x: 1 } })).toEqual({
    theme: 'dark',
    confirmTrash: false,
  })
  expect(oldPreferences({ preferences: { theme: 'pink' } })).toEqual({})
  expect(oldPreferences({})).toEqual({})
  expect(oldPreferences(undefined)).toEqual({})
})
